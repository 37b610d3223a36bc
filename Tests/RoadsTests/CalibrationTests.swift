import Planning
import Roads
import Synchronization
import Telemetry
import Testing

/// Roads on which every drive takes what a model says, without ways to the south of a place.
private struct ModelRouter: Router {
    let model: TravelModel
    let south: Double

    func times(
        from sources: [Coordinate], to destination: Coordinate, within milliseconds: Int
    ) throws(RouterError) -> [RoadTime] {
        sources.map { source in
            guard source.latitude >= south else { return .unreachable }
            return .seconds(Int64(model.estimatedSeconds(overMetres: source.distance(to: destination)).rounded()))
        }
    }
}

@Suite("Drives to calibrate with")
struct CalibrationTests {
    private let center: Coordinate

    init() throws { center = try place(59.437, 24.7536) }

    @Test("equal seeds draw equal drives, others draw others")
    func seeds() {
        let drives = DriveSampler(around: center, radiusMetres: 25_000, seed: 1).drives(100)
        #expect(drives == DriveSampler(around: center, radiusMetres: 25_000, seed: 1).drives(100))
        #expect(drives != DriveSampler(around: center, radiusMetres: 25_000, seed: 2).drives(100))
    }

    @Test("drives stay within the radius and are as often short as long", arguments: [1_000.0, 25_000, 300_000])
    func area(radius: Double) {
        let drives = DriveSampler(around: center, radiusMetres: radius, seed: 3).drives(1_001)
        #expect(drives.count == 1_001)
        #expect(drives.allSatisfy { max($0.from.distance(to: center), $0.to.distance(to: center)) < radius * 1.05 })
        let middle = (500 * radius).squareRoot()
        let short = drives.count { $0.from.distance(to: $0.to) < middle }
        #expect((350...750).contains(short), "\(short)")
    }

    @Test(
        "places at the poles and the date line are places",
        arguments: [(90, 0), (-90, 0), (0, 180), (0, -180), (89.9, 179.9)] as [(Double, Double)])
    func edges(latitude: Double, longitude: Double) throws {
        let sampler = DriveSampler(around: try place(latitude, longitude), radiusMetres: .infinity, seed: 1)
        #expect(sampler.drives(50).count == 50 && sampler.drives(0).isEmpty && sampler.drives(-1).isEmpty)
    }

    @Test("what a router knows gives its numbers back; what it does not know is left out")
    func samples() throws {
        var truth = TravelModel(minutesAtOneKilometre: 2.2, exponent: 0.78)
        truth.straightLineLimitKmh = 1_000
        let sampler = DriveSampler(around: center, radiusMetres: 25_000, seed: 1)
        let samples = try sampler.samples(400, from: ModelRouter(model: truth, south: center.latitude))
        #expect((400..<420).contains(samples.count))
        let fit = try TravelModel().fitted(to: samples)
        #expect(abs(fit.model.minutesAtOneKilometre - 2.2) < 0.02 && abs(fit.model.exponent - 0.78) < 0.01)
    }

    @Test("a router that fails ends it")
    func failing() {
        struct Broken: Router {
            func times(
                from sources: [Coordinate], to destination: Coordinate, within milliseconds: Int
            ) throws(RouterError) -> [RoadTime] { throw RouterError(.unreachable, "gone") }
        }
        let sampler = DriveSampler(around: center, radiusMetres: 25_000, seed: 1)
        #expect(throws: RouterError(.unreachable, "gone")) { try sampler.samples(400, from: Broken()) }
    }

    @Test("a matrix gives each drive between two places; null is none")
    func matrix() throws {
        let text =
            #"{"coordinates":[[24.7,59.4],[24.8,59.4],[24.7,59.5]],"durations":[[0,300,600],[310,0,null],[1,2,0]]}"#
        let samples = try TravelMatrix(json: Array(text.utf8)).samples
        #expect(samples.map(\.seconds) == [300, 600, 310, 1, 2])
        #expect(samples[0].metres == (try place(59.4, 24.7)).distance(to: try place(59.4, 24.8)))
    }

    @Test(
        "a file that is no matrix is refused with the place",
        arguments: [
            ("", "this is not"), ("[]", "this is not"), (#"{"coordinates":[],"durations":[["a"]]}"#, "this is not"),
            (#"{"coordinates":[[24,59]],"durations":[]}"#, "0 rows of durations for 1 coordinates"),
            (#"{"coordinates":[[24,59]],"durations":[[0,1]]}"#, "durations[0] has 2 entries, not 1"),
            (#"{"coordinates":[[59,124]],"durations":[[0]]}"#, "coordinates[0] is no [longitude, latitude]"),
            (#"{"coordinates":[[59]],"durations":[[0]]}"#, "coordinates[0] is no"),
        ])
    func noMatrix(text: String, reason: String) {
        let error = #expect(throws: TravelMatrixError.self) { try TravelMatrix(json: Array(text.utf8)) }
        #expect(error?.description.contains(reason) == true)
    }
}

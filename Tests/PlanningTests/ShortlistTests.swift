import Planning
import Telemetry
import Testing

@Suite("The shortlist for a router")
struct ShortlistTests {
    @Test(
        "the soonest by road is found, whatever the detours, and not everybody is asked about", arguments: [1, 3, 10])
    func exact(batch: Int) throws {
        var random = Seeded(11)
        let model = TravelModel()
        var asked = 0
        for _ in 0..<500 {
            let destination = try place(.random(in: 59...60, using: &random), .random(in: 24...26, using: &random))
            let places = try (0..<20).map { _ in
                try place(.random(in: 59...60, using: &random), .random(in: 24...26, using: &random))
            }
            // Never quicker than the fastest road, often far slower, sometimes no road at all.
            let roads = places.map { start -> RoadTime in
                if Int.random(in: 0..<8, using: &random) == 0 { return .unreachable }
                let least = model.leastRoadSeconds(overMetres: start.distance(to: destination))
                return .seconds(Int64(Double(least) * .random(in: 1...4, using: &random)) + 1)
            }
            let found = Shortlist(from: places, to: destination, model: model, batch: batch) { $0.map { roads[$0] } }
            let all = roads.enumerated().compactMap { index, time -> (Int64, Int)? in
                if case .seconds(let seconds) = time { (seconds, index) } else { nil }
            }
            let best = all.min { $0 < $1 }
            #expect(found.best == best?.1 && found.seconds == best?.0)
            asked += found.asked
        }
        #expect(asked < 500 * 17)
    }

    @Test("equal times are decided by the lower index, though it was asked about later")
    func ties() throws {
        let places = [try north(3), try north(1), try north(2)]
        let found = Shortlist(from: places, to: try north(0), batch: 1) { $0.map { _ in .seconds(300) } }
        #expect(found == Shortlist(from: places, to: try north(0), batch: 3) { $0.map { _ in .seconds(300) } })
        #expect(found.best == 0 && found.seconds == 300 && found.asked == 3)
    }

    @Test("without answers the estimate decides")
    func unanswered() throws {
        let places = [try north(8), try north(5), try north(6)]
        let found = Shortlist(from: places, to: try north(0)) { $0.map { _ in .unanswered } }
        #expect(found.best == 1)
        #expect(found.seconds == BuiltInTravelTime().seconds(from: places[1], to: try north(0)))
    }

    @Test("with no road at all, or nobody, there is no answer")
    func nobody() throws {
        let places = [try north(8), try north(5)]
        #expect(Shortlist(from: places, to: try north(0)) { $0.map { _ in .unreachable } }.best == nil)
        #expect(Shortlist(from: [], to: try north(0)) { _ in [] }.asked == 0)
        #expect(Shortlist(from: places, to: try north(0), batch: -3) { _ in [] }.asked == 2)
    }
}

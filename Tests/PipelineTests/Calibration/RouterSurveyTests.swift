import Planning
import Synchronization
import Telemetry
import Testing

@testable import Pipeline

@Suite("Asking a router how long roads are")
struct RouterSurveyTests {
    /// Drives at 36 km/h of straight distance; from west to east there is no way.
    private final class OneWay: Router {
        let requests = Mutex<[Int]>([])

        func times(
            from sources: [Coordinate], to destination: Coordinate, within milliseconds: Int
        ) throws(RouterError) -> [RoadTime] {
            requests.withLock { $0.append(sources.count) }
            return sources.map { source in
                source.longitude > destination.longitude
                    ? .seconds(Int64(source.distance(to: destination) / 10)) : .unreachable
            }
        }
    }

    private struct Gone: Router {
        func times(
            from sources: [Coordinate], to destination: Coordinate, within milliseconds: Int
        ) throws(RouterError) -> [RoadTime] {
            throw RouterError(.unreachable, "nobody listens")
        }
    }

    private func places(_ count: Int) throws -> [Coordinate] {
        try (0..<count).map { try Coordinate(latitude: 59, longitude: 24 + Double($0) / 100) }
    }

    @Test("drives with a time become samples, those without a way do not")
    func samples() throws {
        let router = OneWay()
        let samples = try RouterSurvey(places: try places(4)).samples(of: router, limit: 100)
        #expect(samples.count == 6)
        #expect(samples.allSatisfy { abs($0.metres / $0.seconds - 10) < 0.1 })
        #expect(router.requests.withLock { $0 } == [3, 3, 3, 3])
    }

    @Test("many places are asked about in few requests of few places, and never more drives than wanted")
    func bounded() throws {
        let router = OneWay()
        let survey = RouterSurvey(places: try places(500))
        #expect(try survey.samples(of: router, limit: 100_000).count > 500)
        let requests = router.requests.withLock { $0 }
        #expect(requests == Array(repeating: 50, count: 40))
        #expect(try survey.samples(of: router, limit: 70).count == 70)
    }

    @Test("one place or none gives no drives; a router that does not answer is an error")
    func nothing() throws {
        #expect(try RouterSurvey(places: []).samples(of: OneWay(), limit: 10).isEmpty)
        #expect(try RouterSurvey(places: try places(1)).samples(of: OneWay(), limit: 10).isEmpty)
        let survey = RouterSurvey(places: try places(2))
        #expect(throws: RouterError.self) { try survey.samples(of: Gone(), limit: 10) }
    }
}

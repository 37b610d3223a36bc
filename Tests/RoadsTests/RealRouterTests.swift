import Foundation
import Planning
import Roads
import Telemetry
import Testing

/// Where `make test-roads` has started the real routers, and which part of the world they know.
private enum Real {
    static let osrm = variable("CALLAHEAD_OSRM")
    static let valhalla = variable("CALLAHEAD_VALHALLA")
    static let box = (variable("CALLAHEAD_ROADS_BOX") ?? "").split(separator: ",").compactMap { Double($0) }

    /// Those that run, each as a configuration.
    static let routers = [osrm.map { "osrm=\($0)" }, valhalla.map { "valhalla=\($0)" }].compactMap(\.self)

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Random places of the map that are near a road.
    static func places(_ count: Int, seed: UInt64, of router: some Router) throws -> [Coordinate] {
        try #require(box.count == 4)
        var random = Seeded(seed)
        var places: [Coordinate] = []
        for _ in 0..<(count * 10) where places.count < count {
            let place = try Coordinate(
                latitude: .random(in: box[0]...box[2], using: &random),
                longitude: .random(in: box[1]...box[3], using: &random))
            if try router.times(from: [place], to: place, within: 5_000) == [.seconds(0)] { places.append(place) }
        }
        try #require(places.count == count)
        return places
    }
}

@Suite("The real OSRM and Valhalla", .serialized, .timeLimit(.minutes(5)))
struct RealRouterTests {
    private static let reason: Comment = "`make test-roads` starts real routers and says where they are"

    @Test(
        "most drives have a time near the estimate's size", .enabled(if: !Real.routers.isEmpty, reason),
        arguments: Real.routers)
    func plausible(text: String) throws {
        let router = try RouterConfiguration(parsing: text).router()
        let places = try Real.places(40, seed: 1, of: router)
        var known = 0
        for end in places.prefix(20) {
            for (start, time) in zip(places, try router.times(from: places, to: end, within: 5_000)) {
                guard case .seconds(let seconds) = time else { continue }
                known += 1
                #expect(start.distance(to: end) < 2_500 || seconds >= 60)
                #expect(seconds < 3 * 3_600)
            }
        }
        // Small maps have streets that lead only out of the map.
        #expect(known >= 400, "\(known) of 800")
    }

    @Test(
        "the direction counts: one way differs from the other", .enabled(if: !Real.routers.isEmpty, reason),
        arguments: Real.routers)
    func direction(text: String) throws {
        let router = try RouterConfiguration(parsing: text).router()
        let places = try Real.places(12, seed: 2, of: router)
        var different = 0
        for end in places {
            let there = try router.times(from: places, to: end, within: 5_000)
            let back = try places.map { try router.times(from: [end], to: $0, within: 5_000)[0] }
            different += zip(there, back).count { $0 != $1 }
        }
        #expect(different >= 20, "\(different) of 132")
    }

    @Test(
        "a place far off the map is unreachable, the others keep their times",
        .enabled(if: !Real.routers.isEmpty, reason), arguments: Real.routers)
    func abroad(text: String) throws {
        let router = try RouterConfiguration(parsing: text).router()
        let places = try Real.places(20, seed: 3, of: router)
        let end = places[0]
        // 300 km away: nearer than Valhalla's limit of distance.
        let abroad = try Coordinate(latitude: end.latitude - 2.7, longitude: end.longitude)
        let alone = try router.times(from: places, to: end, within: 5_000)
        let together = try router.times(from: places + [abroad], to: end, within: 5_000)
        #expect(together.last == .unreachable && alone.contains { $0 != .unreachable })
        // Not the times: Valhalla's of one place depend a little on which others are asked about with it.
        #expect(together.dropLast().map { $0 == .unreachable } == alone.map { $0 == .unreachable })
        let away = try router.times(from: places, to: abroad, within: 5_000)
        #expect(away == places.map { _ in .unreachable })
    }

    @Test(
        "1,200 questions in a row are answered, and one after six idle seconds",
        .enabled(if: !Real.routers.isEmpty, reason), arguments: Real.routers)
    func keepsAlive(text: String) throws {
        let router = try RouterConfiguration(parsing: text).router()
        let places = try Real.places(4, seed: 4, of: router)
        let first = try router.times(from: places, to: places[0], within: 5_000)
        var milliseconds: [Double] = []
        for _ in 0..<1_200 {
            let start = ContinuousClock.now
            let times = try router.times(from: places, to: places[0], within: 5_000)
            milliseconds.append((ContinuousClock.now - start) / .milliseconds(1))
            #expect(times == first)
        }
        milliseconds.sort()
        print("\(text): four places, median \(milliseconds[600]) ms, slowest \(milliseconds[1_199]) ms")
        // OSRM closes an idle connection after 5 s.
        Thread.sleep(forTimeInterval: 6)
        let last = try router.times(from: places, to: places[0], within: 5_000)
        #expect(last == first)
    }

    @Test(
        "the shortlist finds the soonest unit in every one of 1,000 trials", .enabled(if: Real.osrm != nil, reason))
    func shortlist() throws {
        let router = try RouterConfiguration(parsing: "osrm=\(Real.osrm ?? "")").router()
        let places = try Real.places(300, seed: 5, of: router)
        let model = TravelModel()
        var random = Seeded(42)
        var (right, asked, quickest, straight) = (0, 0, 0.0, 0)
        for _ in 0..<1_000 {
            let picked = places.indices.shuffled(using: &random).prefix(21).map { places[$0] }
            let end = picked[20]
            let units = Array(picked[..<20])
            let all = try router.times(from: units, to: end, within: 5_000)
            let known = all.enumerated().compactMap { index, time -> (seconds: Int64, index: Int)? in
                if case .seconds(let seconds) = time { (seconds, index) } else { nil }
            }
            for (seconds, index) in known where seconds > 0 {
                quickest = max(quickest, units[index].distance(to: end) / Double(seconds) * 3.6)
            }
            let found = try Shortlist(from: units, to: end, model: model) { indices in
                try router.times(from: indices.map { units[$0] }, to: end, within: 5_000)
            }
            let best = known.min { ($0.seconds, $0.index) < ($1.seconds, $1.index) }
            right += found.best == best?.index && found.seconds == best?.seconds ? 1 : 0
            asked += found.asked
            let nearest = units.indices.min { units[$0].distance(to: end) < units[$1].distance(to: end) }
            straight += nearest == best?.index ? 1 : 0
        }
        print(
            "shortlist: right in \(right) of 1000, asked for \(Double(asked) / 1_000) of 20; "
                + "the nearest in a straight line is right in \(straight); quickest \(quickest.rounded()) km/h")
        #expect(right == 1_000)
        #expect(asked <= 17_000)
    }
}

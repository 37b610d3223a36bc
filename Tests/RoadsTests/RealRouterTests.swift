import Foundation
import Planning
import Roads
import Telemetry
import Testing

/// Where `make test-roads` has started the real routers, and which part of the world they know.
private enum Real {
    static let osrm = variable("CALLAHEAD_OSRM")
    static let valhalla = variable("CALLAHEAD_VALHALLA")
    /// Those that run, each as a configuration.
    static let routers = [osrm.map { "osrm=\($0)" }, valhalla.map { "valhalla=\($0)" }].compactMap(\.self)

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Places on roads of the map that the routers know.
    static func places(_ count: Int) throws -> [Coordinate] {
        let file = try #require(variable("CALLAHEAD_ROADS_PLACES"))
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        let places = try lines.map { line in
            let degrees = line.split(separator: ",").compactMap { Double($0) }
            try #require(degrees.count == 2)
            return try place(degrees[0], degrees[1])
        }
        try #require(places.count >= count)
        return Array(places[..<count])
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
        let places = try Real.places(40)
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
        let places = try Real.places(12)
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
        let places = try Real.places(20)
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
        "one connection after the other serves many questions in a row, and one after six idle seconds",
        .enabled(if: !Real.routers.isEmpty, reason), arguments: Real.routers)
    func keepsAlive(text: String) throws {
        let router = try RouterConfiguration(parsing: text).router()
        let places = try Real.places(4)
        let first = try router.times(from: places, to: places[0], within: 5_000)
        var milliseconds: [Double] = []
        // OSRM closes a connection after 512 requests, without a word.
        for _ in 0..<(text.hasPrefix("osrm") ? 1_200 : 200) {
            let start = ContinuousClock.now
            let times = try router.times(from: places, to: places[0], within: 5_000)
            milliseconds.append((ContinuousClock.now - start) / .milliseconds(1))
            #expect(times == first)
        }
        milliseconds.sort()
        print(
            "\(text): four places, median \(milliseconds[milliseconds.count / 2]) ms, slowest \(milliseconds.last ?? 0) ms"
        )
        // OSRM closes an idle connection after 5 s.
        Thread.sleep(forTimeInterval: 6)
        let last = try router.times(from: places, to: places[0], within: 5_000)
        #expect(last == first)
    }

    @Test(
        "the unit that is chosen has the least time by road in each of 1,000 trials",
        .enabled(if: Real.osrm != nil, reason))
    func exactChoice() throws {
        let router = try RouterConfiguration(parsing: "osrm=\(Real.osrm ?? "")").router()
        let places = try Real.places(300)
        var limits = RouterGate.Limits()
        limits.batchMilliseconds = 5_000
        var gate = RouterGate(limits: limits)
        var random = Seeded(42)
        var (right, asked, straight) = (0, 0, 0)
        for _ in 0..<1_000 {
            let picked = places.indices.shuffled(using: &random).prefix(21).map { places[$0] }
            let units = picked[..<20].enumerated().map { index, place in
                Planning.Unit(
                    id: index < 10 ? "U0\(index)" : "U\(index)", name: "Unit", kind: "flatbed",
                    capabilities: [.flatbed], maxMassKg: 3_500, coordinate: place)
            }
            let all = try router.times(from: Array(picked[..<20]), to: picked[20], within: 5_000)
            let best = zip(units, all).compactMap { unit, time -> (seconds: Int64, id: String)? in
                if case .seconds(let seconds) = time { (seconds, unit.id) } else { nil }
            }.min { $0 < $1 }
            let (chosen, count) = choice(of: units, for: picked[20], router, &gate)
            right += chosen == best?.id ? 1 : 0
            asked += count
            let nearest = picked[..<20].indices.min {
                picked[$0].distance(to: picked[20]) < picked[$1].distance(to: picked[20])
            }
            straight += nearest.map { units[$0].id } == best?.id ? 1 : 0
        }
        print(
            "choice: right in \(right) of 1000, asked for \(Double(asked) / 1_000) of 20; "
                + "the nearest in a straight line is right in \(straight)")
        #expect(right == 1_000)
        #expect(asked <= 17_000)
    }

    /// The unit that planning chooses when it is told what it asks for, and for how many drives it asked.
    private func choice(
        of units: [Planning.Unit], for place: Coordinate, _ router: some Router, _ gate: inout RouterGate
    ) -> (unitID: String?, asked: Int) {
        let board = OperationsBoard(units: units)
        let need = RescueNeed(coordinate: place, capabilities: [.flatbed])
        let start = ContinuousClock.now
        var roads = RoadTimes(isRouted: true)
        var asked = 0
        while true {
            let result = unitCandidates(
                for: need, board: board, held: [], excluding: [], at: Timestamp(seconds: 0), roads: roads,
                travel: BuiltInTravelTime(), limit: 4)
            switch result {
            case .found(let found): return (found.candidates.first?.unitID, asked)
            case .needs(let drives):
                asked += drives.count
                gate.beginBatch()
                let answers = gate.answers(
                    for: drives, from: router, clock: { Int64((ContinuousClock.now - start) / .milliseconds(1)) })
                for answer in answers { roads[answer.drive] = answer.time }
            }
        }
    }
}

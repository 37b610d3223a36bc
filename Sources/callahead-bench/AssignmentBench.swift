import ArgumentParser
import Planning
import Telemetry

/// Times the assignment of units to cases in this process; Scripts/bench/assignment.py compares with SciPy.
struct Assignment: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Time the assignment of units to cases.")

    @Option(help: "How many cases; of a surge five times as many.") var cases = 1_000
    @Option(help: "How many units; of a surge a fifth.") var units = 5_000
    @Option(help: "Rounds of each world; medians are printed.") var rounds = 9
    @Option(help: "Equal seeds give equal worlds.") var seed: UInt64 = 1
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard (1...100_000).contains(cases), (1...100_000).contains(units), rounds > 0, cases * units <= 100_000_000
        else { throw ValidationError("Give 1 to 100000 cases and units, 100 million pairs at most, and a round.") }
    }

    func run() throws {
        var lines: [String] = []
        for kind in AssignmentWorld.Kind.allCases {
            let isSurge = kind == .surge
            var strewn = AssignmentWorld(
                kind, cases: isSurge ? cases * 5 : cases, units: isSurge ? max(1, units / 5) : units, seed: seed
            )
            let world = try strewn.world()
            for objective in PlanObjective.allCases {
                for isEstimated in [false, true] where !isEstimated || !isSurge {
                    let asked =
                        isEstimated ? PlanningWorld(now: world.now, cases: world.cases, units: world.units) : world
                    lines.append(measure(asked, "\(kind)", objective))
                }
            }
        }
        print(json ? "[\(lines.joined(separator: ",\n"))]" : lines.joined(separator: "\n"))
    }

    private func measure(_ world: PlanningWorld, _ kind: String, _ objective: PlanObjective) -> String {
        let planner = WorldPlanner(objective: objective)
        var answer = WorldAssignment()
        var times = (0..<rounds).map { _ in
            ContinuousClock().measure { answer = planner.assign(world) } / .milliseconds(1)
        }
        times.sort()
        let median = (times[rounds / 2] * 100).rounded() / 100
        let source = world.minutes == nil ? "estimate" : "matrix"
        if json {
            return """
                {"world":"\(kind)","cases":\(world.cases.count),"units":\(world.units.count),\
                "objective":"\(objective.rawValue)","minutes":"\(source)",\
                "median_ms":\(median),"gap":\(answer.gap),"weighed":\(answer.listed)}
                """
        }
        return """
            \(kind) \(world.cases.count) x \(world.units.count), \(objective.rawValue), \(source): \(median) ms, \
            gap \(answer.gap), \(answer.listed) pairs weighed
            """
    }
}

/// Cases and units strewn over 100 by 100 kilometres.
struct AssignmentWorld {
    enum Kind: String, CaseIterable {
        /// Both everywhere.
        case uniform
        /// Both in five towns.
        case clustered
        /// Cases in five towns, units everywhere: they must come from far, and the towns compete.
        case mixed
        /// More cases than units, both everywhere.
        case surge
    }

    private let kind: Kind
    private let cases: Int
    private let units: Int
    private var random: BenchRandom

    init(_ kind: Kind, cases: Int, units: Int, seed: UInt64) {
        self.kind = kind
        self.cases = cases
        self.units = units
        random = BenchRandom(state: seed)
    }

    mutating func world() throws -> PlanningWorld {
        let towns = try (0..<5).map { _ in try place(in: nil) }
        let isTown = kind == .clustered || kind == .mixed
        let now = Timestamp(seconds: 1_795_000_000)
        let worldCases = try (0..<cases).map { index in
            let place = try place(in: isTown ? towns : nil)
            return PlanningWorld.Case(
                id: "C\(index)",
                need: RescueNeed(
                    coordinate: place, capabilities: [],
                    severity: Severity.allCases[Int.random(in: 0..<Severity.allCases.count, using: &random)]))
        }
        let worldUnits = try (0..<units).map { index in
            Unit(
                id: "U\(index)", name: "", kind: "", capabilities: [.flatbed],
                coordinate: try place(in: kind == .clustered ? towns : nil), reach: .phone)
        }
        var matrix = MinuteMatrix(columnCount: units)
        matrix.reserve(rows: cases)
        let travel = BuiltInTravelTime()
        for one in worldCases {
            for unit in worldUnits {
                let metres = unit.coordinate?.distance(to: one.need.coordinate) ?? 0
                // Roads are not alike: up to a third more than the estimate, in any fraction of a minute.
                let minutes = Double(travel.leastSeconds(overMetres: metres)) / 60
                matrix.append(minutes * .random(in: 1...1.33, using: &random))
            }
        }
        return PlanningWorld(now: now, cases: worldCases, units: worldUnits, minutes: matrix)
    }

    private mutating func place(in towns: [Coordinate]?) throws -> Coordinate {
        guard let towns else {
            return try Coordinate(
                latitude: .random(in: 59...59.9, using: &random), longitude: .random(in: 24...25.8, using: &random))
        }
        let town = towns[Int.random(in: 0..<towns.count, using: &random)]
        return try Coordinate(
            latitude: town.latitude + .random(in: -0.04...0.04, using: &random),
            longitude: town.longitude + .random(in: -0.08...0.08, using: &random))
    }
}

/// A generator whose numbers are the same in every run (SplitMix64).
private struct BenchRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

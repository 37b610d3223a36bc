import ArgumentParser
import FleetSimulator
import Glibc
import Planning
import Telemetry

/// Times the search for the nearest units of a fleet that moves, and the choice of a unit on a whole board.
///
/// Prints a JSON line for each size; Scripts/bench/nearest.py puts SciPy beside it.
struct Units: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Time the nearest of many moving units.")

    @Option(help: "How many units; may be given several times.") var size = [10_000, 100_000, 1_000_000]
    @Option(help: "How many of the nearest a query asks for.") var nearest = 8
    @Option(help: "Queries of each kind.") var queries = 50_000
    @Option(help: "Moves before each query.") var moves = 4
    @Option(help: "Equal seeds give equal fleets.") var seed: UInt64 = 1
    @Option(help: "Folder for the places, the queries and their answers, for a comparison.") var dump: String?
    @Flag(help: "Also choose units on a board, of 5,000 units and of each size.") var choose = false

    func run() throws {
        for size in size { print(try index(size)) }
        guard choose else { return }
        for size in [5_000] + size { print(try board(size)) }
    }

    // MARK: The index

    private func index(_ size: Int) throws -> String {
        var fleet = MovingFleet(size: size, seed: seed)
        var index = UnitIndex()
        let began = Stopwatch.now
        for unit in 0..<size {
            index.put(Int32(unit), at: fleet.places[unit], capabilities: fleet.capabilities[unit])
        }
        let build = Stopwatch.seconds(since: began)
        let targets = (0..<queries).map { _ in fleet.somewhere() }
        var common = Times()
        var rare = Times()
        var moving = Times()
        let filters = (
            CapabilityFilter(anyOf: MovingFleet.towing), CapabilityFilter(anyOf: [MovingFleet.rare])
        )
        for target in targets {
            for _ in 0..<moves {
                let unit = fleet.move()
                let place = fleet.places[unit]
                moving.time { index.move(Int32(unit), to: place) }
            }
            common.time { _ = index.nearest(nearest, to: target, filter: filters.0) }
            rare.time { _ = index.nearest(nearest, to: target, filter: filters.1) }
        }
        var cursors = Times()
        for target in targets.prefix(queries / 5) {
            cursors.time {
                var cursor = index.cursor(near: target, filter: filters.0)
                for _ in 0..<nearest where cursor.next() == nil { break }
            }
        }
        if let dump {
            let answers = targets.flatMap { target in
                index.nearest(nearest, to: target, filter: filters.0).map(\.metres)
            }
            try Dump.write(fleet.places.flatMap { [$0.latitude, $0.longitude] }, to: "\(dump)/places.f64")
            try Dump.write(fleet.isTowing, to: "\(dump)/towing.u8")
            try Dump.write(targets.flatMap { [$0.latitude, $0.longitude] }, to: "\(dump)/queries.f64")
            try Dump.write(answers, to: "\(dump)/metres.f64")
        }
        let qualified = Double(fleet.isTowing.count { $0 == 1 }) / Double(size)
        let counts = "\"units\":\(size),\"nearest\":\(nearest),\"queries\":\(queries),\"moves_per_query\":\(moves)"
        let times = [
            "\"query_us\":\(common.json)", "\"rare_query_us\":\(rare.json)", "\"cursor_us\":\(cursors.json)",
            "\"move_us\":\(moving.json)",
        ].joined(separator: ",")
        let memory = "\"build_s\":\(build),\"bytes\":\(index.reservedBytes)"
        return "{\"bench\":\"nearest\",\(counts),\"qualified\":\(qualified),\(times),\(memory)}"
    }

    // MARK: The board

    private func board(_ size: Int) throws -> String {
        var fleet = MovingFleet(size: size, seed: seed)
        var board = OperationsBoard()
        for number in 0..<size {
            board.put(
                Unit(
                    id: "U\(number)", name: "Unit \(number)", kind: "flatbed",
                    capabilities: fleet.capabilities[number], maxMassKg: number % 3 == 0 ? nil : 3_500,
                    coordinate: fleet.places[number], reach: number % 2 == 0 ? .phone : .mqtt,
                    readinessMinutes: Double(number % 11), online: number % 10 != 1))
        }
        let held = Set((0..<size / 10).map { "U\($0 * 7 % size)" })
        let everybody = Set((0..<size).map { "U\($0)" })
        let now = Timestamp(seconds: 1_795_000_000)
        var choosing = Times()
        var failing = Times()
        var putting = Times()
        var copying = Times()
        for _ in 0..<min(queries, 2_000) {
            let need = RescueNeed(coordinate: fleet.somewhere(), capabilities: .flatbed, massKg: 1_500)
            choosing.time { _ = chooseUnit(for: need, board: board, held: held, excluding: [], at: now) }
            if failing.count * size < 4_000_000 {
                failing.time { _ = chooseUnit(for: need, board: board, held: everybody, excluding: [], at: now) }
            }
            let number = fleet.move()
            guard var unit = board.unit("U\(number)") else { continue }
            unit.coordinate = fleet.places[number]
            putting.time { board.put(unit) }
            unit.online.toggle()
            copying.time {
                var copy = board
                copy.put(unit)
            }
        }
        return """
            {"bench":"choose","units":\(size),"choose_us":\(choosing.json),"all_busy_us":\(failing.json),\
            "put_us":\(putting.json),"copy_and_put_us":\(copying.json)}
            """
    }
}

/// The times of many runs of one thing.
private struct Times {
    private var nanoseconds: [UInt32] = []

    var count: Int { nanoseconds.count }

    mutating func time(_ body: () -> Void) {
        let began = Stopwatch.now
        body()
        nanoseconds.append(UInt32(truncatingIfNeeded: Stopwatch.now - began))
    }

    /// Microseconds; `typical` is the mean without the slowest hundredth, which is when the machine did something else.
    var json: String {
        let sorted = nanoseconds.sorted()
        guard let most = sorted.last else { return "null" }
        let mean = Double(sorted.reduce(0) { $0 + Int($1) }) / Double(sorted.count) / 1_000
        func at(_ share: Double) -> Double { Double(sorted[Int(Double(sorted.count - 1) * share)]) / 1_000 }
        let usual = sorted.prefix(max(1, sorted.count * 99 / 100))
        let typical = Double(usual.reduce(0) { $0 + Int($1) }) / Double(usual.count) / 1_000
        return
            "{\"typical\":\(typical),\"mean\":\(mean),\"median\":\(at(0.5)),\"p99\":\(at(0.99)),\"max\":\(Double(most) / 1_000)}"
    }
}

private enum Stopwatch {
    /// Nanoseconds of a clock that never goes back.
    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    static func seconds(since began: UInt64) -> Double { Double(now - began) / 1e9 }
}

private enum Dump {
    /// Writes numbers as they lie in memory.
    static func write<Number>(_ numbers: [Number], to path: String) throws {
        guard let file = fopen(path, "wb") else { throw ValidationError("cannot write \(path)") }
        defer { fclose(file) }
        let written = numbers.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        guard written == numbers.count * MemoryLayout<Number>.stride else {
            throw ValidationError("cannot write all of \(path)")
        }
    }
}

import Casework
import Telemetry
import Testing

@testable import Persistence

/// Numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

func fix(_ asset: Int64, at seconds: Int64, latitude: Double = 59, speed: Float? = nil) -> AssetFix {
    AssetFix(
        asset: asset, time: noon.adding(seconds: seconds), timeTrusted: true,
        position: Position(coordinate: place(latitude, 24), speed: speed))
}

@Suite("The journal of a batch")
struct JournalTests {
    private func encoded(_ positions: [AssetFix], _ signals: [AssetSignal], _ symbols: SymbolTable) -> [UInt8] {
        let writer = ByteWriter(capacity: 16)
        Journal.encode(positions: positions, signals: signals, symbols: symbols, into: writer)
        return Array(writer.bytes)
    }

    private func decoded(_ bytes: [UInt8]) throws -> Journal.Content {
        try bytes.withUnsafeBytes { try Journal.decode($0) }
    }

    private func sample(_ seed: UInt64, _ symbols: SymbolTable) -> ([AssetFix], [AssetSignal]) {
        var random = SeededNumbers(state: seed)
        func maybe(_ range: ClosedRange<Float>) -> Float? {
            Bool.random(using: &random) ? Float.random(in: range, using: &random) : nil
        }
        var positions: [AssetFix] = []
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let position = Position(
                coordinate: place(.random(in: -90...90, using: &random), .random(in: -180...180, using: &random)),
                speed: maybe(0...200), heading: maybe(0...360), accuracy: maybe(0...5_000))
            positions.append(
                AssetFix(
                    asset: .random(in: 1...Int64.max, using: &random),
                    time: Timestamp(milliseconds: .random(in: Int64.min...Int64.max, using: &random)),
                    timeTrusted: Bool.random(using: &random), position: position))
        }
        var signals: [AssetSignal] = []
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let values: [SignalValue] = [
                .number(.random(in: -1e9...1e9, using: &random)), .flag(.random(using: &random)), .text("tere 🚗"),
                .text(""), .number(.infinity),
            ]
            signals.append(
                AssetSignal(
                    asset: .random(in: 1...100, using: &random),
                    name: symbols.intern("Vehicle.Signal\(Int.random(in: 0...5, using: &random))"),
                    time: Timestamp(milliseconds: .random(in: 0...Int64.max, using: &random)),
                    timeTrusted: Bool.random(using: &random), value: values[Int.random(in: 0..<5, using: &random)],
                    since: Bool.random(using: &random)
                        ? Timestamp(milliseconds: .random(in: Int64.min...Int64.max, using: &random)) : nil))
        }
        return (positions, signals)
    }

    @Test(
        "positions and signals come back bit by bit, with the names of their signals",
        arguments: 0..<50 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        let symbols = SymbolTable()
        let (positions, signals) = sample(seed, symbols)
        let content = try decoded(encoded(positions, signals, symbols))
        #expect(content.positions == positions)
        let back = content.signals.map {
            AssetSignal(
                asset: $0.asset, name: symbols.intern(content.names[$0.name]), time: $0.time,
                timeTrusted: $0.timeTrusted, value: $0.value, since: $0.since)
        }
        #expect(back == signals)
    }

    @Test("a blob cut short anywhere is an error, never a trap or half a journal", arguments: [1, 2, 3] as [UInt64])
    func truncated(seed: UInt64) throws {
        let symbols = SymbolTable()
        let (positions, signals) = sample(seed, symbols)
        let bytes = encoded(positions, signals, symbols)
        for length in 0..<bytes.count {
            #expect(throws: JournalError.self) { try decoded(Array(bytes[..<length])) }
        }
        #expect(throws: JournalError.self) { try decoded(bytes + [0]) }
    }

    @Test("no damaged blob traps", arguments: 0..<20 as Range<UInt64>)
    func damaged(seed: UInt64) throws {
        let symbols = SymbolTable()
        let (positions, signals) = sample(seed, symbols)
        var random = SeededNumbers(state: seed)
        let bytes = encoded(positions, signals, symbols)
        for _ in 0..<200 {
            var copy = bytes
            copy[Int.random(in: 0..<copy.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = try? decoded(copy)
        }
        #expect(throws: JournalError.version(2)) { try decoded([2, 0, 0, 0, 0]) }
    }

    @Test("after folding, each asset has its newest three positions and each signal its newest value")
    func fold() throws {
        try withLane { store, symbols in
            let voltage = symbols.intern("Vehicle.Voltage")
            let lamp = symbols.intern("Vehicle.Lamp")
            func signal(_ name: Symbol, _ seconds: Int64, _ value: SignalValue) -> AssetSignal {
                AssetSignal(asset: 1, name: name, time: noon.adding(seconds: seconds), timeTrusted: true, value: value)
            }
            var first = Changes()
            first.positions = [fix(1, at: 10), fix(1, at: 30), fix(2, at: 1, speed: 7), fix(1, at: 20)]
            first.signals = [signal(voltage, 10, .number(12.5)), signal(lamp, 10, .flag(true))]
            var second = Changes()
            second.positions = [fix(1, at: 5), fix(1, at: 40)]
            second.signals = [
                signal(voltage, 9, .number(1)), signal(voltage, 10, .number(2)), signal(lamp, 20, .flag(false)),
            ]
            try store.write(first)
            try store.write(second)
            let names = ["Vehicle.Voltage", "Vehicle.Lamp"]
            let replayed = try store.loadSnapshot(signalNames: names, at: noon)
            #expect(replayed.positions == first.positions + second.positions)
            #expect(replayed.signals == first.signals + second.signals)

            #expect(try store.foldJournal(limit: 10) == 2)
            #expect(try store.foldJournal(limit: 10) == 0)
            let folded = try store.loadSnapshot(signalNames: names, at: noon)
            #expect(folded.positions == [fix(1, at: 20), fix(1, at: 30), fix(1, at: 40), fix(2, at: 1, speed: 7)])
            // Of equal times the last counts, as it does in memory.
            #expect(folded.signals == [signal(voltage, 10, .number(2)), signal(lamp, 20, .flag(false))])

            // One journal after the other gives the same, and an older value changes nothing.
            var late = Changes()
            late.positions = [fix(1, at: 7), fix(1, at: 35)]
            late.signals = [signal(voltage, 3, .number(3))]
            try store.write(late)
            #expect(try store.foldJournal(limit: 1) == 1)
            let last = try store.loadSnapshot(signalNames: names, at: noon)
            #expect(last.positions == [fix(1, at: 30), fix(1, at: 35), fix(1, at: 40), fix(2, at: 1, speed: 7)])
            #expect(last.signals == folded.signals)
        }
    }

    @Test("small journals are folded together, large ones one by one, and each time it is known whether one is left")
    func foldedTogether() throws {
        try withLane { store, _ in
            func write(_ batches: ClosedRange<Int64>) throws {
                for second in batches {
                    var changes = Changes()
                    changes.positions = [fix(1, at: second)]
                    try store.write(changes)
                }
            }
            try write(1...5)
            #expect(try store.foldJournal(limit: 10, bytes: 1 << 20) == LaneStore.Folded(count: 5, isAll: true))
            #expect(try store.foldJournal(limit: 10, bytes: 1 << 20) == LaneStore.Folded(count: 0, isAll: true))
            try write(6...8)
            #expect(try store.foldJournal(limit: 10, bytes: 1) == LaneStore.Folded(count: 1, isAll: false))
            #expect(try store.foldJournal(limit: 2, bytes: 1 << 20) == LaneStore.Folded(count: 2, isAll: true))
            let times = try store.loadSnapshot(signalNames: [], at: noon).positions.map { $0.time.seconds(since: noon) }
            #expect(times == [6, 7, 8])
        }
    }

    @Test("since when a value has been beyond its limit is known again after a restart, from the journal or the table")
    func since() throws {
        try withLane { store, symbols in
            let lamp = symbols.intern("Device.Lamp")
            func signal(_ seconds: Int64, _ flag: Bool, since: Int64?) -> AssetSignal {
                AssetSignal(
                    asset: 1, name: lamp, time: noon.adding(seconds: seconds), timeTrusted: true, value: .flag(flag),
                    since: since.map { noon.adding(seconds: $0) })
            }
            func stored() throws -> [AssetSignal] {
                try store.loadSnapshot(signalNames: ["Device.Lamp"], at: noon).signals
            }
            var changes = Changes()
            changes.signals = [signal(0, true, since: 0), signal(30, true, since: 0)]
            try store.write(changes)
            #expect(try stored() == changes.signals)
            #expect(try store.foldJournal(limit: 10) == 1)
            #expect(try stored() == [signal(30, true, since: 0)])
            changes.signals = [signal(60, false, since: nil)]
            try store.write(changes)
            #expect(try store.foldJournal(limit: 10) == 1)
            #expect(try stored() == changes.signals)
        }
    }

    @Test("a fix with an open case gets its row and its place in the track at once")
    func livePosition() throws {
        try withLane { store, _ in
            var changes = sampleChanges(1, asset: 1)
            changes.livePositions = [fix(1, at: 1), fix(2, at: 1)]
            changes.positions = changes.livePositions
            try store.write(changes)
            #expect(try count("SELECT count(*) FROM position", in: store.path) == 2)
            #expect(try count("SELECT count(*) FROM track WHERE case_id = 1", in: store.path) == 1)
            #expect(try count("SELECT count(*) FROM track", in: store.path) == 1)
            #expect(try store.foldJournal(limit: 10) == 1)
            #expect(try count("SELECT count(*) FROM position", in: store.path) == 2)
        }
    }

    @Test("receipts of the newest messages stay in order over folds and restarts; older ones go")
    func receipts() throws {
        try withLane { store, _ in
            _ = try store.loadSnapshot(signalNames: [], at: noon)
            let size = 10_000
            var all: [UInt64] = []
            for batch in 0..<9 {
                let digests = (0..<size).map { UInt64(batch * size + $0) &* 0x9E37_79B9_7F4A_7C15 }
                all += digests
                var changes = Changes()
                changes.positions = [fix(1, at: Int64(batch))]
                try store.write(changes, digests: digests)
            }
            _ = try store.foldJournal(limit: 100)
            // 90,000 messages; the two oldest batches are not needed for the newest 65,536.
            #expect(try count("SELECT count(*) FROM receipt", in: store.path) == 7)
            let snapshot = try store.loadSnapshot(signalNames: [], at: noon)
            #expect(snapshot.receipts == Array(all.suffix(LaneStore.receiptsKept)))
        }
    }
}

import Casework
import GRDB
import Telemetry
import Testing

@testable import Persistence

@Suite("What prognosis keeps on disk")
struct PrognosisStoreTests {
    private static let terms = [
        ForecastTerm("code", ["code": "obd/P0562", "hours": "6"], weight: 1.25, rows: 90, failures: 30),
        ForecastTerm("part_age", weight: -0.5),
    ]

    private func offer(_ id: Int64, full: Bool) -> PreventOfferRow {
        var row = PreventOfferRow(
            id: id, caseID: 1, asset: 1, part: "starter_battery", offeredAt: noon, probability: 0.3, horizon: 604_800,
            terms: PrognosisStoreTests.terms, slots: full ? [3, 1, 2] : [], dueAt: noon.adding(seconds: 604_800))
        row.version = 1
        guard full else { return row }
        row.answer = .accepted
        row.answeredAt = noon.adding(seconds: 60)
        row.slot = 3
        row.result = .prevented
        return row
    }

    @Test("offers come back as they were, with their case while it is open and with their asset afterwards")
    func offers() throws {
        try withLane { store, _ in
            var changes = sampleChanges(1, asset: 1)
            changes.preventOffers = [offer(1, full: false), offer(2, full: true)]
            #expect(try store.write(changes) == .committed)
            let file = try #require(try store.readFile(1))
            #expect(file.current?.offers == [offer(1, full: false), offer(2, full: true)])
            #expect(file.offers.isEmpty)
            try edit(store.path) {
                try $0.execute(sql: "UPDATE case_file SET state = 'declined', closed_at = 1 WHERE id = 1")
            }
            #expect(try store.readFile(1)?.offers == [offer(1, full: false), offer(2, full: true)])
            let snapshot = try store.loadSnapshot(signalNames: [], at: noon.adding(seconds: 8 * 86_400))
            #expect(snapshot.offers.map(\.id) == [1], "The other is known and older than a week.")
            #expect(snapshot.sequences.preventOffer == 3)
        }
    }

    @Test("a code is kept when it becomes active and once an hour while it stays, and not without a purpose")
    func sights() throws {
        try withLane { store, _ in
            try edit(store.path) { db in
                try db.execute(sql: "UPDATE asset SET purposes = 'assist' WHERE key = 2")
                try db.execute(sql: "UPDATE asset SET purposes = 'assist;improve' WHERE key = 3")
            }
            func fault(_ id: Int64, _ asset: Int64, seen seconds: Int64, version: Int64) -> FaultRow {
                var row = FaultRow(
                    id: id, asset: asset, source: "s", code: "obd/P0562", status: .pending, kind: .active, active: true,
                    raisedAt: noon, seenAt: noon.adding(seconds: seconds))
                row.version = version
                return row
            }
            for (version, seconds) in [(1, 0), (2, 60), (3, 3_700), (4, 3_800)] as [(Int64, Int64)] {
                var changes = Changes()
                changes.faults = [
                    fault(1, 1, seen: seconds, version: version), fault(2, 2, seen: seconds, version: version),
                    fault(3, 3, seen: seconds, version: version),
                ]
                #expect(try store.write(changes) == .committed)
            }
            let sights = try store.sights(since: noon.adding(seconds: -1))
            #expect(sights.map(\.asset) == [1, 1])
            #expect(sights.map { $0.at.seconds(since: noon) } == [0, 3_600])
            #expect(sights.map(\.pending) == [true, true])
            #expect(try count("SELECT count(*) FROM code_sight WHERE asset_key = 2", in: store.path) == 0)
            #expect(try count("SELECT count(*) FROM code_sight WHERE asset_key = 3", in: store.path) == 2)
        }
    }

    @Test("forecasts and memories are written anew, and go with the purpose")
    func forecasts() throws {
        try withLane { store, _ in
            try edit(store.path) { try $0.execute(sql: "UPDATE asset SET known = 1") }
            var row = ForecastRow(
                asset: 1, part: "starter_battery", level: .watch, probability: 0.2, horizon: 86_400, since: noon,
                at: noon, terms: PrognosisStoreTests.terms)
            for (model, probability) in [(6, 0.2), (7, 0.4)] as [(Int64, Double)] {
                row.probability = probability
                var batch = BatchRecord(at: noon)
                batch.prognosis.forecasts = [row]
                batch.prognosis.memories = [PrognosisRecord.Memory(asset: 1, model: model, body: [1, 2, 3])]
                try store.begin(at: noon)
                #expect(try store.commit(Changes(), batch) == .committed)
            }
            #expect(try store.forecasts() == [row])
            #expect(try store.memories() == [PrognosisRecord.Memory(asset: 1, model: 7, body: [1, 2, 3])])
            #expect(try store.description(of: 1)?.id == "car-1")
            try edit(store.path) { try $0.execute(sql: "UPDATE asset SET purposes = 'assist;improve' WHERE key = 1") }
            #expect(try store.description(of: 1) == nil)
            #expect(try store.memories().isEmpty)
            while try store.purge(at: noon) > 0 {}
            #expect(try count("SELECT count(*) FROM forecast", in: store.path) == 0)
            #expect(try count("SELECT count(*) FROM prognosis_memory", in: store.path) == 0)
        }
    }

    @Test("repairs of finished cases and of imports stand side by side, each once")
    func repairs() throws {
        try withLane { store, _ in
            let row = RepairRow(asset: 1, part: "alternator", at: noon, reason: .planned, source: "case 1")
            for _ in 0..<2 {
                var changes = Changes()
                changes.repairs = [row]
                #expect(try store.write(changes) == .committed)
            }
            let known = try store.repairs(after: 0)
            #expect(known.rows == [row])
            #expect(try store.repairs(after: known.last).rows.isEmpty)
            let connection = try StoreConnection(path: store.path, role: .command(create: false))
            var batch = ReferenceBatch(table: .repair, columns: ["asset", "time", "part", "reason"], rows: [])
            batch.rows = [
                [.text("car-1"), .integer(noon.milliseconds), .text("alternator"), .text("planned")],
                [.text("car-2"), .integer(noon.milliseconds), .text("alternator"), .text("failure")],
            ]
            #expect(try connection.write(batch).new == 1)
            #expect(try store.repairs(after: known.last).rows.map(\.asset) == [2])
            #expect(try store.repairs(after: known.last).rows.map(\.reason) == [.failure])
            try edit(store.path) { try $0.execute(sql: "UPDATE asset SET purposes = 'assist;improve' WHERE key = 2") }
            #expect(try store.repairs(after: 0).rows.map(\.asset) == [1])
        }
    }

    /// Days and reasons of repairs: by import, and by finished cases.
    struct TwoSources: Sendable {
        var imported: [(Double, String)]
        var cases: [(Double, String)]
        /// What counts: days and reasons in the order of time.
        var known: [(Double, String)]

        static let all = [
            TwoSources(imported: [(0, "failure")], cases: [(2.5, "planned")], known: [(2.5, "failure")]),
            TwoSources(imported: [(7, "planned")], cases: [(0, "failure")], known: [(0, "planned")]),
            TwoSources(
                imported: [(7.1, "planned")], cases: [(0, "failure")], known: [(0, "failure"), (7.1, "planned")]),
            // The nearest is the same one; what lies beside it is another.
            TwoSources(
                imported: [(0, "failure"), (4, "planned")], cases: [(5, "failure")],
                known: [(0, "failure"), (5, "planned")]),
            TwoSources(
                imported: [(4, "planned")], cases: [(1, "failure"), (5, "failure")],
                known: [(1, "failure"), (5, "planned")]),
            // Neither source tells one repair twice.
            TwoSources(
                imported: [(0, "failure"), (1, "failure")], cases: [], known: [(0, "failure"), (1, "failure")]),
            TwoSources(
                imported: [], cases: [(0, "failure"), (1, "planned")], known: [(0, "failure"), (1, "planned")]),
            TwoSources(
                imported: [(1, "failure"), (11, "failure")], cases: [(0, "failure"), (10, "failure")],
                known: [(0, "failure"), (10, "failure")]),
        ]
    }

    @Test("a repair that a case and an import tell of counts once", arguments: TwoSources.all)
    func once(_ told: TwoSources) throws {
        try withLane { store, _ in
            try edit(store.path) { db in
                func add(_ asset: String, _ part: String, _ rows: [(Double, String)], _ source: String) throws {
                    for (day, reason) in rows {
                        try db.execute(
                            sql: "INSERT INTO repair (asset, time, part, reason, source) VALUES (?, ?, ?, ?, ?)",
                            arguments: [asset, noon.milliseconds + Int64(day * 86_400_000), part, reason, source])
                    }
                }
                try add("car-1", "fan", told.imported, "import")
                for (number, row) in told.cases.enumerated() { try add("car-1", "fan", [row], "case \(number)") }
                // Of another part and another asset.
                try add("car-1", "pump", [(0.5, "failure")], "case 77")
                try add("car-2", "fan", [(0.5, "failure")], "case 78")
            }
            let known = told.known.map { "\($0) \($1)" }
            func words(_ at: Timestamp, _ reason: String) -> String {
                "\(Double(at.milliseconds - noon.milliseconds) / 86_400_000) \(reason)"
            }
            let lane = try store.repairs(after: 0).rows.filter { $0.asset == 1 && $0.part == "fan" }
            #expect(lane.sorted { $0.at < $1.at }.map { words($0.at, $0.reason.rawValue) } == known)
            let connection = try StoreConnection(path: store.path, role: .reader)
            var learnt: [StoreConnection.Repair] = []
            try connection.learningRecord(through: noon.adding(seconds: 99 * 86_400)) { _ in
            } sights: { _, _ in
            } days: { _, _ in
            } repairs: {
                learnt.append($0)
            }
            let fans = learnt.filter { $0.asset == "car-1" && $0.part == "fan" }
            #expect(fans.map { words($0.at, $0.failed ? "failure" : "planned") } == known)
            #expect(learnt.count == known.count + 2)
            let shown = try connection.prognosisRecord(of: "car-1", since: noon)
            #expect(shown?.repairs.count { $0.part == "fan" } == known.count)
        }
    }

    @Test("what signals told stays until it is in a memory, in its order, and numbers of batches never come again")
    func journal() throws {
        try withStorePath { path in
            let symbols = SymbolTable()
            let volts = symbols.intern("Vehicle.LowVoltageBattery.CurrentVoltage")
            func signal(_ asset: Int64, _ value: SignalValue, _ seconds: Int64) -> AssetSignal {
                AssetSignal(
                    asset: asset, name: volts, time: noon.adding(seconds: seconds), timeTrusted: true, value: value)
            }
            func told(_ store: LaneStore) throws -> [String] {
                var told: [String] = []
                try store.journalForMemories { told.append("\($0.batch) \($0.asset) \($0.value)") }
                return told
            }
            func commit(_ store: LaneStore, _ change: (inout PrognosisRecord) -> Void) throws {
                var batch = BatchRecord(at: noon)
                change(&batch.prognosis)
                try store.begin(at: noon)
                #expect(try store.commit(Changes(), batch) == .committed)
            }
            var store = try LaneStore(path: path, symbols: symbols)
            try edit(path) {
                try $0.execute(sql: "INSERT INTO asset (key, id, known) VALUES (1, 'a', 1), (2, 'b', 1)")
            }
            let first = store.upcomingBatch
            try commit(store) { $0.signals = [signal(2, .number(12.5), 9), signal(1, .flag(true), 3)] }
            try commit(store) { $0.signals = [signal(1, .text("ON"), 4)] }
            #expect(
                try told(store) == [
                    "\(first) 2 \(SignalValue.number(12.5))", "\(first) 1 \(SignalValue.flag(true))",
                    "\(first + 1) 1 \(SignalValue.text("ON"))",
                ])
            let connection = try StoreConnection(path: path, role: .reader)
            let since = Timestamp(milliseconds: 0)
            #expect(try connection.prognosisRecord(of: "a", since: since)?.signals.map(\.batch) == [first, first + 1])
            try commit(store) {
                $0.memories = [PrognosisRecord.Memory(asset: 1, model: 0, batch: first, body: [7])]
                $0.journalFrom = first + 1
            }
            #expect(try told(store).count == 1)
            #expect(try store.memories().map(\.batch) == [first])
            #expect(try connection.prognosisRecord(of: "a", since: since)?.signals.map(\.batch) == [first + 1])
            for seconds in 0..<3 as Range<Int64> {
                try commit(store) { $0.signals = [signal(2, .flag(false), seconds)] }
            }
            let last = try store.lastMemoryBatch()
            try commit(store) { $0.journalFrom = last }
            store.close()
            store = try LaneStore(path: path, symbols: symbols)
            #expect(store.upcomingBatch > last)
            #expect(try store.lastMemoryBatch() == last)
            store.close()
        }
    }

    @Test("the last three models are kept, and what is learnt from leaves out who did not agree")
    func models() throws {
        try withLane { store, _ in
            let connection = try StoreConnection(path: store.path, role: .command(create: false))
            for number in 1...5 as ClosedRange<Int64> {
                #expect(try connection.save(model: "body \(number)", learntUntil: noon, at: noon) == number)
            }
            #expect(try store.modelVersion() == 5)
            #expect(try store.model()?.body == "body 5")
            #expect(try connection.prognosisModel()?.version == 5)
            #expect(try count("SELECT count(*) FROM prognosis_model", in: store.path) == 3)
            try edit(store.path) { db in
                try db.execute(sql: "UPDATE asset SET purposes = 'assist;prevent' WHERE key = 2")
                for key in 1...2 {
                    try db.execute(
                        sql: "INSERT INTO code_sight (asset_key, code, at, pending) VALUES (?, 'obd/P1', 5, 0)",
                        arguments: [key])
                    try db.execute(
                        sql: "INSERT INTO repair (asset, time, part, reason) VALUES (?, 6, 'fan', 'failure')",
                        arguments: ["car-\(key)"])
                }
            }
            try edit(store.path) { db in
                try db.execute(
                    sql: "INSERT INTO code_sight (asset_key, code, at, pending) VALUES (1, 'obd/P2', ?, 0)",
                    arguments: [noon.milliseconds + 1])
                try db.execute(
                    sql: "INSERT INTO repair (asset, time, part, reason) VALUES ('car-1', ?, 'pump', 'failure')",
                    arguments: [noon.milliseconds + 1])
            }
            var seen: [String] = []
            try connection.learningRecord(through: noon) {
                seen.append($0.id)
            } sights: { asset, sight in
                seen.append("\(asset) \(sight.code)")
            } days: { asset, day in
                seen.append("\(asset) \(day.name)")
            } repairs: {
                seen.append("\($0.asset) \($0.part)")
            }
            #expect(seen.contains("car-1 obd/P1"))
            #expect(seen.contains("car-1 fan"))
            #expect(!seen.contains { $0.hasPrefix("car-2") })
            #expect(!seen.contains("car-1 obd/P2"), "It came after the end of what is learnt from.")
            #expect(!seen.contains("car-1 pump"))
            let record = try #require(
                try connection.prognosisRecord(of: "car-2", since: Timestamp(milliseconds: 0)))
            #expect(record.sights.map(\.code) == ["obd/P1"])
            #expect(record.repairs.map(\.failed) == [true])
            #expect(record.mayForesee)
        }
    }
}

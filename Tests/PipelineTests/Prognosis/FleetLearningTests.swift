import Casework
import GRDB
import Prognostics
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("Learning from the database, and showing what it comes to")
struct FleetLearningTests {
    /// The invented record as a database has it.
    ///
    /// - Parameters:
    ///   - part: What the part is called that fails.
    ///   - codes: Which codes are on record.
    private func fill(
        _ store: StoreConnection, part: String = "thermostat", codes: [String] = ["obd/P0128", "obd/P0456"]
    ) throws {
        let history = InventedRecord.builder().history(learntUntil: InventedRecord.end)
        try store.write { db in
            for (place, asset) in history.assets.enumerated() {
                try db.execute(sql: "INSERT INTO asset (id, known) VALUES (?, 1)", arguments: [asset.id])
                let key = db.lastInsertedRowID
                for fault in history.faults(of: place)
                where history.vocabulary[fault.code].map(codes.contains) == true {
                    try db.execute(
                        sql: "INSERT INTO code_sight (asset_key, code, at, pending) VALUES (?, ?, ?, 0)",
                        arguments: [key, history.vocabulary[fault.code], fault.time.milliseconds])
                }
                for repair in history.repairs(of: place) {
                    try db.execute(
                        sql: "INSERT INTO repair (asset, time, part, reason) VALUES (?, ?, ?, ?)",
                        arguments: [
                            asset.id, repair.time.milliseconds, part,
                            repair.failed ? "failure" : "planned",
                        ])
                }
            }
        }
    }

    private func learn(_ store: StoreConnection) throws -> FleetLearning {
        try FleetLearning(from: store, horizon: 3 * 86_400, step: 21_600, until: InventedRecord.end)
    }

    @Test("what is learnt from the database is what the same record gives, and says why a part is on")
    func learns() throws {
        try withDatabase { store in
            try fill(store)
            let learnt = try learn(store)
            #expect(learnt.parts.map(\.part) == ["thermostat"])
            #expect(learnt.parts.map(\.advice) == ["on"])
            #expect(learnt.lines.last?.contains("better than age and model alone") == true)
            #expect(learnt.json["parts"] != .null)
            #expect(try PrognosisModel(stored: learnt.body) == InventedRecord.model())
        }
    }

    @Test(
        "a record without voltages does not switch off what voltages foresee",
        arguments: [(["obd/P0128", "obd/P0456"], "on"), ([], "published")])
    func batteries(codes: [String], advice: String) throws {
        try withDatabase { store in
            try fill(store, part: "starter_battery", codes: codes)
            let learnt = try learn(store)
            #expect(learnt.parts.map(\.advice) == [advice])
            let line = try #require(learnt.lines.last)
            let words = advice == "on" ? " on " : " published thresholds "
            #expect(line.contains("starter battery ") && line.contains(words), "\(line)")
            let model = try PrognosisModel(stored: learnt.body).withPublished
            let number = try #require(model.vocabulary.find("starter_battery"))
            let part = try #require(model.model(of: number))
            var good = Evidence()
            var empty = Evidence()
            good.append(BatteryFact.charge.term(1))
            for term in [BatteryFact.charge.term(5), BatteryFact.belowUsual.term(4)] { empty.append(term) }
            #expect(part.level(part.probability(good)) == .none)
            #expect(part.probability(empty) > 50 * part.probability(good))
            #expect(part.level(part.probability(empty)) == .book)
        }
    }

    @Test("without repairs there is nothing to learn from, and that is said")
    func nothing() throws {
        try withDatabase { store in
            let error = #expect(throws: LearningError.self) { try learn(store) }
            #expect(error?.description.contains("import repairs") == true)
        }
    }

    @Test("an outlook is the sum of its terms, and none is given without the purpose")
    func outlook() throws {
        try withDatabase { store in
            try fill(store)
            let now = InventedRecord.end
            let learnt = try learn(store)
            _ = try store.save(model: learnt.body, learntUntil: now, at: now)
            try store.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO code_sight (asset_key, code, at, pending)
                        SELECT key, 'obd/P0128', ?, 0 FROM asset WHERE id = 'old-20'
                        """, arguments: [now.milliseconds - 3_600_000])
                try db.execute(sql: "UPDATE asset SET purposes = 'assist;improve' WHERE id = 'old-2'")
            }
            let outlook = try #require(try AssetOutlook(of: "old-20", in: store, at: now))
            let part = try #require(outlook.parts.first { $0.part == "thermostat" })
            let sum = part.terms.map(\.weight).reduce(part.base, +)
            #expect(abs(AdditiveModel.probability(ofLogOdds: sum) - part.probability) < 1e-9)
            #expect(part.level == "book")
            #expect(part.terms.contains { $0.words == "obd/P0128 was seen in the last 9 hours" })
            #expect(outlook.parts.contains { $0.part == "starter_battery" && $0.advice == "published" })
            #expect(outlook.lines.contains { $0.contains(" such assets (") })
            #expect(try AssetOutlook(of: "nobody", in: store, at: now) == nil)
            #expect(throws: LearningError.self) { try AssetOutlook(of: "old-2", in: store, at: now) }
        }
    }
}

import Casework
import GRDB
import Prognostics
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("Days of signals are learnt from, and mean the same in service")
struct SignalDayLaneTests {
    private static let coolant = "Vehicle.Powertrain.CombustionEngine.ECT"
    private static let horizon: Int64 = 3 * 86_400
    private static let step: Int64 = 43_200

    /// Degrees on a day of a car that is well, and some more in the last days before its thermostat fails.
    private static func degrees(_ car: Int64, _ day: Int64) -> Double {
        let untilFailure = 24 - (day + car * 7) % 24
        let usual = 88 + Double((day * 7 + car * 5) % 9) * 0.4
        return untilFailure <= 4 ? usual + 12 - Double(untilFailure) : usual
    }

    /// Twenty cars that grow hot before their thermostat fails, every 24 days, and no code at all.
    private static func fill(_ store: StoreConnection) throws {
        try store.write { db in
            try db.execute(sql: "INSERT INTO signal_name (id, name) VALUES (1, ?)", arguments: [coolant])
            for car in 0..<20 as Range<Int64> {
                try db.execute(sql: "INSERT INTO asset (id, known) VALUES (?, 1)", arguments: ["old-\(car)"])
                let key = db.lastInsertedRowID
                for day in 0..<(InventedRecord.days - 1) {
                    let mean = degrees(car, day)
                    let closed = InventedRecord.start.adding(seconds: (day + 1) * 86_400 + car * 911)
                    try db.execute(
                        sql: """
                            INSERT INTO signal_day (asset_key, day, name_id, closed_at, count, mean, low, high)
                            VALUES (?, ?, 1, ?, 20, ?, ?, ?)
                            """,
                        arguments: [
                            key, InventedRecord.start.milliseconds / 86_400_000 + day, closed.milliseconds, mean,
                            mean - 30 - Double((day * 3) % 5), mean + 4,
                        ])
                    if (day + 1 + car * 7) % 24 == 0 {
                        try db.execute(
                            sql:
                                "INSERT INTO repair (asset, time, part, reason) VALUES (?, ?, 'thermostat', 'failure')",
                            arguments: ["old-\(car)", closed.milliseconds + 20_000_000])
                    }
                }
            }
        }
    }

    /// What is learnt of them, once for all tests.
    private static let learnt = Result {
        try withDatabase { store in
            try fill(store)
            return try learn(store).body
        }
    }

    private static func learn(_ store: StoreConnection, horizon: Int64 = SignalDayLaneTests.horizon) throws
        -> FleetLearning
    {
        try FleetLearning(
            from: store, horizon: horizon, step: min(horizon, SignalDayLaneTests.step), until: InventedRecord.end)
    }

    /// A database that has learnt, and a lane on it.
    private func withLearntLane(_ use: (PrognosisService, StoreConnection, PrognosisModel) throws -> Void) throws {
        try withDatabase { store in
            try SignalDayLaneTests.fill(store)
            let body = try SignalDayLaneTests.learnt.get()
            let model = try PrognosisModel(stored: body)
            _ = try store.save(model: body, learntUntil: InventedRecord.end, at: InventedRecord.end)
            let service = try PrognosisService(store, withModel: false)
            defer { service.lane.shutDown() }
            try use(service, store, model)
        }
    }

    private func key(of asset: String, _ store: StoreConnection) throws -> Int64 {
        try store.read { try Int64.fetchOne($0, sql: "SELECT key FROM asset WHERE id = ?", arguments: [asset]) } ?? -1
    }

    @Test("a part that only the days of a signal foresee is switched on, and what is not read is said")
    func learns() throws {
        try withDatabase { store in
            try SignalDayLaneTests.fill(store)
            let learnt = try SignalDayLaneTests.learn(store)
            #expect(learnt.parts.map(\.advice) == ["on"])
            #expect(learnt.days == 20 * 139)
            #expect(learnt.daysUnread == nil)
            let model = try PrognosisModel(stored: learnt.body)
            let mean = DailySignal.mean.name(of: SignalDayLaneTests.coolant)
            #expect(model.number(ofSignal: mean) != nil)
            #expect(model.number(ofSignal: SignalDayLaneTests.coolant) == nil, "One value is not the mean of a day.")
            let short = try SignalDayLaneTests.learn(store, horizon: 6 * 3_600)
            #expect(short.days == 0)
            #expect(short.parts.map(\.advice) != ["on"])
            #expect(short.lines.contains { $0.contains("not learnt from") })
            try store.write { try $0.execute(sql: "UPDATE asset SET purposes = 'assist;prevent'") }
            #expect(throws: LearningError.self) { try SignalDayLaneTests.learn(store) }
        }
    }

    @Test("days are read again also where messages never cease")
    func trickle() throws {
        try withLearntLane { service, _, _ in
            for place in 0..<80 {
                service.link.publish(
                    "callahead/v1/assets/car-1/signals",
                    "{\"time\":\"\(service.clock.now.iso8601)\",\"values\":{\"Vehicle.Speed\":\(place)}}")
                for _ in 0..<2 {
                    service.clock.now = service.clock.now.adding(milliseconds: 25)
                    service.lane.turn()
                }
            }
            var foresight = try #require(service.lane.foresight)
            #expect(foresight.usesDays && foresight.count >= 20)
            #expect(foresight.nextToRelive == nil)
        }
    }

    @Test("it learns again when enough has failed since, at most once a day, and not before somebody had it learn")
    func again() throws {
        try withDatabase { store in
            try SignalDayLaneTests.fill(store)
            let end = InventedRecord.end
            func learn(_ failures: Int64, at now: Timestamp) throws -> Relearning.Outcome {
                try Relearning.learnIfDue(store.path, afterFailures: failures, at: now)
            }
            #expect(try learn(1, at: end) == .never)
            let early = try FleetLearning(
                from: store, horizon: SignalDayLaneTests.horizon, step: SignalDayLaneTests.step,
                until: end.adding(seconds: -20 * 86_400))
            _ = try store.save(model: early.body, learntUntil: early.learntUntil, at: end.adding(seconds: -3_600))
            #expect(try learn(1, at: end) == .tooSoon)
            let tomorrow = end.adding(seconds: 86_400)
            let known = try store.failures(after: early.learntUntil, through: tomorrow)
            #expect(known > 10)
            #expect(try learn(Int64(known) + 1, at: tomorrow) == .tooFew(known))
            #expect(try learn(Int64(known), at: tomorrow) == .learnt(2))
            #expect(try learn(1, at: tomorrow) == .tooSoon)
            let newest = try #require(try store.prognosisModel())
            #expect(newest.learntUntil == tomorrow)
            let model = try PrognosisModel(stored: newest.body)
            #expect(model.horizon == (try PrognosisModel(stored: early.body)).horizon)
            #expect(model.parts.contains { $0.advice == .on })
        }
    }

    @Test("in service every asset has the probability that the record gave when it was learnt from")
    func equal() throws {
        try withLearntLane { service, store, model in
            service.turn(20)
            var builder = HistoryBuilder(known: model.vocabulary)
            try store.learningRecord(through: InventedRecord.end) { asset in
                builder.describe(asset: asset.id, model: asset.model, years: asset.years(at: InventedRecord.end))
            } sights: { _, _ in
            } days: { asset, day in
                for kind in DailySignal.allCases {
                    builder.signal(
                        asset: asset, at: day.closedAt, name: kind.name(of: day.name), value: day.value(kind))
                }
            } repairs: {
                builder.repair(asset: $0.asset, at: $0.at, part: $0.part, failed: $0.failed)
            }
            let history = builder.history(learntUntil: InventedRecord.end)
            let replay = Replay(history: history, horizon: model.horizon)
            let part = try #require(model.parts.first { $0.isOn })
            var levels: Set<PrognosisLevel> = []
            for place in history.assets.indices {
                let id = history.assets[place].id
                guard id.hasPrefix("old-") else { continue }
                var taught: (second: Int64, probability: Double)?
                replay.rows(
                    of: place, parts: [part.part], from: InventedRecord.end.adding(seconds: -86_400),
                    through: InventedRecord.end
                ) { row, evidence in
                    taught = (row.second, part.probability(evidence))
                }
                let last = try #require(taught)
                // Nothing of the record is later than the last question.
                let now = Timestamp(seconds: last.second)
                let key = try key(of: id, store)
                let memory = try #require(service.lane.foresight?.memory(of: key))
                var scratch = Evidence()
                let lived = try #require(model.prognosis(of: part.part, in: memory, at: now, scratch: &scratch))
                let shown = try #require(try AssetOutlook(of: id, in: store, at: now))
                let listed = try #require(shown.parts.first { $0.part == "thermostat" })
                #expect(lived.probability == last.probability, "\(id)")
                #expect(listed.probability == last.probability, "\(id)")
                levels.insert(lived.level)
            }
            #expect(levels.contains(.book) && levels.contains(.none))
        }
    }

    @Test("a lane that dies again and again remembers the days of one that never does, and foresees the same")
    func dies() throws {
        var memories: [AssetMemory] = []
        var levels: [[String]] = []
        for each in [nil, 7] as [Int?] {
            try withLearntLane { service, store, _ in
                var messages = 0
                for day in 0..<30 as Range<Int64> {
                    for hour in 0..<4 as Range<Int64> {
                        let heat = day >= 26 ? 9.0 : 0
                        let value = 88 + Double((day * 7) % 9) * 0.4 + Double(hour) * 0.5 + heat
                        service.signals([(SignalDayLaneTests.coolant, value)], after: 20_000)
                        messages += 1
                        if let each, messages % each == 0 { try service.kill() }
                        if hour == 3 { service.turn(3) }
                    }
                }
                service.turn(20)
                let key = try key(of: "car-1", store)
                memories.append(try #require(service.lane.foresight?.memory(of: key)))
                levels.append(try store.forecasts(of: "car-1").map(\.row.level.rawValue))
                let days = try store.read {
                    try Int.fetchOne($0, sql: "SELECT count(*) FROM signal_day WHERE asset_key = ?", arguments: [key])
                }
                #expect((days ?? 0) > 24)
                service.wait(60)
                #expect(service.lane.foresight?.memory(of: key) != AssetMemory())
            }
        }
        #expect(memories.count == 2 && memories[0] == memories[1])
        #expect(levels == [["book"], ["book"]])
    }
}

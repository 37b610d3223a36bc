import FleetSimulator
import Foundation
import GRDB
import Outreach
import Pipeline
import Telemetry
import Testing

@testable import Diagnostics
@testable import Persistence
@testable import Verification
@testable import callahead

@Suite("Desks of a simulated run")
struct DeskBotsTests {
    /// A database with calls to make, and desks that make them.
    private struct Room {
        let folder: String
        var ledger: LedgerWriter
        var bots: DeskBots
        var now = Timestamp(milliseconds: PerfectRun.start)

        init(calls: Int, plan: DeskPlan, answer: @escaping (PhoneCall) -> PhoneAnswer) throws {
            folder = NSTemporaryDirectory() + "/callahead-desks-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path
            let store = try StoreConnection(path: "\(folder)/callahead.db", role: .command(create: true))
            try store.seedCalls(calls, from: 1, at: now)
            try store.close()
            let words = DeskWords(
                scripts: ScriptBuilder(
                    phrasebook: try Phrasebook.load(directory: "\(home)/outreach"),
                    catalogue: try FaultCatalogue.load(directory: "\(home)/device-profiles")),
                policy: OutreachPolicy())
            bots = try DeskBots(
                database: "\(folder)/callahead.db", plan: plan, words: words,
                town: DeskTown(answer: answer, movingSince: { _, _ in nil }), start: now)
            ledger = try LedgerWriter(path: "\(folder)/ledger.jsonl")
        }

        /// Plays until a time, or until nobody acts any more.
        mutating func play(seconds: Int64) throws {
            let end = now.adding(seconds: seconds)
            while let next = bots.next, next <= end {
                now = max(now, next)
                try bots.act(at: now, &ledger)
            }
            now = end
        }

        func lines() throws -> [LedgerLine] {
            Ledger(bytes: Array(try Data(contentsOf: URL(fileURLWithPath: ledger.path)))).lines
        }

        func calls() throws -> [LedgerEntry.Call] {
            try lines().compactMap { line in
                if case .call(let call) = line.entry { return call }
                return nil
            }
        }

        func verdict() throws -> Verdict {
            let store = try StoreConnection(path: "\(folder)/callahead.db", role: .reader)
            let facts = try store.facts { messageDigest(topic: $0, payload: $1) }
            return Verdict(of: Ledger(lines: try lines()), and: facts)
        }

        func remove() { try? FileManager.default.removeItem(atPath: folder) }
    }

    private static func reached(_ call: PhoneCall) -> PhoneAnswer {
        PhoneAnswer(outcome: "reached", seconds: 60, facts: [PhoneAnswer.Fact("people", "2")])
    }

    private static let rows = ["double_calls", "double_conversations", "lost_outcomes", "tokens"]

    @Test("Whoever is offered to have a part replaced hears which part and the first free time, and keeps that time")
    func offers() throws {
        var rung: PhoneCall?
        var room = try Room(calls: 1, plan: DeskPlan(people: 1, seed: 1)) { call in
            rung = call
            let facts = call.slot.map { [PhoneAnswer.Fact("slot_start", $0.iso8601)] } ?? []
            return PhoneAnswer(outcome: "accepted", seconds: 60, facts: facts)
        }
        defer { room.remove() }
        let free = room.now.adding(seconds: 172_800)
        let queue = try DatabaseQueue(path: "\(room.folder)/callahead.db")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO workshop (id, name, lat, lon, timezone, auto_confirm) VALUES ('w', 'W', 58, 26, 'UTC', 1);
                    INSERT INTO slot (id, workshop_id, start, minutes)
                    VALUES (1, 'w', \(room.now.milliseconds - 1), 60), (2, 'w', \(free.milliseconds), 60);
                    UPDATE case_file SET part = 'starter_battery', severity = 'maintenance';
                    UPDATE task SET kind = 'prevent_offer';
                    INSERT INTO prevent_offer (id, version, case_id, asset_key, part, offered_at, probability, horizon_s,
                        terms, slots, due_at)
                    SELECT 1, 1, id, asset_key, 'starter_battery', \(room.now.milliseconds), 0.5, 604800, '[]', '1 2',
                        \(free.milliseconds) FROM case_file;
                    """)
        }
        try queue.close()
        try room.play(seconds: 300)
        #expect(rung?.part == "starter_battery")
        #expect(rung?.slot == free)
        #expect(try room.calls().map(\.outcome) == ["accepted"])
        let told = try StoreConnection(path: "\(room.folder)/callahead.db", role: .reader).read {
            try String.fetchAll($0, sql: "SELECT value FROM fact_told WHERE key LIKE 'slot_start%'")
        }
        #expect(told.map { Timestamp(iso8601: $0) } == [free])
    }

    @Test("Every call of the queue is made once, by several desks at a time")
    func once() throws {
        var room = try Room(calls: 8, plan: DeskPlan(people: 4, seed: 1), answer: DeskBotsTests.reached)
        defer { room.remove() }
        try room.play(seconds: 700)
        let calls = try room.calls()
        #expect(calls.map(\.task).sorted() == Array(1...8))
        #expect(Set(calls.map(\.desk)).count == 4)
        let areTold = calls.allSatisfy { $0.outcome == "reached" && $0.contact == "seed-\($0.task)" && !$0.isRefused }
        #expect(areTold)
        // 8 calls of at least a minute in less time than one desk would need.
        #expect((calls.compactMap(\.ended).max() ?? .max) < PerfectRun.start + 8 * 60_000)
        let verdict = try room.verdict()
        #expect(DeskBotsTests.rows.allSatisfy { verdict[$0]?.outcome == .ok })
        let facts = try #require(verdict["lost_outcomes"])
        #expect(facts.values["total"] == 8)
        #expect(room.bots.count.outcomes == ["reached": 8])
    }

    @Test("Desks that overstay their lease, or leave for good, harm nobody", arguments: [3] as [UInt64])
    func overstaying(seed: UInt64) throws {
        var plan = DeskPlan(people: 5, seed: seed)
        (plan.overstaysLease, plan.abandons, plan.looks) = (0.3, 0.15, 30)
        var room = try Room(calls: 12, plan: plan, answer: DeskBotsTests.reached)
        defer { room.remove() }
        try room.play(seconds: 3 * 3_600)
        let calls = try room.calls()
        let told = calls.filter { $0.outcome == "reached" && !$0.isRefused }.map(\.task).sorted()
        #expect(told == Array(1...12))
        #expect(room.bots.count.abandoned > 0)
        #expect(room.bots.count.refusals > 0)
        let verdict = try room.verdict()
        let failed = DeskBotsTests.rows.filter { verdict[$0]?.outcome != .ok }.map { verdict[$0]?.details ?? [] }
        #expect(failed.isEmpty, "\(failed)")
    }

    @Test("Nobody takes a call while nobody is there")
    func absent() throws {
        var plan = DeskPlan(people: 2, seed: 1)
        let start = Timestamp(milliseconds: PerfectRun.start)
        plan.absent = [DeskPlan.Absence(from: start, until: start.adding(seconds: 600))]
        var room = try Room(calls: 2, plan: plan, answer: DeskBotsTests.reached)
        defer { room.remove() }
        try room.play(seconds: 599)
        #expect(try room.calls().isEmpty)
        #expect(room.bots.busy == 0)
        try room.play(seconds: 300)
        #expect(try room.calls().count == 2)
    }

    @Test("A database that somebody else holds makes a desk try again, not wait")
    func locked() throws {
        var room = try Room(calls: 3, plan: DeskPlan(people: 3, seed: 1), answer: DeskBotsTests.reached)
        defer { room.remove() }
        let lock = try #require(FileLockHolder(database: "\(room.folder)/callahead.db"))
        let clock = ContinuousClock()
        let start = clock.now
        try room.bots.act(at: room.now.adding(seconds: 1), &room.ledger)
        let took = clock.now - start
        let count = room.bots.count
        lock.release()
        #expect(count.busy == 3)
        #expect(count.claims == 0)
        #expect(took < .seconds(5))
        try room.play(seconds: 600)
        #expect(try room.calls().count == 3)
    }

    @Test("What a crew or a workshop says becomes part of the outcome")
    func helpers() throws {
        let answer: (PhoneCall) -> PhoneAnswer = { call in
            PhoneAnswer(outcome: call.task == 1 ? "call_back" : "no_answer", seconds: 5, callBackIn: 20)
        }
        var room = try Room(calls: 2, plan: DeskPlan(people: 1, seed: 1), answer: answer)
        defer { room.remove() }
        try room.play(seconds: 400)
        #expect(room.bots.count.outcomes == ["call_back": 1, "no_answer": 1])
    }
}

/// Somebody else who writes, and does not come to an end.
private final class FileLockHolder {
    private let queue: DatabaseQueue

    init?(database: String) {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        guard let queue = try? DatabaseQueue(path: database, configuration: configuration) else { return nil }
        self.queue = queue
        do { try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") } } catch { return nil }
    }

    func release() { try? queue.inDatabase { try $0.execute(sql: "ROLLBACK") } }
}

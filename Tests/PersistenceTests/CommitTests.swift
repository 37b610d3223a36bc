import Casework
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("Committing a batch")
struct CommitTests {
    @Test("what is written is read back equal, with every optional field set and with none", arguments: [true, false])
    func roundTrip(full: Bool) throws {
        try withLane { store, _ in
            let sample = sampleCase(1, asset: 1, full: full)
            let result = try store.write(changes(sample.case, faults: sample.faults, sources: sample.sources))
            #expect(result == .committed)
            let file = try store.readFile(1)
            #expect(file?.current == sample.case)
            #expect(file?.faults == sample.faults)
            #expect(file?.sources == sample.sources)
        }
    }

    @Test("optional fields that were set can be taken away", arguments: [(true, false), (false, true)])
    func updateRoundTrip(before: Bool, after: Bool) throws {
        try withLane { store, _ in
            try store.write(sampleChanges(1, asset: 1, full: before))
            let sample = sampleCase(1, asset: 1, full: after)
            let next = sample.case.bumped()
            let faults = sample.faults.map(\.bumped)
            let sources = sample.sources.map(\.bumped)
            #expect(try store.write(changes(next, faults: faults, sources: sources)) == .committed)
            let file = try store.readFile(1)
            #expect(file?.current == next)
            #expect(file?.faults == faults)
            #expect(file?.sources == sources)
        }
    }

    /// One stale row of each kind, beside a new case that must not be written either.
    static let stale: [@Sendable (inout Changes) -> Void] = [
        { $0.cases[0].version = 3 }, { $0.problems[0].version = 3 }, { $0.faults[0].version = 3 },
        { $0.faultSources[0].version = 3 }, { $0.plans[0].version = 3 }, { $0.legs[0].version = 3 },
        { $0.jobs[0].version = 3 }, { $0.holds[0].version = 3 }, { $0.tasks[0].version = 3 },
        { $0.timers[0].version = 3 },
    ]

    @Test(
        "a row that is not at the version that was read is a conflict, and nothing is written", arguments: stale.indices
    )
    func conflict(_ index: Int) throws {
        try withLane { store, _ in
            try store.write(sampleChanges(1, asset: 1))
            let sample = sampleCase(1, asset: 1, full: true)
            var next = changes(
                sample.case.bumped(), faults: sample.faults.map(\.bumped), sources: sample.sources.map(\.bumped))
            next.events = [EventRow(at: noon, kind: "never")]
            CommitTests.stale[index](&next)
            let before = try store.readFile(1)
            #expect(try store.write(next, digests: [1]) == .conflict)
            #expect(try store.readFile(1) == before)
            #expect(try count("SELECT count(*) FROM event", in: store.path) == 0)
            #expect(try count("SELECT count(*) FROM receipt", in: store.path) == 0)
        }
    }

    @Test("an id that is taken is a conflict")
    func takenID() throws {
        try withLane { store, _ in
            try store.write(sampleChanges(1, asset: 1))
            #expect(try store.write(sampleChanges(1, asset: 2)) == .conflict)
            var asset = Changes()
            asset.newAssets = [NewAsset(key: 3, id: "other", symbol: Symbol(index: 0))]
            #expect(try store.write(asset) == .conflict)
        }
    }

    enum Twice: CaseIterable {
        case openCase, unitHold, call, helperCall, offer, currentPlan

        func changes() -> Changes {
            var second = sampleChanges(2, asset: 2)
            switch self {
            case .openCase: second.cases[0].asset = 1
            case .unitHold: second.holds[0].resource = "unit-1"
            case .call:
                second.tasks[0].caseID = 1
            case .helperCall:
                second.tasks[0].kind = .authorityCall
                second.tasks.append(second.tasks[0])
                second.tasks[1].id = 3
            case .offer: second.jobs[0].offerID = 1_001
            case .currentPlan:
                second.plans.append(second.plans[0])
                second.plans[1].id = 3
            }
            return second
        }
    }

    @Test("what may exist only once is refused the second time, and nothing is written", arguments: Twice.allCases)
    func twice(_ what: Twice) throws {
        try withLane { store, _ in
            try store.write(sampleChanges(1, asset: 1))
            #expect(storeError { try store.write(what.changes()) }?.kind == .constraint)
            #expect(try count("SELECT count(*) FROM case_file", in: store.path) == 1)
            #expect(try store.write(sampleChanges(2, asset: 2)) == .committed)
        }
    }

    @Test("a live hold, an open call and an open case pass on within one batch, whatever the order of the rows")
    func passingOn() throws {
        try withLane { store, _ in
            let first = sampleCase(1, asset: 1, full: true).case
            try store.write(changes(first))
            var ended = first.bumped()
            ended.row.state = .withdrawn
            ended.row.closedAt = noon
            ended.holds[0].state = .released
            ended.tasks[0].state = .withdrawn
            let second = sampleCase(2, asset: 1, full: false).case
            var next = changes(second)
            next.holds[0].resource = "unit-1"
            next.cases.append(ended.row)
            next.holds.append(ended.holds[0])
            next.tasks.append(ended.tasks[0])
            #expect(try store.write(next) == .committed)
            #expect(try store.readFile(1)?.current?.row == second.row)
        }
    }

    @Test("a new plan replaces the current one, and the old one stays on record")
    func newPlan() throws {
        try withLane { store, _ in
            try store.write(sampleChanges(1, asset: 1))
            var next = Changes()
            var plan = PlanRow(id: 9, caseID: 1, state: .noneAvailable)
            plan.version = 1
            next.plans = [plan]
            #expect(try store.write(next) == .committed)
            #expect(try store.readFile(1)?.current?.plan == plan)
            #expect(try count("SELECT count(*) FROM plan", in: store.path) == 2)
        }
    }

    @Test("what commands own in a task survives the lane's updates")
    func columnOwnership() throws {
        try withLane { store, _ in
            let sample = sampleCase(1, asset: 1, full: false).case
            try store.write(changes(sample))
            try edit(store.path) { db in
                try db.execute(
                    sql: """
                        UPDATE task SET claimed_by = 'jaan', claimed_at = 1, lease_until = 2, token = 3, attempts = 4,
                            dialled_at = 5
                        """)
            }
            #expect(try store.write(changes(sampleCase(1, asset: 1, full: true).case.bumped())) == .committed)
            try store.begin(at: noon)
            defer { store.rollback() }
            let claims = try store.claims(of: [1, 2])
            #expect(
                claims == [
                    1: TaskClaim(
                        claimedBy: "jaan", leaseUntil: Timestamp(milliseconds: 2), attempts: 4,
                        dialledAt: Timestamp(milliseconds: 5))
                ])
            #expect(
                try count(
                    "SELECT count(*) FROM task WHERE claimed_at = 1 AND token = 3 AND dialled_at = 5", in: store.path)
                    == 1)
        }
    }

    @Test("another connection sees nothing of a batch before its commit, and nothing after a rollback")
    func invisible() throws {
        try withLane { store, _ in
            try store.write(sampleChanges(1, asset: 1))
            try store.begin(at: noon)
            try store.connection.execute("DELETE FROM timer; UPDATE case_file SET owner = 'x'")
            #expect(try count("SELECT count(*) FROM timer", in: store.path) == 1)
            store.rollback()
            #expect(try count("SELECT count(*) FROM case_file WHERE owner IS NULL", in: store.path) == 1)
        }
    }

    @Test("a full disk is told apart, leaves nothing half written, and the same batch succeeds once there is room")
    func diskFull() throws {
        try withLane { store, _ in
            let pages = try store.number("PRAGMA page_count")
            try store.connection.execute("PRAGMA max_page_count = \(pages)")
            var big = sampleChanges(1, asset: 1)
            big.outbox = (1...200).map {
                OutboxRow(id: $0, topic: "t", payload: String(repeating: "x", count: 4_000), createdAt: noon)
            }
            #expect(storeError { try store.write(big) }?.kind == .full)
            #expect(try count("SELECT count(*) FROM case_file", in: store.path) == 0)
            #expect(try count("SELECT count(*) FROM outbox", in: store.path) == 0)
            try store.connection.execute("PRAGMA max_page_count = 1000000")
            #expect(try store.write(big) == .committed)
            #expect(try count("SELECT count(*) FROM outbox", in: store.path) == 200)
        }
    }

    @Test("timers, actions and sent messages are dealt with in the same transaction")
    func consumed() throws {
        try withLane { store, _ in
            var first = sampleChanges(1, asset: 1)
            first.outbox = [
                OutboxRow(id: 1, topic: "a", payload: "{}", expiresAt: noon, contact: "c", createdAt: noon),
                OutboxRow(id: 2, topic: "b", payload: "{}", createdAt: noon),
            ]
            first.sequences.timer = 2
            first.sequences.outbox = 3
            try store.write(first)
            let actions = try insertActions(store)
            var batch = BatchRecord(at: noon)
            batch.sentOutbox = [1]
            batch.quarantined = [
                [UInt8](repeating: 7, count: 20_000).withUnsafeBytes {
                    QuarantineRow(at: noon, topic: "t", payload: $0, reason: "not JSON", profile: "p")
                }
            ]
            var next = Changes()
            next.deletedTimers = [1]
            next.consumedActions = actions.map(\.id)
            next.sequences = first.sequences
            try store.begin(at: noon)
            #expect(try store.pendingActions() == actions)
            #expect(try store.commit(next, batch) == .committed)
            #expect(try count("SELECT count(*) FROM timer", in: store.path) == 0)
            #expect(try count("SELECT count(*) FROM action", in: store.path) == 0)
            #expect(
                try count("SELECT payload_bytes FROM quarantine WHERE length(payload) = 16384", in: store.path)
                    == 20_000)
            try store.begin(at: noon)
            #expect(try store.outboxPending(limit: 10) == [first.outbox[1]])
            store.rollback()
            // Neither number is given again, though both rows with the highest ids may be gone.
            let sequences = try store.loadSnapshot(signalNames: [], at: noon).sequences
            #expect(sequences.timer == 2)
            #expect(sequences.outbox == 3)
        }
    }

    private func insertActions(_ store: LaneStore) throws -> [DeskAction] {
        let promise = Promise(at: noon, unit: "u", latest: noon, slot: 5)
        let kinds: [DeskAction.Kind] = [
            .finish(
                FinishedCall(
                    task: 1, .callBack, promise: promise, etaMinutes: 12.5,
                    openQuestions: ["may I drive?", "how long"],
                    callBackAt: noon.adding(seconds: 90))),
            .finish(FinishedCall(task: 2, .reached)),
            .snooze(task: 3, until: noon.adding(seconds: 60)),
            .fact(caseID: 4, key: "people", value: "3"),
            .locate(caseID: 5, coordinate: place(59.4, 24.7)),
            .close(caseID: 6, state: .declined, reason: "has own help"),
        ]
        let actions = kinds.enumerated().map {
            DeskAction(id: Int64($0.offset + 1), actor: "mari", at: noon, kind: $0.element)
        }
        try store.begin(at: noon)
        for action in actions {
            let statement = try store.connection.statement(DeskAction.insertSQL)
            action.putColumns(statement)
            try statement.run()
        }
        try store.connection.execute("COMMIT")
        return actions
    }

    @Test("an action that makes no sense is taken away with an event and holds up nothing")
    func senselessAction() throws {
        try withLane { store, _ in
            try edit(store.path) {
                try $0.execute(sql: "INSERT INTO action (at, actor, kind) VALUES (1, 'x', 'dance')")
            }
            try store.begin(at: noon)
            #expect(try store.pendingActions() == [])
            #expect(try store.commit(Changes(), BatchRecord(at: noon)) == .committed)
            #expect(try count("SELECT count(*) FROM action", in: store.path) == 0)
            #expect(try count("SELECT count(*) FROM event WHERE kind = 'action_not_understood'", in: store.path) == 1)
        }
    }
}

import Casework
import Foundation
import Telemetry
import Testing

@testable import Persistence

@Suite("Kept messages that are tried again")
struct RetryingTests {
    private static let actor = DeskActor(name: "kim", osUser: "kim", isNamed: true)

    /// Messages as a lane keeps them; every third is cut.
    private func keep(_ count: Int, in store: LaneStore) throws {
        for number in 1...count {
            let payload = [UInt8](repeating: 0x61, count: number % 3 == 0 ? QuarantineRow.payloadLimit + 1 : number)
            try payload.withUnsafeBytes {
                try store.quarantine(QuarantineRow(at: noon, topic: "t/\(number)", payload: $0, reason: "why"))
            }
        }
    }

    private func commit(_ retried: [RetriedMessage], to store: LaneStore) throws {
        var record = BatchRecord(at: noon)
        record.retried = retried
        try store.begin(at: noon)
        #expect(try store.commit(Changes(), record) == .committed)
    }

    @Test("a message goes from new over retrying to retried, and each way is gone once")
    func once() throws {
        try withLane { store, _ in
            try keep(5, in: store)
            let desk = try StoreConnection(path: store.path, role: .command(create: false))
            defer { try? desk.close() }
            #expect(try store.retryingMessages(except: [], limit: 10).isEmpty)
            #expect(try desk.quarantineToRetry(.all, after: 2, limit: 2).map(\.id) == [3, 4])
            #expect(try desk.quarantineToRetry(.ids([9, 5, 1]), after: 0, limit: 10).map(\.id) == [1, 5])
            let failed = FailedRetry(id: 4, reason: "other", profile: "p")
            #expect(try desk.retry([1, 2, 5], failed: [failed], as: Self.actor, at: noon) == 3)
            #expect(try desk.retry([1, 2], failed: [], as: Self.actor, at: noon) == 0)
            #expect(try desk.quarantined(4)?.reason == "other")
            #expect(try desk.quarantined(4)?.state == "new")

            let messages = try store.retryingMessages(except: [2], limit: 10)
            #expect(messages.map(\.id) == [1, 5])
            #expect(messages.map(\.payload.count) == [1, 5])
            #expect(messages.map(\.topic) == ["t/1", "t/5"])
            try commit([RetriedMessage(id: 1), RetriedMessage(id: 5, reason: "still", profile: "q")], to: store)
            #expect(try store.retryingMessages(except: [], limit: 10).map(\.id) == [2])
            #expect(try desk.quarantined(1)?.state == "retried")
            #expect(try desk.quarantined(5)?.state == "new")
            #expect(try desk.quarantined(5)?.reason == "still")
            // What was taken in can't be handed over again.
            #expect(try desk.retry([1], failed: [], as: Self.actor, at: noon) == 0)
        }
    }

    @Test("a commit that meets a conflict leaves the message waiting")
    func conflict() throws {
        try withLane { store, _ in
            try keep(1, in: store)
            let desk = try StoreConnection(path: store.path, role: .command(create: false))
            defer { try? desk.close() }
            #expect(try desk.retry([1], failed: [], as: Self.actor, at: noon) == 1)
            var changes = sampleChanges(1, asset: 1)
            changes.cases[0].version = 3
            var record = BatchRecord(at: noon)
            record.retried = [RetriedMessage(id: 1)]
            try store.begin(at: noon)
            #expect(try store.commit(changes, record) == .conflict)
            #expect(try store.retryingMessages(except: [], limit: 10).map(\.id) == [1])
        }
    }

    @Test("what waits is not purged, is found by an index, and can be given up")
    func waiting() throws {
        try withLane { store, _ in
            try keep(4, in: store)
            let desk = try StoreConnection(path: store.path, role: .command(create: false))
            defer { try? desk.close() }
            #expect(try desk.retry([1, 2], failed: [], as: Self.actor, at: noon) == 2)
            #expect(try store.purge(at: noon.adding(seconds: 30 * 86_400)) == 2)
            #expect(try store.retryingMessages(except: [], limit: 10).map(\.id) == [1, 2])
            let plan = try store.connection.statement(
                """
                EXPLAIN QUERY PLAN SELECT id, at, topic, payload FROM quarantine
                WHERE state = 'retrying' AND length(payload) = payload_bytes ORDER BY id
                """)
            #expect(try plan.step())
            #expect(plan.text(3).contains("quarantine_retrying"), "\(plan.text(3))")
            plan.start()
            #expect(try store.abandonRetries(because: "no") == 2)
            #expect(try desk.quarantined(2)?.reason == "no")
        }
    }
}

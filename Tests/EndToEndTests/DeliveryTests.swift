import GRDB
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// What the broker delivers again, and what happens while it is away.
    @Suite("Delivery")
    struct DeliveryTests {
        @Test(
            "messages that were committed but not acknowledged come again and change nothing", .timeLimit(.minutes(1)))
        func redelivery() throws {
            try withCentre { centre in
                try centre.prepare(Reference(units: 1, cars: 30))
                let peer = try Peer(centre.broker.port)
                // The batch waits at the broker, so that one read takes all of it.
                try peer.publish((1...30).map { Native.stop("car-\($0)") })
                let killed = try centre.serve(failpoint: "after-commit:1")
                #expect(try killed.waitForEnd() == .killed)
                let committed = try centre.number("SELECT ifnull(sum(messages), 0) FROM receipt")
                #expect(committed > 0)
                let before = try Rows(centre)

                let figures = try centre.serveUntilIdle()
                #expect(figures.messages == 30)
                #expect(figures.duplicates == committed)
                #expect(figures.quarantined == 0)
                let after = try Rows(centre)
                #expect(after.cases == 30)
                #expect(after.calls == 30)
                if committed == 30 { #expect(after == before) }
                // Now they are acknowledged.
                #expect(try centre.serveUntilIdle().messages == 0)
            }
        }

        @Test(
            "actions are applied while the broker is away, and its return brings what was published meanwhile",
            .timeLimit(.minutes(1)))
        func brokerAway() throws {
            try withCentre(Broker.Options(persistence: true)) { centre in
                try centre.prepare(Reference(cars: 2))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")
                peer.close()
                centre.broker.stop()
                try serve.waitForWords("warning")

                let until = Milliseconds.now + 3_600_000
                try centre.write { db in
                    try db.execute(
                        sql: "INSERT INTO action (at, actor, kind, task_id, until) VALUES (?, 'Mari', 'snooze', 1, ?)",
                        arguments: [Milliseconds.now, until])
                }
                try eventually("the snooze is applied", said: serve.errors) {
                    try centre.number("SELECT count(*) FROM action") == 0 ? true : nil
                }
                #expect(
                    try centre.texts("SELECT state || ' ' || not_before FROM task WHERE id = 1") == ["waiting \(until)"]
                )

                try centre.broker.start()
                // We are not back yet, or just so: the session keeps it.
                let early = try Peer(centre.broker.port)
                try early.publish([Native.stop("car-2")])
                try centre.waitForCase(of: "car-2")
                #expect(serve.end == nil)
                #expect(!serve.errors.contains("gap"))
            }
        }

        @Test("a broker that lost our session is reported as a gap", .timeLimit(.minutes(1)))
        func gap() throws {
            try withCentre { centre in
                try centre.prepare()
                let serve = try centre.serve()
                try serve.waitForWords("connected as callahead, with its session")
                centre.broker.kill()
                try centre.broker.start()
                try serve.waitForWords("(gap)")
                // It has subscribed again.
                let peer = try Peer(centre.broker.port)
                try eventually("a fault arrives") {
                    try peer.publish([Native.stop("after-the-gap")])
                    return try centre.cases(of: "after-the-gap") == 1 ? true : nil
                }
            }
        }

        private struct Rows: Equatable {
            var cases: Int
            var calls: Int
            var jobs: Int
            var outbox: Int
            var events: Int

            init(_ centre: Centre) throws {
                cases = try centre.number("SELECT count(*) FROM case_file")
                calls = try centre.number("SELECT count(*) FROM task WHERE kind = 'breakdown_call'")
                jobs = try centre.number("SELECT count(*) FROM job")
                outbox = try centre.number("SELECT count(*) FROM outbox")
                events = try centre.number("SELECT count(*) FROM event")
            }
        }
    }
}

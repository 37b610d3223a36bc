import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

extension AtTheDesk {
    /// Dispatchers' commands beside a running service.
    @Suite("Commands beside the service")
    struct DeskTests {
        fileprivate struct ClaimedTask: Decodable {
            var id: Int
            var token: Int
            var kind: String
            var severity: String
        }

        @Test(
            "a task is handed out once; when somebody else has it, the old token is refused and the outcome is kept",
            .timeLimit(.minutes(1)))
        func fencing() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 1))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")

                let claim = ["tasks", "next", "--claim", "--json"]
                let mari = try centre.run(claim + ["--as", "Mari", "--lease", "4s"])
                #expect(mari.end == .exited(0), "\(mari.errors)")
                let first = try JSONDecoder().decode(ClaimedTask.self, from: Data(mari.output.utf8))
                #expect(first.kind == "breakdown_call")
                #expect(first.severity == "stop")
                #expect(try centre.run(claim + ["--as", "Jaan"]).end == .exited(2))

                // Mari's terminal freezes; her lease runs out.
                let second = try eventually("Jaan gets the task") {
                    let jaan = try centre.run(claim + ["--as", "Jaan"])
                    return jaan.end == .exited(0)
                        ? try JSONDecoder().decode(ClaimedTask.self, from: Data(jaan.output.utf8)) : nil
                }
                #expect(second.id == first.id)
                #expect(second.token > first.token)
                let finish = ["tasks", "finish", "\(first.id)", "--outcome", "no_need"]
                let late = try centre.run(finish + ["--token", "\(first.token)", "--as", "Mari"])
                #expect(late.end == .exited(75), "\(late.errors)")
                #expect(try centre.number("SELECT count(*) FROM note WHERE task_id = \(first.id)") == 1)
                #expect(try centre.texts("SELECT state FROM task") == ["ready"])

                let done = try centre.run(
                    [
                        "tasks", "finish", "\(second.id)", "--outcome", "reached", "--token", "\(second.token)", "--as",
                        "Jaan",
                    ])
                #expect(done.end == .exited(0), "\(done.errors)")
                try eventually("the lane has taken it over", said: serve.errors) {
                    try centre.texts("SELECT state || ' ' || ifnull(outcome, '') FROM task WHERE id = \(second.id)")
                        == ["done reached"] ? true : nil
                }
                #expect(try centre.texts("SELECT state FROM case_file") == ["told"])
            }
        }

        @Test("a stopped command does not hold up the lane", .timeLimit(.minutes(1)))
        func stopped() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 40))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try serve.waitForWords("connected as")
                // It waits for a task of a kind that never comes.
                let waiting = try centre.command(
                    ["tasks", "next", "--claim", "--as", "Mari", "--wait", "--kind", "site_call"])
                // Ctrl-Z is put off until a transaction is over; SIGSTOP, which the test needs, is not. So the command
                // must have made its only one: Mari is at her desk, and the lane has written since.
                try eventually("Mari is at her desk", said: waiting.errors) {
                    try centre.texts("SELECT actor FROM desk_seen") == ["Mari"] ? true : nil
                }
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")
                waiting.send(SIGSTOP)
                try eventually("it is stopped") { isStopped(waiting) ? true : nil }

                let clock = ContinuousClock()
                var slowest = Duration.zero
                for number in 2...40 {
                    let start = clock.now
                    try peer.publish([Native.stop("car-\(number)")])
                    try centre.waitForCase(of: "car-\(number)")
                    slowest = max(slowest, clock.now - start)
                }
                print("beside a stopped command, published to visible: at most \(slowest)")
                #expect(slowest < .seconds(10))
                #expect(isStopped(waiting))
                waiting.send(SIGCONT)
                #expect(waiting.end == nil)
            }
        }

        /// A trigger of the test's own stands for a mistake of ours that makes an action impossible to store.
        @Test(
            "what a dispatcher asked for and can't be stored is answered and set aside; messages and others go on",
            .timeLimit(.minutes(1)))
        func impossible() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 3))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")
                try centre.write { db in
                    try db.execute(
                        sql: """
                            CREATE TRIGGER mistake BEFORE INSERT ON event WHEN new.detail = 'Nobody'
                            BEGIN SELECT RAISE(ABORT, 'a mistake'); END
                            """)
                    // Written together with a good one and in the turn of a message.
                    try db.execute(
                        sql: """
                            INSERT INTO action (at, actor, kind, case_id, text)
                            SELECT opened_at, 'Mari', 'own', id, 'Nobody' FROM case_file
                            UNION ALL SELECT opened_at, 'Mari', 'own', id, 'Mari' FROM case_file
                            """)
                }
                try peer.publish([Native.stop("car-2")])
                try centre.waitForCase(of: "car-2")
                try eventually("the good one is done, and people read of the other", said: serve.errors) {
                    let owners = try centre.texts("SELECT owner FROM case_file WHERE owner IS NOT NULL")
                    let notes = try centre.texts("SELECT text FROM note WHERE kind = 'not_done'")
                    return owners == ["Mari"] && notes.count == 1 && notes[0].contains("Mari") ? true : nil
                }
                try peer.publish([Native.stop("car-3")])
                try centre.waitForCase(of: "car-3")
                #expect(try centre.number("SELECT count(*) FROM action") == 0)
                #expect(try centre.number("SELECT count(*) FROM quarantine") == 0)
                #expect(serve.end == nil, "\(serve.errors)")
            }
        }

        private func isStopped(_ command: Command) -> Bool {
            guard let pid = command.pid else { return false }
            let status = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
            // The state follows the name in brackets (proc(5)).
            return status.split(separator: ")").last?.split(separator: " ").first == "T"
        }
    }
}

import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

extension AtTheDesk {
    /// Several desks on one queue, as processes that may freeze or die.
    @Suite("Desks that claim at once")
    struct ClaimingTests {
        /// How many tasks; `CALLAHEAD_CLAIMS=10000` for the whole promise.
        static var tasks: Int { Int(ProcessInfo.processInfo.environment["CALLAHEAD_CLAIMS"] ?? "") ?? 400 }

        @Test(
            "eight processes take every task exactly once while leases expire and processes are killed",
            .timeLimit(.minutes(10)))
        func exactlyOnce() throws {
            let directory = NSTemporaryDirectory() + "claims-" + UUID().uuidString.lowercased()
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let database = directory + "/callahead.db"
            let bench = try Command.program("callahead-bench")
            let seed = try Command(
                bench, ["claims", "seed", "--db", database, "--tasks", "\(Self.tasks)"], directory: directory)
            #expect(try seed.waitForEnd(seconds: 90) == .exited(0), "\(seed.errors)")

            let start = { (name: String, more: [String]) in
                try Command(
                    bench,
                    ["claims", "worker", "--db", database, "--as", name, "--lease", "1", "--abandon", "20"] + more,
                    directory: directory)
            }
            let patient = ["--patience", "2.5"]
            var workers = try (1...6).map { try start("desk-\($0)", patient) }
            // Two at a time die in the middle of whatever they do, and somebody else sits down.
            for round in 1...3 {
                let doomed = try (1...2).map { try start("doomed-\(round)-\($0)", patient) }
                try eventually("they have claimed something", within: 60) {
                    doomed.allSatisfy { $0.output.split(separator: "\n").count > 3 || $0.end != nil } ? true : nil
                }
                for worker in doomed {
                    worker.send(SIGKILL)
                    workers.append(worker)
                }
            }
            for worker in workers.prefix(6) {
                #expect(try worker.waitForEnd(seconds: 400) == .exited(0), "\(worker.errors)")
            }

            let queue = try DatabaseQueue(path: database)
            defer { try? queue.close() }
            let counts = try queue.read { db in
                try ["finish_refused", "claim"].map { command in
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM audit WHERE command = ?", arguments: [command]) ?? 0
                }
            }
            print("claims: \(counts[1]) for \(Self.tasks) tasks, \(counts[0]) outcomes refused")
            try queue.read { db in
                func number(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? -1 }
                let finished = try number("SELECT count(*) FROM action WHERE kind = 'finish'")
                #expect(finished == Self.tasks)
                #expect(try number("SELECT count(DISTINCT task_id) FROM action WHERE kind = 'finish'") == finished)
                // A lease that was left stands its whole second.
                #expect(
                    try number(
                        """
                        SELECT count(*) FROM (
                            SELECT at, ended_at, ended_by, lead(at) OVER (PARTITION BY task_id ORDER BY token) AS next
                            FROM claim)
                        WHERE next IS NOT NULL AND (ended_by = 'expiry' AND next < at + 1000 OR next < ended_at)
                        """) == 0)
                #expect(try number("SELECT count(*) FROM claim WHERE ended_by = 'expiry'") > 0)
                #expect(try number("SELECT count(*) FROM task WHERE claimed_by IS NOT NULL") == 0)
                #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
            }
            // What a worker said it had finished, is.
            let said = workers.flatMap { $0.output.split(separator: "\n") }.filter { $0.hasPrefix("finished ") }
            #expect(Set(said).count == said.count)
            #expect(said.count <= Self.tasks)
        }

        @Test(
            "a command killed inside a claim leaves nothing behind; one stopped there holds others up, and no longer",
            .timeLimit(.minutes(2)))
        func insideTheClaim() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 2))
                try centre.write { db in
                    // Two people: nobody is rung by two desks.
                    try db.execute(
                        sql: """
                            INSERT INTO contact (id, name, phone, language)
                            VALUES ('driver-2', 'Other Driver', '+3725550009', 'en');
                            UPDATE contact_role SET contact_id = 'driver-2' WHERE of_id = 'car-2';
                            """)
                }
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")
                try centre.write { db in
                    // A claim takes a second or more here, all of it inside its transaction.
                    try db.execute(
                        sql: """
                            CREATE TRIGGER slow_claim AFTER INSERT ON claim WHEN new.actor = 'Mari' BEGIN
                                SELECT max(x) FROM (
                                    WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 8000000)
                                    SELECT x FROM c);
                            END;
                            """)
                }
                let claim = ["tasks", "next", "--claim", "--json", "--as"]

                let killed = try centre.command(claim + ["Mari"])
                try eventually("it is inside its transaction", said: killed.errors) { isLocked(centre) ? true : nil }
                killed.send(SIGKILL)
                _ = try killed.waitForEnd()
                #expect(try centre.number("SELECT count(*) FROM claim") == 0)
                #expect(try centre.texts("SELECT ifnull(claimed_by, '-') FROM task") == ["-"])

                let stopped = try centre.command(claim + ["Mari"])
                try eventually("it is inside its transaction", said: stopped.errors) { isLocked(centre) ? true : nil }
                stopped.send(SIGSTOP)
                // The lane can't commit: the message is not acknowledged, and not lost.
                try peer.publish([Native.stop("car-2")])
                let refused = try centre.run(claim + ["Jaan"])
                #expect(refused.end == .exited(75))
                #expect(refused.errors.contains("locked") || refused.errors.contains("busy"), "\(refused.errors)")
                #expect(try centre.cases(of: "car-2") == 0)
                #expect(serve.end == nil)
                stopped.send(SIGCONT)
                #expect(try stopped.waitForEnd() == .exited(0), "\(stopped.errors)")
                try centre.waitForCase(of: "car-2")
                let after = try eventually("others get their turn") {
                    let next = try centre.run(claim + ["Jaan"])
                    return next.end == .exited(0) ? next.output : nil
                }
                #expect(after.contains("\"token\""))
                #expect(try centre.number("SELECT count(DISTINCT task_id) FROM claim") == 2)
            }
        }

        @Test("a database locked by a backup: commands say so and do nothing by half", .timeLimit(.minutes(1)))
        func locked() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 1))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")
                serve.send(SIGTERM)
                _ = try serve.waitForEnd()
                let claimed = try centre.run(["tasks", "claim", "1", "--as", "Mari", "--json"])
                let token = try JSONDecoder().decode(Screen.self, from: Data(claimed.output.utf8)).token ?? 0

                let commands: [[String]] = [
                    ["tasks", "dial", "1", "--token", "\(token)", "--as", "Mari"],
                    ["tasks", "finish", "1", "--token", "\(token)", "--outcome", "reached", "--as", "Mari"],
                    ["tasks", "note", "1", "they have a dog", "--as", "Mari"],
                    ["cases", "close", "1", "--reason", "test", "--as", "Mari"],
                ]
                try centre.write { _ in
                    let running = try commands.map { try centre.command($0) }
                    for command in running {
                        #expect(try command.waitForEnd(seconds: 40) == .exited(75), "\(command.errors)")
                        #expect(command.errors.contains("locked"), "\(command.errors)")
                    }
                }
                #expect(try centre.number("SELECT count(*) FROM action") == 0)
                #expect(try centre.number("SELECT count(*) FROM note") == 0)
                #expect(try centre.number("SELECT count(*) FROM attempt") == 0)
                // And when it is over, the claim is as good as before.
                #expect(try centre.run(commands[1]).end == .exited(0))
            }
        }

        @Test("one claim in two terminals gives one outcome", .timeLimit(.minutes(1)))
        func twoTerminals() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 1))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")
                let mari = try centre.claim("breakdown_call")
                let finish = { (outcome: String) in
                    try centre.command([
                        "tasks", "finish", "\(mari.id)", "--token", "\(mari.token ?? 0)", "--outcome", outcome,
                        "--note", outcome, "--as", "Mari",
                    ])
                }
                let both = [try finish("reached"), try finish("no_answer")]
                let ends = try both.map { try $0.waitForEnd() }
                #expect(ends.contains(.exited(0)))
                #expect(ends.contains(.exited(2)) || ends.contains(.exited(75)), "\(both.map(\.errors))")
                try eventually("the lane has taken it over", said: serve.errors) {
                    try centre.number("SELECT count(*) FROM action") == 0 ? true : nil
                }
                #expect(try centre.number("SELECT count(*) FROM audit WHERE command = 'finish'") == 1)
                // The other's words are kept.
                #expect(try centre.number("SELECT count(*) FROM note WHERE kind = 'refused_outcome'") == 1)
            }
        }

        private func isLocked(_ centre: Centre) -> Bool {
            var configuration = Configuration()
            configuration.busyMode = .immediateError
            guard let queue = try? DatabaseQueue(path: centre.database, configuration: configuration) else {
                return false
            }
            defer { try? queue.close() }
            // The lane locks for a moment too: only a lock that lasts counts.
            for _ in 0..<20 {
                do {
                    try queue.inDatabase { try $0.inTransaction(.immediate) { .rollback } }
                    return false
                } catch {
                    pause(milliseconds: 10)
                }
            }
            return true
        }
    }
}

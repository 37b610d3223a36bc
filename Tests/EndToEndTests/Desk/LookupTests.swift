import Foundation
import GRDB
import TestSupport
import Testing

extension AtTheDesk {
    /// Somebody rings in, and paper comes back, beside a running service.
    @Suite("Look-ups and call sheets")
    struct LookupTests {
        @Test(
            "a number, a plate and a stranger: an object, a screen and exit code 2; the log has no number",
            .timeLimit(.minutes(1)))
        func lookup() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 1))
                let peer = try Peer(centre.broker.port)
                _ = try centre.serve()
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")

                let json = try centre.run(["lookup", "5550002", "--json", "--as", "Mari"])
                #expect(json.end == .exited(0), "\(json.errors)")
                let answer = try JSONDecoder().decode(Answer.self, from: Data(json.output.utf8))
                #expect(answer.by == "phone")
                #expect(answer.reason?.rule == "not_told_yet")
                #expect(answer.contacts.map(\.name) == ["Example Driver"])
                #expect(answer.cases.first?.severity == "stop")
                #expect(answer.cases.first?.script?.isEmpty == false)

                let screen = try centre.run(["lookup", "123abc", "--as", "Mari"])
                #expect(screen.end == .exited(0), "\(screen.errors)")
                #expect(screen.output.contains("CASE 1 · stop"))
                let stranger = try centre.run(["lookup", "+372 5999 9999", "--as", "Mari"])
                #expect(stranger.end == .exited(2))
                #expect(stranger.output.isEmpty)
                #expect(stranger.errors.contains("cases open"))
                #expect(
                    try centre.texts("SELECT kind || ' ' || found FROM lookup_log WHERE actor = 'Mari' ORDER BY id")
                        == ["phone 1", "plate 1", "plate 1", "phone 0"])
                let everything = try centre.texts(
                    "SELECT kind || ifnull(contact_id, '') || ifnull(asset_id, '') FROM lookup_log")
                #expect(!everything.joined().contains("5550002"))
            }
        }

        @Test("a telephone system asks for several; each gets one line, in order", .timeLimit(.minutes(1)))
        func standardInput() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 1))
                let line = """
                    printf '+37255500 02\\n\\nnobody\\n+3725550001\\n' | "$0" lookup - --json --db "$1"
                    """
                let command = try Command(
                    "sh", ["-c", line, try Command.callahead.get(), centre.database], directory: centre.directory)
                #expect(try command.waitForEnd() == .exited(0), "\(command.errors)")
                let answers = try command.output.split(separator: "\n").map {
                    try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
                }
                #expect(answers.map(\.found) == [true, false, true])
                #expect(answers.map { $0.contacts.first?.name } == ["Example Driver", nil, "Example Fleet"])
            }
        }

        @Test("whoever can't be logged is not shown: a locked database ends in exit code 75", .timeLimit(.minutes(2)))
        func locked() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 1))
                var configuration = Configuration()
                configuration.allowsUnsafeTransactions = true
                let queue = try DatabaseQueue(path: centre.database, configuration: configuration)
                try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
                let refused = try centre.command(["lookup", "5550002"])
                // It tries for ten seconds, which are more on a busy machine.
                let end = try refused.waitForEnd(seconds: 80)
                #expect(end == .exited(75), "\(refused.errors)")
                #expect(refused.output.isEmpty)
                try queue.inDatabase { try $0.execute(sql: "ROLLBACK") }
                try queue.close()
                #expect(try centre.run(["lookup", "5550002"]).end == .exited(0))
                #expect(try centre.number("SELECT count(*) FROM lookup_log") == 1)
            }
        }

        @Test(
            "a sheet is printed for its owner alone, comes back once, and what happened meanwhile wins",
            .timeLimit(.minutes(1)))
        func sheets() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 2))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish([Native.stop("car-1"), Native.stop("car-2")])
                try centre.waitForCase(of: "car-1")
                try centre.waitForCase(of: "car-2")

                let path = centre.directory + "/sheet.html"
                let printed = try centre.run(["tasks", "export", "--sheet", "--html", "--out", path, "--as", "Mari"])
                #expect(printed.end == .exited(0), "\(printed.errors)")
                let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(rights == 0o600)
                #expect(try String(contentsOfFile: path, encoding: .utf8).contains("+3725550002"))
                let form = try centre.run(["tasks", "export", "--outcomes-template", "--of", "1"])
                let tasks = form.output.split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").first }
                #expect(tasks.count >= 1)
                let first = try #require(tasks.first)

                let now = Timestamps.now
                let file = centre.directory + "/outcomes.csv"
                try "task,sheet,outcome,at,by,note\n\(first),1,reached,\(now),Jaan,calm\n".write(
                    toFile: file, atomically: true, encoding: .utf8)
                let taken = try centre.run(["tasks", "import-outcomes", file, "--as", "Mari"])
                #expect(taken.end == .exited(0), "\(taken.errors)")
                try eventually("the lane has taken it over", said: serve.errors) {
                    try centre.texts("SELECT ifnull(outcome, '') FROM task WHERE id = \(first)") == ["reached"]
                        ? true : nil
                }
                #expect(try centre.texts("SELECT actor FROM said WHERE task_id = \(first)") == ["Jaan"])

                let again = try centre.run(["tasks", "import-outcomes", file, "--as", "Mari", "--json"])
                #expect(again.end == .exited(0), "\(again.errors)")
                #expect(again.output.contains("known_already"))
                #expect(try centre.number("SELECT count(*) FROM said WHERE task_id = \(first)") == 1)

                // Somebody else has written the same page.
                try "task,sheet,outcome,at,by\n\(first),1,no_answer,\(now),Piret\n".write(
                    toFile: file, atomically: true, encoding: .utf8)
                let late = try centre.run(["tasks", "import-outcomes", file, "--as", "Mari"])
                #expect(late.end == .exited(75), "\(late.errors)")
                #expect(late.errors.contains("kept as a note"))
                #expect(
                    try centre.number(
                        "SELECT count(*) FROM note WHERE kind = 'refused_outcome' AND task_id = \(first)") == 1)

                try "task,sheet,outcome,at\n\(first),1,reched,\(now)\n".write(
                    toFile: file, atomically: true, encoding: .utf8)
                let wrong = try centre.run(["tasks", "import-outcomes", file])
                #expect(wrong.end == .exited(1))
                #expect(wrong.errors.contains("outcomes.csv:2:5: “reched” is not one of"), "\(wrong.errors)")
            }
        }

        /// What a test reads of an answer.
        private struct Answer: Decodable {
            struct Reason: Decodable { var rule: String }
            struct Contact: Decodable { var name: String? }
            struct Case: Decodable {
                var severity: String
                var script: String?
            }

            var by: String
            var found: Bool
            var reason: Reason?
            var contacts: [Contact]
            var cases: [Case]
        }

        private enum Timestamps {
            /// ISO 8601 with its zone.
            static var now: String { ISO8601DateFormatter().string(from: Date()) }
        }
    }
}

import Foundation
import Glibc
import TestSupport
import Testing

extension AtTheDesk {
    /// People who ring us, with and without telemetry.
    @Suite("Somebody rings")
    struct TelephoneTests {
        private struct Call: Decodable {
            var id: Int
            var token: Int?
            var caseID: Int
            var severity: String
            var inbound: Bool
            var script: String?

            enum CodingKeys: String, CodingKey {
                case id, token, severity, inbound, script
                case caseID = "case_id"
            }
        }

        /// Runs a command that must end well and print a task.
        private func call(_ centre: Centre, _ words: [String]) throws -> Call {
            let command = try centre.run(words + ["--json"])
            try #require(command.end == .exited(0), "\(command.errors)")
            return try JSONDecoder().decode(Call.self, from: Data(command.output.utf8))
        }

        private func open(_ centre: Centre) throws -> Call {
            try centre.prepare()
            let serve = try centre.serve()
            try serve.waitForWords("connected as")
            return try call(
                centre,
                [
                    "cases", "open", "--plate", "777 XYZ", "--kind", "car", "--symptom", "engine_overheating",
                    "--severity", "stop", "--lat", "59.43", "--lon", "24.75", "--name", "Kadri", "--phone",
                    "+372 555 0077", "--language", "en", "--people", "3", "--claim", "--as", "Mari",
                ])
        }

        private func finish(_ centre: Centre, _ mine: Call, _ more: [String]) throws -> (Command.Ending, String) {
            let command = try centre.run(
                ["tasks", "finish", "\(mine.id)", "--token", "\(mine.token ?? 0)", "--as", "Mari"] + more)
            return (command.end, command.errors)
        }

        @Test("somebody without telemetry gets a case, and whoever answered has the call", .timeLimit(.minutes(1)))
        func opened() throws {
            try withCentre { centre in
                let mine = try open(centre)
                #expect(mine.severity == "stop")
                #expect(mine.inbound)
                #expect((mine.token ?? 0) > 0)
                #expect(mine.script?.isEmpty == false)
                try eventually("the people are known") {
                    try centre.number("SELECT count(*) FROM fact_told WHERE key = 'people'") == 1 ? true : nil
                }
                // A colleague who answers their second call learns who has them.
                let other = try centre.run(["tasks", "take", "\(mine.caseID)", "--inbound", "--as", "Jaan"])
                #expect(other.end == .exited(75))
                #expect(other.errors.contains("Mari"))
                let (asked, words) = try finish(centre, mine, [])
                #expect(asked == .exited(64))
                #expect(words.contains("--open-question"))
            }
        }

        @Test("they ring again after the call, and the case goes on to a colleague", .timeLimit(.minutes(1)))
        func again() throws {
            try withCentre { centre in
                let mine = try open(centre)
                let (done, words) = try finish(centre, mine, ["--outcome", "reached"])
                #expect(done == .exited(0), "\(words)")
                try eventually("the call is done") {
                    try centre.texts("SELECT state FROM task WHERE id = \(mine.id)") == ["done"] ? true : nil
                }
                let second = try call(centre, ["tasks", "take", "\(mine.caseID)", "--inbound", "--as", "Jaan"])
                #expect(second.id != mine.id)
                #expect(second.inbound)

                let left = try centre.run(["handover", "--as", "Mari", "--to", "Jaan"])
                #expect(left.end == .exited(0))
                #expect(left.output.contains("YOUR CASES"))
                try eventually("the case is Jaan's") {
                    try centre.texts("SELECT owner FROM case_file") == ["Jaan"] ? true : nil
                }
                let close = try centre.run([
                    "cases", "close", "\(mine.caseID)", "--reason", "they are home", "--as", "Jaan",
                ])
                #expect(close.end == .exited(0), "\(close.errors)")
                try eventually("the case is over") {
                    try centre.texts("SELECT state FROM case_file") == ["solved"] ? true : nil
                }
                let late = try centre.run(["tasks", "take", "\(mine.caseID)", "--inbound"])
                #expect(late.end == .exited(2))
            }
        }
    }
}

import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEnd {
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

        private func call(_ output: String) throws -> Call {
            try JSONDecoder().decode(Call.self, from: Data(output.utf8))
        }

        @Test("somebody without telemetry gets a case, and whoever answered has the call", .timeLimit(.minutes(1)))
        func opened() throws {
            try withCentre { centre in
                try centre.prepare()
                let serve = try centre.serve()
                try serve.waitForWords("connected as")
                let open = try centre.run([
                    "cases", "open", "--plate", "777 XYZ", "--kind", "car", "--symptom", "engine_overheating",
                    "--severity", "stop", "--lat", "59.43", "--lon", "24.75", "--name", "Kadri", "--phone",
                    "+372 555 0077", "--language", "en", "--people", "3", "--claim", "--as", "Mari", "--json",
                ])
                #expect(open.end == .exited(0), "\(open.errors)")
                let mine = try call(open.output)
                #expect(mine.severity == "stop")
                #expect(mine.inbound)
                #expect((mine.token ?? 0) > 0)
                #expect(mine.script?.isEmpty == false)
                try eventually("the people are known", said: serve.errors) {
                    try centre.number("SELECT count(*) FROM fact_told WHERE key = 'people' AND value = '3'") == 1
                        ? true : nil
                }

                // A colleague who answers their second call learns who has them.
                let other = try centre.run(["tasks", "take", "\(mine.caseID)", "--inbound", "--as", "Jaan"])
                #expect(other.end == .exited(75))
                #expect(other.errors.contains("Mari"))
                let finish = ["tasks", "finish", "\(mine.id)", "--token", "\(mine.token ?? 0)", "--as", "Mari"]
                let asked = try centre.run(finish)
                #expect(asked.end == .exited(64))
                #expect(asked.errors.contains("--open-question"))
                #expect(try centre.run(finish + ["--outcome", "reached"]).end == .exited(0))
                try eventually("the call is done", said: serve.errors) {
                    try centre.texts("SELECT state FROM task WHERE id = \(mine.id)") == ["done"] ? true : nil
                }

                // They ring again: there is no call any more, so one is made.
                let again = try centre.run(["tasks", "take", "\(mine.caseID)", "--inbound", "--as", "Jaan", "--json"])
                #expect(again.end == .exited(0), "\(again.errors)")
                #expect(try call(again.output).id != mine.id)
                #expect(try call(again.output).inbound)

                // The end of Mari's shift.
                let left = try centre.run(["handover", "--as", "Mari", "--to", "Jaan"])
                #expect(left.end == .exited(0))
                #expect(left.output.contains("YOUR CASES"))
                try eventually("the case is Jaan's", said: serve.errors) {
                    try centre.texts("SELECT owner FROM case_file") == ["Jaan"] ? true : nil
                }
                let close = try centre.run([
                    "cases", "close", "\(mine.caseID)", "--reason", "they are home", "--as", "Jaan",
                ])
                #expect(close.end == .exited(0), "\(close.errors)")
                try eventually("the case is over", said: serve.errors) {
                    try centre.texts("SELECT state FROM case_file") == ["solved"] ? true : nil
                }
                #expect(try centre.run(["tasks", "take", "\(mine.caseID)", "--inbound"]).end == .exited(2))
            }
        }
    }
}

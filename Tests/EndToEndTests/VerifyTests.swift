import Foundation
import GRDB
import Testing

extension EndToEnd {
    /// A simulated run with its desks, held against the truth.
    @Suite("A verdict on a simulated run")
    struct VerifyTests {
        private static let scenario = """
            name: Short
            about: Two cars break down, and two people at desks call.
            town: small-town.yaml
            start: 2027-05-18T09:00:00+03:00
            lasts: 4m
            speed: 80
            people: {answers: {reached: 100}, talks: 20s}
            desk: {people: 2, talks: 20s}
            breakdowns:
              - {asset: car-01, cause: water-pump, after: 20s, at: b3}
              - {asset: car-08, cause: fuel-pump, after: 30s, at: e4}
            """

        @Test("holds for a run that went well, and fails for a store that was harmed", .timeLimit(.minutes(2)))
        func shortRun() throws {
            let folder = NSTemporaryDirectory() + "/callahead-verify-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            try FileManager.default.copyItem(
                atPath: home.appending(path: "simulators/small-town.yaml").path, toPath: "\(folder)/small-town.yaml")
            try VerifyTests.scenario.write(toFile: "\(folder)/short.yaml", atomically: true, encoding: .utf8)

            let run = try Command(
                [
                    "simulate", "\(folder)/short.yaml", "--private", "--folder", "\(folder)/run", "--ledger",
                    "\(folder)/truth.jsonl", "--verify",
                ], directory: folder)
            let end = try run.waitForEnd(seconds: 90)
            #expect(end == .exited(0), "\(run.output)\(run.errors)")
            #expect(run.output.contains("Every promise was kept."))

            let database = "\(folder)/run/callahead.db"
            let words = ["verify", "\(folder)/truth.jsonl", "--db", database, "--json"]
            let again = try Command(words, directory: folder)
            #expect(try again.waitForEnd() == .exited(0))
            let report = try JSONDecoder().decode(Report.self, from: Data(again.output.utf8))
            #expect(report.holds)
            #expect(report.rows.first { $0.key == "recall" }?.values["count"] == 2)
            #expect(report.rows.first { $0.key == "lost_outcomes" }?.values["total"] ?? 0 > 0)

            try DatabaseQueue(path: database).write { try $0.execute(sql: "DROP INDEX case_open") }
            let harmed = try Command(words, directory: folder)
            #expect(try harmed.waitForEnd() == .exited(1))
            let second = try JSONDecoder().decode(Report.self, from: Data(harmed.output.utf8))
            #expect(!second.holds)
            #expect(second.rows.filter { $0.outcome == "failed" }.map(\.key) == ["constraints"])

            let missing = try Command(["verify", "\(folder)/nothing", "--db", database], directory: folder)
            #expect(try missing.waitForEnd() == .exited(1))
        }

        private struct Report: Decodable {
            struct Row: Decodable {
                var key: String
                var outcome: String
                var values: [String: Double]
            }

            var holds: Bool
            var rows: [Row]
        }
    }
}

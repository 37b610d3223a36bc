import Foundation
import Testing

extension EndToEnd {
    /// `callahead plan`, which needs neither broker nor database.
    @Suite("Planning a world from a file")
    struct PlanTests {
        fileprivate struct Answer: Decodable {
            struct Assignment: Decodable, Equatable {
                var `case`: String
                var unit: String
                var minutes: Double
                var reasons: [String]
            }
            struct Unassigned: Decodable {
                var `case`: String
                var reason: String
            }
            var assignments: [Assignment]
            var unassigned: [Unassigned]
            var total_cost: Double
            var optimality_gap: Double
            var elapsed_ms: Double
        }

        private static let world = """
            {"now": "2026-11-22T10:00:00Z",
             "cases": [{"id": "A", "lat": 59.4, "lon": 24.7, "severity": "stop", "needs": []},
                       {"id": "B", "lat": 59.4, "lon": 24.8, "severity": "emergency", "needs": []},
                       {"id": "C", "lat": 59.4, "lon": 24.8, "severity": "info", "needs": ["winch"]}],
             "units": [{"id": "T1", "lat": 59.5, "lon": 24.7, "capabilities": [], "available_at": null},
                       {"id": "T2", "lat": 59.5, "lon": 24.8, "capabilities": []}],
             "minutes": [[5, 7.5], [6, 30], [1, 1]]}
            """

        /// Runs `plan` on a text in a file.
        private func run(_ world: String, _ words: [String]) throws -> (Command.Ending, String, String) {
            let directory = NSTemporaryDirectory() + "plan-" + UUID().uuidString.lowercased()
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let file = directory + "/world.json"
            try world.write(toFile: file, atomically: true, encoding: .utf8)
            let command = try Command(["plan", "--world", file] + words, directory: directory)
            return (try command.waitForEnd(), command.output, command.errors)
        }

        @Test("the answer has the keys that programs rely on", .timeLimit(.minutes(1)))
        func json() throws {
            let (end, output, errors) = try run(PlanTests.world, ["--json", "--objective", "minutes"])
            #expect(end == .exited(0), "\(errors)")
            let answer = try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
            #expect(answer.assignments.map { "\($0.case)-\($0.unit)" } == ["A-T2", "B-T1"])
            #expect(answer.assignments.map(\.minutes) == [7.5, 6])
            #expect(answer.assignments.allSatisfy { !$0.reasons.isEmpty })
            #expect(answer.unassigned.map(\.case) == ["C"])
            #expect(answer.unassigned.first?.reason == "no capable unit: none has winch")
            #expect(answer.total_cost == 13.5)
            #expect(answer.optimality_gap == 0)
            #expect(answer.elapsed_ms >= 0)
        }

        @Test("without --json a table with reasons is printed", .timeLimit(.minutes(1)))
        func table() throws {
            let (end, output, errors) = try run(PlanTests.world, [])
            #expect(end == .exited(0), "\(errors)")
            #expect(output.hasPrefix("CASE  UNIT  MINUTES  WHY\nA     T2    7.5      T2 is there in 8 min\n"))
            #expect(output.contains("2 of 3 cases served"))
        }

        @Test("a mistake in the file ends with 1 and its place, wrong usage with 64", .timeLimit(.minutes(1)))
        func mistakes() throws {
            let ragged = PlanTests.world.replacingOccurrences(of: "[6, 30]", with: "[6]")
            let (end, output, errors) = try run(ragged, ["--json"])
            #expect(end == .exited(1))
            #expect(output.isEmpty)
            #expect(errors.contains("minutes[1]: there are 1 numbers and 2 units"), "\(errors)")
            #expect(try run(PlanTests.world, ["--objective", "luck"]).0 == .exited(64))
            #expect(try run(PlanTests.world, ["--world", "/no/such/file"]).0 == .exited(1))
        }
    }
}

import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A fleet that breaks on purpose, against the real broker and service.
    @Suite("The simulated fleet")
    struct SimulateTests {
        private static let yaml = """
            name: Five seconds
            town: TOWN
            lasts: 4s
            reports: 1s
            breakdowns: [{asset: car-04, codes: [P0524], severity: stop, after: 1s, at: b3}]
            chaos: {wire: {malformed: 7}}
            """

        private func scenario(in folder: String) throws -> String {
            let town = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "simulators/small-town.yaml").path
            let file = "\(folder)/five.yaml"
            try Self.yaml.replacing("TOWN", with: town).write(toFile: file, atomically: true, encoding: .utf8)
            return file
        }

        @Test("everything it says it sent has arrived, what is nonsense is refused, and what broke is a case")
        func play() throws {
            try withCentre { centre in
                try centre.prepare()
                let serve = try centre.serve()
                let ledger = "\(centre.directory)/ledger.jsonl"
                let file = try scenario(in: centre.directory)
                let simulate = try Command(
                    ["simulate", file, "--broker", centre.address, "--ledger", ledger], directory: centre.directory)
                let end = try simulate.waitForEnd(seconds: 60)
                #expect(end == .exited(0), "\(simulate.errors)")
                #expect(simulate.output.contains("1 breakdowns"), "\(simulate.output)")
                try centre.waitForCase(of: "car-04")
                try eventually("all nonsense is refused") {
                    try centre.number("SELECT count(*) FROM quarantine WHERE topic LIKE '%/assets/%'") == 7 ? true : nil
                }
                serve.send(SIGTERM)
                let lines = try String(contentsOfFile: ledger, encoding: .utf8).split(separator: "\n")
                let sent = lines.count { $0.contains("\"sent\":{") && $0.contains("\"qos\":1") }
                let acknowledged = lines.count { $0.contains("\"acknowledged\":{\"message\"") }
                #expect(sent > 150 && sent == acknowledged)
                #expect(lines.first?.contains("\"run\"") == true && lines.last?.contains("\"finished\"") == true)
                #expect(lines.count { $0.contains("\"broke\"") && $0.contains("car-04") } == 1)
                #expect(lines.count { $0.contains("\"disturbance\":\"malformed\"") } == 7)
            }
        }

        @Test("a dry run prints the same bytes for the same seed, and others for another")
        func dryRun() throws {
            let folder = NSTemporaryDirectory() + "simulate-" + UUID().uuidString.lowercased()
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let file = try scenario(in: folder)
            func output(_ seed: Int) throws -> String {
                let run = try Command(["simulate", file, "--dry-run", "--seed", "\(seed)"], directory: folder)
                #expect(try run.waitForEnd() == .exited(0), "\(run.errors)")
                return run.output
            }
            let (first, second, third) = (try output(3), try output(3), try output(4))
            #expect(first.utf8.count > 10_000)
            let (isSame, differs) = (first == second, first != third)
            #expect(isSame && differs)
        }

        @Test("a mistake in a scenario is exit code 64, with file and line")
        func mistake() throws {
            let folder = NSTemporaryDirectory() + "simulate-" + UUID().uuidString.lowercased()
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let file = try scenario(in: folder)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing("lasts: 4s", with: "lasts: 4").write(toFile: file, atomically: true, encoding: .utf8)
            let run = try Command(["simulate", file, "--dry-run"], directory: folder)
            #expect(try run.waitForEnd() == .exited(64))
            #expect(run.errors.contains("five.yaml:3: lasts is a length of time: 90s, 5m"), "\(run.errors)")
        }
    }
}

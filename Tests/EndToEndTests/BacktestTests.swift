import Foundation
import Testing

extension EndToEnd {
    /// `callahead backtest`, which needs neither broker nor database.
    @Suite("A backtest on the files of a fleet")
    struct BacktestTests {
        /// Runs `backtest` in a folder with these files.
        private func run(
            _ files: [String: String], _ words: [String], then look: (String) throws -> Void = { _ in }
        ) throws -> (Command.Ending, String, String) {
            let directory = NSTemporaryDirectory() + "backtest-" + UUID().uuidString.lowercased()
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: directory) }
            for (name, text) in files {
                try text.write(toFile: directory + "/" + name, atomically: true, encoding: .utf8)
            }
            // "." is that folder: the program runs in the package's own.
            let words = words.map { $0.replacing(/^\.(?=\/|$)/, with: directory) }
            let command = try Command(["backtest"] + words, directory: directory)
            let end = try command.waitForEnd()
            try look(directory)
            return (end, command.output, command.errors)
        }

        /// Sixteen cars, of which each has the code P1 twelve hours before each failure of its pump.
        private static var fleet: [String: String] {
            var faults = "asset,time,code\n"
            var repairs = "asset,time,part,reason\n"
            var assets = "asset,model,age\n"
            for car in 0..<16 {
                assets += "car\(car),m\(car % 2),\(car)\n"
                for round in 0..<5 {
                    let failure = 1_735_689_600 + (round * 18 + car) * 86_400 + car * 1_777
                    faults += "car\(car),\((failure - 43_200) * 1_000),P1\n"
                    repairs += "car\(car),\(failure * 1_000),pump,failure\n"
                }
            }
            return ["faults.csv": faults, "repairs.csv": repairs, "assets.csv": assets]
        }

        @Test("it foresees what a code tells, and writes every prognosis and a page", .timeLimit(.minutes(1)))
        func works() throws {
            var lines: [String] = []
            var page = ""
            let words = [".", "--json", "--step", "12h", "--out", "./p.csv", "--html", "./r.html"]
            let (end, output, errors) = try run(BacktestTests.fleet, words) { directory in
                lines = try String(contentsOfFile: directory + "/p.csv", encoding: .utf8).split(separator: "\n").map(
                    String.init)
                page = try String(contentsOfFile: directory + "/r.html", encoding: .utf8)
            }
            #expect(end == .exited(0), "\(errors)")
            struct Answer: Decodable {
                struct Part: Decodable {
                    var part: String
                    var advice: String
                    var event_recall: Double?
                    var rows: Int
                }
                var parts: [Part]
            }
            let answer = try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
            #expect(answer.parts.map(\.part) == ["pump"])
            #expect(answer.parts.first?.advice == "on")
            #expect(answer.parts.first?.event_recall ?? 0 > 0.9)
            #expect(lines.first == "asset,part,time,probability,level")
            #expect(lines.count - 1 == answer.parts.first?.rows)
            #expect(lines.contains { $0.hasSuffix(",book") })
            #expect(page.hasPrefix("<!DOCTYPE html>"))
        }

        @Test(
            "ids that match nowhere and rows of the future are told, and the last line says what came of it",
            .timeLimit(.minutes(1)))
        func told() throws {
            var files = BacktestTests.fleet
            files["assets.csv"] = files["assets.csv"]?.replacing("\ncar", with: "\nCar-")
            files["faults.csv"]?.append("car1,2099-01-01T00:00:00Z,P1\ncar2,2098-01-01T00:00:00Z,P1\n")
            let (end, output, errors) = try run(files, [".", "--step", "12h"])
            #expect(end == .exited(0), "\(errors)")
            #expect(
                output.contains(
                    "no asset of the repairs is among the assets: 'car0' there, 'Car-0' here; ids are compared as they are"
                ),
                "\(output)")
            #expect(!output.contains("among the faults:"), "\(output)")
            #expect(
                output.contains(
                    "faults.csv: rows of a time that has not come, passed over: 2, the first in line 82, '2099"),
                "\(output)")
            let last = output.split(separator: "\n").last
            #expect(last?.hasPrefix("in short: 1 of 1 parts on (pump); a call before ") == true, "\(output)")
        }

        @Test(
            "a time that is none is answered with how one is written", .timeLimit(.minutes(1)),
            arguments: [
                (["backtest", ".", "--train-until", "soon"], "write 2026-06-30"),
                (["prognosis", "learn", "--until", "30.6.2026"], "write 2026-06-30"),
                (["prognosis", "learn", "--until", "2099-01-01"], "--until lies in the future"),
            ] as [([String], String)])
        func times(words: [String], reason: String) throws {
            let command = try Command(words, directory: NSTemporaryDirectory())
            let end = try command.waitForEnd()
            #expect(end == .exited(64), "\(command.errors)")
            #expect(command.errors.contains(reason), "\(command.errors)")
        }

        @Test(
            "what can't be done ends as scripts expect", .timeLimit(.minutes(1)),
            arguments: [
                (
                    ["repairs.csv": "asset,time,part,reason\n1,soon,belt,failure"], ["."], 1,
                    "repairs.csv:2: the time 'soon'"
                ),
                (["repairs.csv": "asset,time,part,reason\n"], ["."], 2, "the record is empty"),
                ([:], ["."], 1, "without repairs there is nothing to learn"),
                ([:], ["nowhere"], 1, "there is no folder nowhere"),
                ([:], [], 64, "at least --repairs FILE"),
                (
                    [:], [".", "--train-until", "2026-03-01", "--test-from", "2026-02-01"], 64,
                    "judged on what it has learnt"
                ),
                (BacktestTests.fleet, [".", "--part", "lamp"], 2, "there is no repair of a part lamp; there are pump"),
            ] as [([String: String], [String], Int32, String)])
        func refusals(files: [String: String], words: [String], code: Int32, reason: String) throws {
            let (end, output, errors) = try run(files, words)
            #expect(end == .exited(code), "\(errors)")
            #expect(errors.contains(reason), "\(errors)")
            #expect(output.isEmpty)
        }
    }
}

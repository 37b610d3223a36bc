import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The policy file, as `serve`, `demo`, `doctor` and `policy` take it.
    @Suite("The policy of an installation")
    struct PolicyTests {
        private func broken(_ centre: Centre) throws -> String {
            let path = "\(centre.directory)/broken.yaml"
            try "offers:\n  lifetim: 45 s\nunits:\n  mending: 30\n".write(
                toFile: path, atomically: true, encoding: .utf8)
            return path
        }

        @Test("a broken policy stops whatever would go by it, with every mistake", .timeLimit(.minutes(1)))
        func broken() throws {
            try withCentre { centre in
                let path = try broken(centre)
                let broker = "mqtt://127.0.0.1:\(centre.broker.port)"
                let commands = [
                    ["serve", "--db", centre.database, "--broker", broker, "--policy", path],
                    ["demo", "--policy", path], ["policy", "check", path], ["policy", "show", "--policy", path],
                    ["doctor", "--db", centre.database, "--broker", broker, "--policy", path],
                ]
                for words in commands {
                    let command = try Command(words, directory: centre.directory)
                    #expect(try command.waitForEnd() == .exited(1), "\(words)")
                    let said = command.errors + command.output
                    #expect(said.contains("\(path):2: offers has no lifetim; did you mean lifetime?"), "\(said)")
                    #expect(said.contains("\(path):4: units.mending is 30; write a length of time"), "\(said)")
                }
                #expect(!FileManager.default.fileExists(atPath: centre.database))
            }
        }

        @Test("what `policy show` prints is a policy file with the same values", .timeLimit(.minutes(1)))
        func shows() throws {
            try withCentre { centre in
                let path = "\(centre.directory)/mine.yaml"
                try "offers:\n  lifetime: 60 s\n".write(toFile: path, atomically: true, encoding: .utf8)
                let first = try Command(["policy", "show", "--policy", path], directory: centre.directory)
                #expect(try first.waitForEnd() == .exited(0))
                #expect(first.output.contains("  lifetime: 60 s  # default 45 s\n"))
                try first.output.write(toFile: path, atomically: true, encoding: .utf8)
                let second = try Command(["policy", "show", "--policy", path], directory: centre.directory)
                #expect(try second.waitForEnd() == .exited(0))
                #expect(second.output == first.output)
                let check = try Command(["policy", "check", path], directory: centre.directory)
                #expect(try check.waitForEnd() == .exited(0))
                #expect(check.output.contains("offers.lifetime 60 s"))
            }
        }
    }
}

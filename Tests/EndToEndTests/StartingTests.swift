import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// Databases and brokers that can't be used: said in words, with the right exit code.
    @Suite("Starting")
    struct StartingTests {
        @Test("a database of a newer program is refused and left as it is", .timeLimit(.minutes(1)))
        func newerSchema() throws {
            try withCentre { centre in
                try centre.prepare()
                try centre.write { try $0.execute(sql: "PRAGMA user_version = 99") }
                let serve = try centre.serve()
                #expect(try serve.waitForEnd() == .exited(1))
                #expect(serve.errors.contains("schema version 99"), "\(serve.errors)")
                #expect(serve.errors.contains("newer"))
                #expect(try centre.number("PRAGMA user_version") == 99)
            }
        }

        @Test(
            "a file that is no database of ours is refused and left as it is", .timeLimit(.minutes(1)),
            arguments: [
                (
                    "a letter, not a database, and long enough to have a header of one hundred bytes: "
                        + "dear reader, this is only a text", "not a SQLite database"
                )
            ])
        func noDatabase(content: String, words: String) throws {
            try withCentre { centre in
                try content.write(toFile: centre.database, atomically: true, encoding: .utf8)
                let serve = try centre.serve()
                #expect(try serve.waitForEnd() == .exited(1))
                #expect(serve.errors.contains(words), "\(serve.errors)")
                #expect(try String(contentsOfFile: centre.database, encoding: .utf8) == content)
            }
        }

        @Test("another program's database is refused", .timeLimit(.minutes(1)))
        func foreignDatabase() throws {
            try withCentre { centre in
                let queue = try DatabaseQueue(path: centre.database)
                try queue.write { try $0.execute(sql: "CREATE TABLE bookmark (url TEXT)") }
                try queue.close()
                let serve = try centre.serve()
                #expect(try serve.waitForEnd() == .exited(1))
                #expect(serve.errors.contains("another program"), "\(serve.errors)")
            }
        }

        @Test("wrong words on the command line end with 64", .timeLimit(.minutes(1)))
        func usage() throws {
            try withCentre { centre in
                for words in [["serve", "--broker", "http://127.0.0.1:1"], ["serve", "--brocker", "x"]] {
                    let command = try Command(words, directory: centre.directory)
                    #expect(try command.waitForEnd() == .exited(64))
                    #expect(command.errors.contains("--bro"))
                }
            }
        }

        @Test("an unknown failpoint is refused", .timeLimit(.minutes(1)))
        func failpoint() throws {
            try withCentre { centre in
                let serve = try centre.serve(failpoint: "after-lunch:1")
                #expect(try serve.waitForEnd() == .exited(1))
                #expect(serve.errors.contains("after-lunch"))
            }
        }

        @Test("a broker that is not there yet is tried until it is", .timeLimit(.minutes(1)))
        func brokerNotThere() throws {
            try withCentre { centre in
                centre.broker.stop()
                let serve = try centre.serve()
                try serve.waitForWords(String(centre.broker.port))
                #expect(serve.end == nil)
                try centre.broker.start()
                try serve.waitForWords("connected as callahead")
                let peer = try Peer(centre.broker.port)
                try eventually("a fault arrives", said: serve.errors) {
                    try peer.publish([Native.stop("car-1")])
                    return try centre.cases(of: "car-1") == 1 ? true : nil
                }
            }
        }

        @Test("a broker that wants a password says so in our words, and lets the right one in", .timeLimit(.minutes(1)))
        func password() throws {
            let folder = NSTemporaryDirectory() + "secrets-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let accounts = try Command(
                "mosquitto_passwd", ["-b", "-c", "\(folder)/accounts", "centre", "open sesame"], directory: folder)
            try #require(try accounts.waitForEnd() == .exited(0), "\(accounts.errors)")
            try "open sesame\n".write(toFile: "\(folder)/password", atomically: true, encoding: .utf8)

            let options = Broker.Options(
                allowAnonymous: false, extraLines: ["password_file \(folder)/accounts"])
            try withCentre(options) { centre in
                let refused = try centre.serve()
                try refused.waitForWords("the broker refused the connection")
                #expect(refused.errors.contains("account"))
                #expect(refused.end == nil)
                refused.send(SIGTERM)
                #expect(try refused.waitForEnd() == .exited(0))

                let admitted = try centre.serve(
                    more: ["--password-file", "\(folder)/password"], environment: ["CALLAHEAD_MQTT_USER": "centre"])
                try admitted.waitForWords("connected as callahead")
                #expect(!admitted.errors.contains("sesame"))
            }
        }

        @Test("SIGTERM ends a service that has no broker", .timeLimit(.minutes(1)))
        func stopsWithoutBroker() throws {
            try withCentre { centre in
                centre.broker.stop()
                let serve = try centre.serve()
                try serve.waitForWords(String(centre.broker.port))
                serve.send(SIGTERM)
                #expect(try serve.waitForEnd() == .exited(0))
            }
        }
    }
}

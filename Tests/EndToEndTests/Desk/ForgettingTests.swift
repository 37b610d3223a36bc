import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

extension AtTheDesk {
    /// Somebody asks to be forgotten, beside a running service.
    @Suite("Somebody is forgotten")
    struct ForgettingTests {
        /// What must be found nowhere afterwards.
        private static let traces = ["Zebedee", "Quux", "55577123", "555 77 123", "ZQX987", "ZQX 987", "58.377123"]
        private static let home = (lat: 58.377123, lon: 26.722456)

        private func ok(_ centre: Centre, _ words: [String]) throws -> String {
            let command = try centre.run(words)
            try #require(command.end == .exited(0), "\(words): \(command.errors)")
            return command.output
        }

        private func `import`(_ centre: Centre, _ kind: String, _ lines: [String]) throws {
            let path = NSTemporaryDirectory() + "import-\(UUID().uuidString).csv"
            try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: path) }
            _ = try ok(centre, ["import", kind, path])
        }

        /// Which traces are in which files of the centre.
        private func found(_ centre: Centre) throws -> [String] {
            var patterns = ForgettingTests.traces.map { ($0, Data($0.utf8)) }
            for number in [ForgettingTests.home.lat, ForgettingTests.home.lon] {
                withUnsafeBytes(of: number.bitPattern.bigEndian) { patterns.append(("\(number)", Data($0))) }
                withUnsafeBytes(of: number.bitPattern.littleEndian) { patterns.append(("\(number)", Data($0))) }
            }
            var found: [String] = []
            // What commands printed for whoever asked is none of the service's files.
            let names = try FileManager.default.contentsOfDirectory(atPath: centre.directory).sorted()
            for name in names where !name.hasSuffix(".out") {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(centre.directory)/\(name)"))
                for (trace, pattern) in patterns where bytes.range(of: pattern) != nil {
                    found.append("\(name): \(trace)")
                }
            }
            return found
        }

        private struct Claimed: Decodable {
            var id: Int
            var token: Int
        }

        @Test("what was a customer is in no file of the service any more", .timeLimit(.minutes(2)))
        func forgotten() throws {
            try withCentre { centre in
                try centre.serveUntilIdle(seconds: 0.05)
                try `import`(centre, "customers", ["id,name,phone,language", "c-77,Zebedee Quux,+372 555 77 123,en"])
                try `import`(
                    centre, "assets", ["id,customer_id,kind,plate,vin,colour", "car-1,c-77,car,ZQX 987,,red"])
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try serve.waitForWords("connected as")
                let (lat, lon) = ForgettingTests.home
                for step in 0..<20 {
                    try peer.publish(
                        "callahead/v1/assets/car-1/position",
                        "{\"time\":\(Milliseconds.now - Int64(20 - step) * 1_000),\"lat\":\(lat),\"lon\":\(lon)}")
                }
                try peer.publish("callahead/v1/assets/car-1/faults", "Zebedee Quux in ZQX987 at \(lat),\(lon)")
                try peer.publish([Native.stop("car-1", lat: lat, lon: lon)])
                try centre.waitForCase(of: "car-1")

                let claimed = try JSONDecoder().decode(
                    Claimed.self,
                    from: Data(try ok(centre, ["tasks", "next", "--claim", "--as", "Mari", "--json"]).utf8))
                let (task, token) = ("\(claimed.id)", "\(claimed.token)")
                _ = try ok(centre, ["tasks", "dial", task, "--token", token, "--as", "Mari"])
                _ = try ok(centre, ["tasks", "note", task, "Zebedee", "Quux", "is", "home", "--as", "Mari"])
                _ = try ok(centre, ["tasks", "fact", task, "people=2", "--as", "Mari"])
                _ = try ok(centre, ["tasks", "export", "--sheet", "--as", "Mari"])
                _ = try ok(centre, ["lookup", "+37255577123", "--as", "Mari", "--reason", "Mr Quux rang"])
                _ = try ok(
                    centre,
                    ["tasks", "finish", task, "--token", token, "--outcome", "reached", "--as", "Mari"])
                let log = try ok(centre, ["lookup", "c-77", "--log"])
                #expect(log.contains("Mari looked at c-77 with car-1 by phone: Mr Quux rang"))
                let shown = try ok(centre, ["export", "c-77", "--json", "--as", "Mari"])
                for word in ["Zebedee Quux", "ZQX 987", "58.377123", "Mari", "\"said\""] {
                    #expect(shown.contains(word), "\(word)")
                }
                #expect(try !found(centre).isEmpty)

                let refused = try centre.run(["forget", "c-77", "--yes"])
                #expect(refused.end == .exited(75))
                #expect(refused.errors.contains("cases close 1"))
                _ = try ok(centre, ["cases", "close", "1", "--reason", "Mr Quux went on", "--as", "Mari"])
                try eventually("nothing is open") {
                    let open =
                        try centre.number(
                            "SELECT count(*) FROM task WHERE state NOT IN ('done', 'withdrawn')")
                        + centre.number("SELECT count(*) FROM case_file WHERE closed_at IS NULL")
                    return open == 0 ? true : nil
                }
                let unasked = try centre.run(["forget", "c-77"])
                #expect(unasked.end == .exited(64))
                let done = try ok(centre, ["forget", "--phone", "00372 55577123", "--yes", "--json", "--as", "Mari"])
                #expect(done.contains("\"bytes\":\"gone\""), "\(done)")

                // The device goes on, for an asset of nobody.
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")
                let backup = centre.directory + "/backup.db"
                try DatabaseQueue(path: centre.database).inDatabase {
                    try $0.execute(sql: "VACUUM INTO ?", arguments: [backup])
                }
                let left = try found(centre)
                #expect(left == [], "\(left)")
                #expect(try centre.run(["lookup", "+37255577123"]).end == .exited(2))
                #expect(try centre.run(["forget", "c-77", "--yes"]).end == .exited(2))
                serve.send(SIGTERM)
                #expect(try serve.waitForEnd() == .exited(0), "\(serve.errors)")
                let leftAtEnd = try found(centre)
                #expect(leftAtEnd == [], "\(leftAtEnd)")
                for trace in ForgettingTests.traces { #expect(!serve.errors.contains(trace), "\(trace)") }
                // What figures are made of is still there.
                #expect(try centre.number("SELECT count(*) FROM case_file WHERE told_at IS NOT NULL") >= 1)
                #expect(try centre.number("SELECT count(*) FROM attempt WHERE outcome = 'reached'") == 1)
            }
        }
    }
}

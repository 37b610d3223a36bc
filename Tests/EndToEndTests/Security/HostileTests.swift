import Foundation
import GRDB
import TestSupport
import Testing

extension AtTheDesk {
    /// What somebody sends who means harm, and what is left on the machine after a run.
    @Suite("Hostile messages and open files")
    struct HostileTests {
        private static func faults(_ payload: String) -> (String, [UInt8]) {
            ("callahead/v1/assets/car-1/faults", Array(payload.utf8))
        }

        private static let messages: [(topic: String, payload: [UInt8])] = [
            ("callahead/v1/assets/" + String(repeating: "x", count: 65_508) + "/faults", Array("{}".utf8)),
            ("callahead/v1/assets/" + String(repeating: "a/", count: 90) + "/faults", [0]),
            ("callahead/v1/assets/\u{202e}\u{1F600}/faults", Array("{\"codes\":[\"\u{1b}[2J\u{0}\"]}".utf8)),
            faults("{\"codes\":[\"P0524\u{0}\"]}"), faults(String(repeating: "{\"codes\":", count: 100_000)),
            faults("{\"codes\":[" + String(repeating: "\"P0300\",", count: 300_000) + "\"P0301\"]}"),
            faults("{\"codes\":[\"\(String(repeating: "P", count: 1_000_000))\"]}"),
            faults("{\"time\":1e999,\"codes\":[\"P0456\"]}"),
            faults("{\"time\":-9223372036854775808,\"codes\":[1e308]}"),
            faults("{\"codes\":[\"P0456\"],\"codes\":{\"a\":[[[[]]]]}}"), faults("\u{feff}{}"), faults("\"\\ud800\""),
            ("callahead/v1/assets/car-1/position", Array("{\"lat\":1e400,\"lon\":-0.0e-400}".utf8)),
            ("callahead/v1/assets/car-1/signals", Array("{\"values\":{\"\u{0}\":NaN}}".utf8)),
            ("callahead/v1/units/tow-1/job", Array("{\"offer_id\":-1,\"state\":\"\u{0}\",\"eta_minutes\":1e300}".utf8)),
        ]

        @Test(
            "no message stops the service, and five megabytes five times over fill no memory", .timeLimit(.minutes(1)))
        func messages() throws {
            let limit = "message_size_limit 8388608"
            try withCentre(Broker.Options(extraLines: [limit])) { centre in
                try centre.prepare(Reference(units: 1, cars: 2))
                let serve = try centre.serve()
                try serve.waitForWords("connected as")
                let peer = try Peer(centre.broker.port)
                try peer.publish(bytes: HostileTests.messages)
                let huge = [UInt8](repeating: 0x5B, count: 5_000_000)
                for number in 0..<5 { try peer.publish(bytes: [("callahead/v1/assets/huge-\(number)/faults", huge)]) }
                try peer.publish([Native.stop("car-2")])
                try centre.waitForCase(of: "car-2")
                #expect(serve.end == nil, "\(serve.errors)")
                let pid = try #require(serve.pid)
                let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
                let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
                let kilobytes = peak.flatMap { Int($0.filter(\.isNumber)) }
                // A sanitizer keeps what was freed, and notes about every byte.
                #expect(try #require(kilobytes) < (Sanitizer.isOn ? 1_200_000 : 300_000), "\(peak ?? "")")
                #expect(try centre.number("SELECT count(*) FROM quarantine WHERE topic LIKE '%/huge-%'") == 5)
                #expect(try centre.number("SELECT max(length(payload)) FROM quarantine") == 16_384)
                // Control characters stay in quarantine, where they are evidence, and out of the log.
                let odd = serve.errors.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" }
                #expect(odd.isEmpty)
            }
        }

        @Test(
            "after a run no file is open to everyone, and no number of a person is in the log", .timeLimit(.minutes(1)))
        func leftovers() throws {
            // What a shell usually sets.
            umask(0o022)
            try withCentre { centre in
                try centre.prepare(Reference(units: 1, slots: 1, cars: 1))
                try centre.write { db in
                    try db.execute(
                        sql: """
                            INSERT INTO outbox (id, topic, payload, contact_id, created_at)
                            VALUES (1000, 'callahead/v1/messages/out', '{"id":1000}', 'driver-1', 0)
                            """)
                }
                let serve = try centre.serve()
                let gateway = try Peer(centre.broker.port, filters: ["callahead/v1/messages/out"])
                try gateway.publish([Native.online("tow-1"), Native.stop("car-1")])
                let sheet = "\(centre.directory)/sheet.html"
                try centre.waitForCase(of: "car-1")
                let printed = try centre.run(["tasks", "export", "--sheet", "--html", "--out", sheet, "--as", "Mari"])
                #expect(printed.end == .exited(0), "\(printed.errors)")
                try gateway.wait("the text message leaves, with the number") { peer in
                    peer.received.contains { $0.payload.contains("+3725550002") }
                }
                let files = try FileManager.default.contentsOfDirectory(atPath: centre.directory).sorted()
                #expect(
                    Set(files).isSuperset(of: ["callahead.db", "callahead.db-wal", "callahead.db-shm", "sheet.html"]))
                for file in files {
                    var status = stat()
                    let found = stat("\(centre.directory)/\(file)", &status)
                    #expect(found == 0 && status.st_mode & 0o007 == 0, "\(file)")
                }
                serve.send(SIGTERM)
                _ = try serve.waitForEnd()
                for person in ["+3725550000", "+3725550001", "+3725550002", "5550002", "Example Driver"] {
                    #expect(!serve.errors.contains(person), "\(serve.errors)")
                }
            }
        }
    }
}

import TestSupport
import Testing

extension EndToEnd {
    /// What devices and strangers really send.
    @Suite("Bad input over the wire")
    struct BadInputTests {
        private static let faults = "callahead/v1/assets/car-1/faults"
        private static let place = "callahead/v1/assets/car-1/position"

        /// Ends in quarantine, with a reason that names the trouble.
        struct Bad: Sendable, CustomTestStringConvertible {
            var name: String
            var topic: String
            var payload: [UInt8]

            init(_ name: String, _ topic: String, _ payload: [UInt8]) {
                self.name = name
                self.topic = topic
                self.payload = payload
            }

            init(_ name: String, _ topic: String, _ payload: String) {
                self.init(name, topic, Array(payload.utf8))
            }

            var testDescription: String { name }
        }

        private static let quarantined = [
            Bad("malformed", faults, "{\"codes\":[\"P0524\""),
            Bad("wrong type of the whole", faults, "42"),
            Bad("codes that are no list", faults, "{\"codes\":\"P0524\"}"),
            Bad("no codes", faults, "{\"time\":1795000000000}"),
            Bad("5 MB", faults, [UInt8](repeating: 0x20, count: 5_000_000)),
            Bad("empty", faults, ""),
            Bad("invalid UTF-8", faults, Array("{\"codes\":[\"P".utf8) + [0xc3, 0x28] + Array("\"]}".utf8)),
            Bad("deep", faults, String(repeating: "[", count: 100_000)),
            Bad("latitude 91", place, "{\"lat\":91,\"lon\":24.7}"),
            Bad("a latitude that is a text", place, "{\"lat\":\"north\",\"lon\":24.7}"),
            Bad("an unknown mode", faults, "{\"mode\":\"toggle\",\"codes\":[\"P0524\"]}"),
            Bad(
                "an offer that nobody made", "callahead/v1/units/tow-1/job",
                "{\"offer_id\":99999,\"state\":\"accepted\"}"),
            Bad(
                "an offer beyond every number", "callahead/v1/units/tow-1/job",
                "{\"offer_id\":99999999999999999999999,\"state\":\"accepted\"}"),
        ]

        @Test("bad messages end in quarantine with a reason; the next good fault has its case", .timeLimit(.minutes(1)))
        func quarantine() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 2))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish(bytes: BadInputTests.quarantined.map { ($0.topic, $0.payload) })
                try peer.publish([Native.stop("car-2")])
                try centre.waitForCase(of: "car-2")
                #expect(serve.end == nil, "\(serve.errors)")
                let rows = try centre.texts("SELECT topic || ' ' || payload_bytes || ' ' || reason FROM quarantine")
                let wanted = BadInputTests.quarantined.map { "\($0.topic) \($0.payload.count)" }
                for (bad, start) in zip(BadInputTests.quarantined, wanted) {
                    let isKept = rows.contains { $0.hasPrefix(start + " ") && $0.count > start.count + 5 }
                    #expect(isKept, "\(bad.name)")
                }
                #expect(rows.count == BadInputTests.quarantined.count, "\(rows)")
                #expect(try centre.number("SELECT max(length(payload)) FROM quarantine") == 16_384)
                #expect(try centre.cases(of: "car-1") == 0)
            }
        }

        @Test("no fix, an old clock and a topic that no rule knows are no reason to stop", .timeLimit(.minutes(1)))
        func ignored() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 3))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish([
                    (BadInputTests.place, "{\"time\":\(Milliseconds.now),\"lat\":0,\"lon\":0}"),
                    ("callahead/v1/assets/car-2/faults", "{\"time\":\"2004-01-01T00:00:00Z\",\"codes\":[\"P0524\"]}"),
                    ("callahead/v1/assets/car-2/telepathy", "{}"), ("callahead/v2/assets/car-2/faults", "{}"),
                    Native.stop("car-3"),
                ])
                try centre.waitForCase(of: "car-3")
                try eventually("positions are in their table", said: serve.errors) {
                    try centre.number("SELECT count(*) FROM journal") == 0 ? true : nil
                }
                #expect(serve.end == nil)
                // 0,0 is no place; the fault with the clock of 2004 counts from its receipt.
                #expect(
                    try centre.texts("SELECT DISTINCT asset.id FROM position JOIN asset ON asset.key = asset_key")
                        == ["car-3"])
                #expect(
                    try centre.number("SELECT min(fault_at) FROM case_file") > Int(Milliseconds.now) - 60_000)
                #expect(try centre.cases(of: "car-2") == 1)
                #expect(try centre.texts("SELECT state FROM plan ORDER BY id").contains("needs_location"))
                #expect(try centre.number("SELECT count(*) FROM quarantine WHERE topic LIKE '%/faults'") == 0)
            }
        }
    }
}

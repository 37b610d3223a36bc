import GRDB
import TestSupport
import Testing

extension EndToEnd {
    /// From a fault on the wire to everything that it sets in motion.
    @Suite("The main job")
    struct MainJobTests {
        @Test(
            "a stop fault gives case, offer, hold, slot, task and advice in one transaction", .timeLimit(.minutes(1)))
        func oneTransaction() throws {
            try withCentre { centre in
                try centre.prepare(Reference(units: 2, slots: 40, cars: 20))
                let peer = try Peer(centre.broker.port)
                try peer.publish([Native.online("tow-1"), Native.online("tow-2")])
                let serve = try centre.serve()
                try serve.waitForWords("connected as")
                // The first one also waits for the start; the others are measured.
                try peer.publish(["car-1"].map { Native.stop($0) })
                try centre.waitForCase(of: "car-1")

                var milliseconds: [Double] = []
                for number in 2...20 {
                    let clock = ContinuousClock()
                    let start = clock.now
                    try peer.publish([Native.stop("car-\(number)")])
                    let seen = try eventually("car-\(number) is visible", said: serve.errors) {
                        try centre.read { try Consequences(of: "car-\(number)", $0) }
                    }
                    let elapsed = clock.now - start
                    milliseconds.append(
                        Double(elapsed.components.attoseconds) / 1e15 + Double(elapsed.components.seconds) * 1_000)
                    // The first two take the units; what the case says of itself is there at once for all of them.
                    #expect(seen.calls == 1)
                    #expect(seen.advice == 1)
                    #expect(seen.slots == 1)
                    #expect(seen.offers == seen.unitHolds)
                    #expect(seen.offers == seen.offersToSend)
                    #expect(seen.offers == (number == 2 ? 1 : 0))
                    #expect(seen.severity == "stop")
                }
                milliseconds.sort()
                print(
                    "published to visible: p50 \(milliseconds[milliseconds.count / 2]) ms, "
                        + "maximum \(milliseconds.last ?? 0) ms")
                #expect((milliseconds.last ?? .infinity) < 2_000)
            }
        }

        @Test("the message of an obd2-mqtt adapter opens a case", .timeLimit(.minutes(1)))
        func adapter() throws {
            try withCentre { centre in
                try centre.prepare()
                _ = try centre.serve()
                let publisher = try Command(
                    "mosquitto_pub",
                    [
                        "-p", "\(centre.broker.port)", "-q", "1", "-r", "-t", "obd2mqtt/tester_dtc", "-m",
                        "{\"dtc\":[\"C0300\"]}",
                    ], directory: centre.directory)
                #expect(try publisher.waitForEnd() == .exited(0))
                try centre.waitForCase(of: "obd2-mqtt:tester")
                #expect(try centre.texts("SELECT codes FROM case_file").first?.contains("C0300") == true)
                #expect(try centre.number("SELECT count(*) FROM task") == 1)
            }
        }

        @Test("a fault of an unknown device opens a case and a triage task", .timeLimit(.minutes(1)))
        func unknownDevice() throws {
            try withCentre { centre in
                try centre.prepare()
                let peer = try Peer(centre.broker.port)
                _ = try centre.serve()
                try peer.publish([Native.stop("nobody-imported-me")])
                try centre.waitForCase(of: "nobody-imported-me")
                #expect(try centre.texts("SELECT kind FROM task") == ["triage"])
            }
        }
    }
}

/// What one read transaction shows of an asset's fault.
private struct Consequences {
    var severity: String
    var calls: Int
    var offers: Int
    var unitHolds: Int
    var slots: Int
    var offersToSend: Int
    var advice: Int

    /// `nil` while there is no case.
    init?(of asset: String, _ db: Database) throws {
        guard
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT case_file.id, severity FROM case_file JOIN asset ON asset.key = asset_key WHERE asset.id = ?
                    """, arguments: [asset])
        else { return nil }
        let id: Int64 = row[0]
        severity = row[1]
        func count(_ sql: String, _ arguments: StatementArguments) throws -> Int {
            try Int.fetchOne(db, sql: "SELECT count(*) FROM \(sql)", arguments: arguments) ?? 0
        }
        calls = try count("task WHERE kind = 'breakdown_call' AND state = 'ready' AND case_id = ?", [id])
        offers = try count("job WHERE state = 'offered' AND case_id = ?", [id])
        unitHolds = try count("hold WHERE kind = 'unit' AND state = 'asked' AND case_id = ?", [id])
        slots = try count("hold WHERE kind = 'slot' AND state = 'confirmed' AND case_id = ?", [id])
        offersToSend = try count(
            """
            outbox WHERE topic LIKE 'callahead/v1/units/%/offer'
                AND json_extract(payload, '$.case.asset') = ?
            """, [asset])
        advice = try count("outbox WHERE topic = ?", ["callahead/v1/assets/\(asset)/advice"])
    }
}

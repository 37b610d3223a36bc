import Foundation
import TestSupport
import Testing

extension AtTheDesk {
    /// Devices that say far too much, beside others that don't.
    @Suite("Floods")
    struct FloodTests {
        @Test(
            "of a device that floods the newest counts and a stop comes through; others are not touched, and it is told once",
            .timeLimit(.minutes(1)))
        func device() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 2))
                let serve = try centre.serve()
                let peer = try Peer(centre.broker.port)
                let start = Milliseconds.now - 100_000
                var messages: [(topic: String, payload: String)] = []
                for number in 0..<3_000 {
                    let time = start + Int64(number) * 10
                    messages.append(
                        (
                            "callahead/v1/assets/car-1/position",
                            "{\"time\":\(time),\"lat\":59.4,\"lon\":\(24 + Double(number) / 1_000_000),\"speed\":41}"
                        ))
                    // A code of little weight comes and goes, and is gone in the end.
                    guard number % 3 == 0 else { continue }
                    let mode = number % 2 == 0 ? "raise" : "clear"
                    messages.append(
                        (
                            "callahead/v1/assets/car-1/faults",
                            "{\"time\":\(time),\"mode\":\"\(mode)\",\"codes\":[\"P0456\"]}"
                        ))
                }
                messages.insert(Native.stop("car-1", time: start + 25_000), at: messages.count - 500)
                messages.insert(Native.stop("car-2"), at: messages.count - 400)
                try peer.publish(messages)
                try centre.waitForCase(of: "car-2")
                try peer.publish([Native.position("car-2")])
                try eventually("the newest positions are in their table", said: serve.errors) {
                    try centre.number("SELECT count(*) FROM journal") == 0
                        && centre.number(
                            "SELECT count(*) FROM position JOIN asset ON asset.key = asset_key WHERE asset.id = 'car-2'"
                        )
                            > 0
                        ? true : nil
                }
                #expect(
                    try centre.texts(
                        """
                        SELECT severity FROM case_file JOIN asset ON asset.key = case_file.asset_key ORDER BY asset.id
                        """) == ["stop", "stop"])
                let newest = start + 2_999 * 10
                #expect(
                    try centre.number(
                        "SELECT count(*) FROM position WHERE time = \(newest) AND abs(lon - 24.002999) < 5e-7") == 1)
                #expect(
                    try centre.texts("SELECT code || ' ' || active FROM fault ORDER BY 1")
                        == ["obd/P0456 0", "obd/P0524 1", "obd/P0524 1"])
                #expect(try centre.texts("SELECT name || ' ' || source FROM flood") == ["car-1 callahead-v1/car-1"])
                #expect(try centre.number("SELECT count(*) FROM event WHERE kind = 'flood'") == 1)
                #expect(serve.errors.split(separator: "sends more of car-1").count == 2, "\(serve.errors)")
            }
        }

        @Test(
            "a topic that fills quarantine leaves room for others, and what is not kept is counted",
            .timeLimit(.minutes(1)))
        func quarantine() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 2))
                let serve = try centre.serve()
                let peer = try Peer(centre.broker.port)
                try peer.publish((0..<500).map { ("callahead/v1/assets/car-1/faults", "{\"codes\":\($0)}") })
                try peer.publish([("callahead/v1/assets/car-2/faults", "{\"codes\":1}"), Native.stop("car-2")])
                try centre.waitForCase(of: "car-2")
                #expect(serve.end == nil)
                let kept = try centre.texts(
                    "SELECT topic || ' ' || count(*) FROM quarantine GROUP BY topic ORDER BY topic")
                #expect(kept == ["callahead/v1/assets/car-1/faults 60", "callahead/v1/assets/car-2/faults 1"])
                #expect(
                    try centre.texts("SELECT kind || ' ' || name FROM flood") == [
                        "quarantine callahead/v1/assets/car-1"
                    ])
            }
        }
    }
}

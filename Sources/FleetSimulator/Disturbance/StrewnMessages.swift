import Telemetry

/// Messages that no device of the fleet has sent: nonsense by mistake, and nonsense on purpose.
///
/// Each is refused by the service, or means nothing: none makes a case of its own.
struct StrewnMessages {
    private let fleet: Fleet
    private let start: Timestamp
    private let lasts: Int64
    private var random: SeededGenerator

    init(fleet: Fleet, seed: UInt64, start: Timestamp, lasts: Duration) {
        (self.fleet, self.start) = (fleet, start)
        self.lasts = max(1, lasts.milliseconds)
        random = SeededGenerator(seed: seed, for: "strewn messages")
    }

    /// So many messages of each kind, at moments anywhere in the run.
    mutating func messages(malformed: Int, hostile: Int) -> [WireMessage] {
        var messages: [WireMessage] = []
        for _ in 0..<malformed { messages.append(self.malformed()) }
        for _ in 0..<hostile { messages.append(self.hostile()) }
        return messages
    }

    private mutating func moment() -> Timestamp {
        // Not in the last tenth, so that the service has read them all at the end.
        start.adding(milliseconds: Int64(Double(lasts) * (0.02 + 0.88 * random.fraction())))
    }

    private mutating func asset() -> String {
        let native = fleet.vehicles.filter { $0.profile == .native }
        return native[safe: random.below(native.count)]?.device ?? "nobody"
    }

    // MARK: Malformed

    private mutating func malformed() -> WireMessage {
        let at = moment()
        let asset = asset()
        let time = at.iso8601
        let texts: [(topic: String, payload: String)] = [
            ("faults", "{\"time\":\"\(time)\",\"mode\":\"set\",\"codes\":[{\"code\":\"P05"),
            ("faults", "{\"time\":\"\(time)\",\"mode\":\"perhaps\",\"codes\":[]}"),
            ("faults", "{\"time\":\"\(time)\",\"mode\":\"set\",\"codes\":\"P0524\"}"),
            ("faults", "{\"time\":\"\(time)\",\"mode\":\"set\"}"),
            ("position", "{\"time\":\"\(time)\",\"lat\":\"north\",\"lon\":26.7}"),
            ("position", "{\"time\":\"\(time)\",\"lat\":58.4}"),
            ("position", "{\"time\":\"\(time)\",\"lat\":158.4,\"lon\":26.7}"),
            ("signals", "not JSON at all \(random.below(1_000_000))"),
            ("signals", "[]"),
            ("signals", "{\"time\":\"\(time)\",\"values\":"),
            ("online", "maybe"),
            ("driver", "{\"time\":\"\(time)\",\"kind\":\"dances\"}"),
        ]
        let (topic, text) = texts[random.below(texts.count)]
        var message = WireMessage(
            at: at, topic: "callahead/v1/assets/\(asset)/\(topic)", payload: Array(text.utf8))
        if topic != "online", random.below(6) == 0 {
            // Bytes that are no UTF-8.
            message.payload = [0x7B, 0x22, 0xFF, 0xFE, UInt8(random.below(256)), 0xC3, 0x28, 0x22, 0x7D]
        }
        (message.disturbance, message.isUnreadable) = (.malformed, true)
        return message
    }

    // MARK: Hostile

    private mutating func hostile() -> WireMessage {
        let at = moment()
        let asset = asset()
        let time = at.iso8601
        let number = random.below(1_000_000)
        let deep = String(repeating: "[", count: 5_000)
        let hostile: [(topic: String, payload: String)] = [
            // Deeper than any reader's stack.
            ("assets/\(asset)/signals", "{\"time\":\"\(time)\",\"values\":\(deep)"),
            ("assets/\(asset)/faults", "{\"time\":\"\(time)\",\"mode\":\"set\",\"codes\":\(deep)"),
            // Numbers beyond every type.
            ("assets/\(asset)/position", "{\"time\":\"\(time)\",\"lat\":1e999,\"lon\":-1e999}"),
            ("assets/\(asset)/position", "{\"time\":\"\(time)\",\"lat\":NaN,\"lon\":Infinity}"),
            // An answer to an offer that nobody made, with words for a database and a terminal.
            (
                "units/flatbed-1/job",
                "{\"time\":\"\(time)\",\"offer_id\":\(900_000_000 + number),\"state\":\"accepted\","
                    + "\"reason\":\"'; DROP TABLE case_file; --\"}"
            ),
            ("units/nobody-\(number)/job", "{\"time\":\"\(time)\",\"offer_id\":-1,\"state\":\"delivered\"}"),
            // A long name for a code list that never ends.
            ("assets/\(asset)/faults", "{\"mode\":\"set\",\"codes\":[" + String(repeating: "{\"code\":", count: 2_000)),
            // Escape sequences where a word is expected.
            ("assets/\(asset)/driver", "{\"time\":\"\(time)\",\"kind\":\"\\u001b[2Jneed_help\"}"),
        ]
        let (topic, text) = hostile[random.below(hostile.count)]
        var message = WireMessage(at: at, topic: "callahead/v1/\(topic)", payload: Array(text.utf8))
        (message.disturbance, message.isUnreadable) = (.hostile, true)
        return message
    }
}

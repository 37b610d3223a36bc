package import Telemetry

/// A message that a device or unit publishes.
package struct SimulatedMessage: Sendable, Equatable {
    /// When it leaves.
    package var at: Timestamp
    package var topic: String
    package var payload: String
    /// As the device would choose it; who has only QoS 1 may use that.
    package var qos: Int
    package var retain: Bool
    /// The breakdown that it reports, by its place in ``Town/breakdowns``; `nil` for everything else.
    package var breakdown: Int?
    /// The asset that it is about, as the service knows it; `nil` for a unit's message.
    package var asset: String?
    /// The unit that sends it.
    package var unit: String?
    /// What it tells, in the words of the ledger.
    package var about: String?
    /// The time that it carries, milliseconds since 1970; `nil` if it carries none, or a wrong one.
    package var time: Int64?
    /// A driver's kind or a job's state, and the offer that it answers.
    package var word: String?
    package var offer: Int64?
    /// Of a message about a breakdown: whether it names no code.
    package var isClearing = false
    /// Whether the clock of its device is wrong.
    package var isSkewed = false

    init(
        at: Timestamp, topic: String, payload: String, qos: Int = 1, retain: Bool = false, breakdown: Int? = nil
    ) {
        self.at = at
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
        self.breakdown = breakdown
    }
}

/// A number with a fixed count of decimals, the same on every machine.
func decimal(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, abs(value) < 1e12, (0...9).contains(places) else { return "0" }
    var scale: Int64 = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int64((value * Double(scale)).rounded())
    guard places > 0 else { return String(scaled) }
    let magnitude = scaled.magnitude
    let fraction = String(magnitude % scale.magnitude)
    let zeros = String(repeating: "0", count: places - fraction.count)
    return "\(scaled < 0 ? "-" : "")\(magnitude / scale.magnitude).\(zeros)\(fraction)"
}

/// Text as JSON.
func quotedJSON(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case _ where scalar.value < 0x20: quoted += " "
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}

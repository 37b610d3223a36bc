package import Persistence
import Telemetry

extension QuarantinedMessage {
    /// What `callahead quarantine show` prints for a person.
    ///
    /// Nothing in a payload reaches the terminal as a command.
    package var lines: [String] {
        var lines = [
            "message   \(id), \(at.iso8601), \(state)", "topic     \(topic)", "reason    \(reason)",
            "profile   \(profile ?? "-")",
            "payload   \(payloadBytes) bytes"
                + (payload.count < payloadBytes ? ", the first \(payload.count) are kept" : ""),
        ]
        if let text = payloadText {
            lines.append(
                String(
                    String.UnicodeScalarView(
                        text.unicodeScalars.map { scalar in
                            let isControl = scalar.properties.generalCategory == .control
                            return isControl && scalar != "\n" && scalar != "\t" ? "\u{FFFD}" : scalar
                        })))
        } else {
            lines.append(payloadHexadecimal)
        }
        return lines
    }
}

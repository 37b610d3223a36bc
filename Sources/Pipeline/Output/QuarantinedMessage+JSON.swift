package import Persistence
import Telemetry

extension QuarantinedMessage {
    /// What `callahead quarantine` prints; a payload that is not UTF-8 is printed in hexadecimal.
    package var json: JSONValue {
        let text = payloadText
        return .object([
            "id": .whole(id), "at": JSONValue(at), "topic": .text(topic), "reason": .text(reason),
            "profile": JSONValue(profile), "state": .text(state), "payload_bytes": JSONValue(payloadBytes),
            "payload": JSONValue(text), "payload_hex": text == nil ? .text(payloadHexadecimal) : .null,
        ])
    }

    /// The payload, unless its bytes are not UTF-8: a text that was cut within a character loses that character.
    package var payloadText: String? {
        let cut = payload.count < payloadBytes ? 3 : 0
        for dropped in 0...cut {
            if let text = String(validating: payload.dropLast(dropped), as: UTF8.self) { return text }
        }
        return nil
    }

    /// Two digits for each byte.
    package var payloadHexadecimal: String {
        payload.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}

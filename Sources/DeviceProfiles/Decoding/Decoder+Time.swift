internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// Clocks before this are clocks that were never set.
    private static let earliest = Timestamp(seconds: 1_420_070_400)  // 2015-01-01
    private static let tolerance: Int64 = 600  // seconds into the future

    /// The time of a message, and whether it is the device's own; else the receive time.
    func time(_ rule: Rule, receivedAt: Timestamp) -> (Timestamp, trusted: Bool) {
        guard let field = rule.time, let time = Decoder.time(slots[field.slot], field.forms) else {
            return (receivedAt, false)
        }
        guard time >= Decoder.earliest, time <= receivedAt.adding(seconds: Decoder.tolerance) else {
            return (receivedAt, false)
        }
        return (time, true)
    }

    private static func time(_ value: csj_value, _ forms: [TimeField.Form]) -> Timestamp? {
        var number: Double?
        var text: UnsafeRawBufferPointer?
        switch value.kind {
        case csj_integer, csj_number: number = value.number
        case csj_string:
            let bytes = value.bytes.trimmed
            text = bytes
            number = bytes.number
        default: return nil
        }
        for form in forms {
            switch form {
            case .iso8601:
                if let text, let time = Timestamp(iso8601Bytes: text) { return time }
            case .epochMilliseconds, .epochSeconds:
                guard let number else { continue }
                let milliseconds = form == .epochSeconds ? number * 1_000 : number
                guard abs(milliseconds) < 1e16 else { return nil }
                return Timestamp(milliseconds: Int64(milliseconds.rounded()))
            }
        }
        return nil
    }
}

internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// Clocks before this are clocks that were never set.
    private static let earliest = Timestamp(seconds: 1_420_070_400)  // 2015-01-01
    private static let tolerance: Int64 = 600  // seconds into the future
    /// Longest date or time of day in bytes.
    private static let timeLimit = 64

    /// The time of a message, and whether it is the device's own; else the receive time.
    ///
    /// - Parameter retained: The age of a kept message counts from when it was sent, which nobody knows.
    func time(_ rule: Rule, receivedAt: Timestamp, retained: Bool = false) -> (Timestamp, trusted: Bool) {
        guard let field = rule.time else { return (receivedAt, false) }
        let latest = receivedAt.adding(seconds: Decoder.tolerance)
        func plausible(_ source: TimeField.Source) -> Timestamp? {
            guard let time = time(source, receivedAt, retained), time >= Decoder.earliest, time <= latest else {
                return nil
            }
            return time
        }
        if let time = plausible(field.first) { return (time, true) }
        for source in field.others {
            if let time = plausible(source) { return (time, true) }
        }
        return (receivedAt, false)
    }

    private func time(_ source: TimeField.Source, _ receivedAt: Timestamp, _ retained: Bool) -> Timestamp? {
        switch source {
        case .value(let slot, let spelling): return Decoder.time(slots[slot], spelling)
        case .joined(let date, let clock, let spelling): return Decoder.time(slots[date], slots[clock], spelling)
        case .relative(let base, let spelling, let offset, let scale):
            guard let base = Decoder.time(slots[base], spelling), let offset = slots[offset].asNumber else {
                return nil
            }
            return Decoder.later(base, by: offset * scale)
        case .age(let slot, let scale):
            // Some devices write an age with a minus; a time to come it never is.
            guard !retained, let age = slots[slot].asNumber else { return nil }
            return Decoder.later(receivedAt, by: -abs(age * scale))
        }
    }

    private static func later(_ time: Timestamp, by milliseconds: Double) -> Timestamp? {
        guard abs(milliseconds) < 1e16 else { return nil }
        return time.adding(milliseconds: Int64(milliseconds.rounded()))
    }

    private static func time(_ value: csj_value, _ spelling: Boxed<TimeField.Spelling>) -> Timestamp? {
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
        for form in spelling.value.forms {
            switch form {
            case .iso8601:
                guard let text else { continue }
                if let time = iso8601(text, spelling.value.zone) { return time }
            case .epochMilliseconds, .epochSeconds, .epochMicroseconds:
                guard let number else { continue }
                let milliseconds: Double =
                    switch form {
                    case .epochSeconds: number * 1_000
                    case .epochMicroseconds: number / 1_000
                    default: number
                    }
                return later(Timestamp(milliseconds: 0), by: milliseconds)
            case .uptime: continue
            }
        }
        guard !spelling.value.patterns.isEmpty else { return nil }
        if let text { return time(text, spelling) }
        // 20260101120000 as a number.
        guard value.kind == csj_integer else { return nil }
        var digits = String(value.integer)
        return digits.withUTF8 { time(UnsafeRawBufferPointer($0), spelling) }
    }

    private static func iso8601(_ text: UnsafeRawBufferPointer, _ zone: LocalZone?) -> Timestamp? {
        if zone == nil, let time = Timestamp(iso8601Bytes: text) { return time }
        guard text.count <= timeLimit else { return nil }
        return CivilTime(iso8601: text)?.timestamp(in: zone)
    }

    private static func time(_ text: UnsafeRawBufferPointer, _ spelling: Boxed<TimeField.Spelling>) -> Timestamp? {
        guard text.count <= 2 * timeLimit else { return nil }
        for pattern in spelling.value.patterns {
            if let time = pattern.read(text)?.timestamp(in: spelling.value.zone) { return time }
        }
        return nil
    }

    private static func time(_ date: csj_value, _ clock: csj_value, _ spelling: Boxed<TimeField.Spelling>) -> Timestamp?
    {
        guard let date = date.word, let clock = clock.word, date.utf8.count <= timeLimit,
            clock.utf8.count <= timeLimit
        else { return nil }
        var joined = "\(date) \(clock)"
        return joined.withUTF8 { bytes in
            let text = UnsafeRawBufferPointer(bytes)
            if spelling.value.forms.contains(.iso8601), let time = iso8601(text, spelling.value.zone) { return time }
            return time(text, spelling)
        }
    }
}

internal import CSimdJSON
internal import Telemetry

/// What a field holds in one message.
enum Reading<Value> {
    case missing
    case value(Value)
    /// Already reported.
    case wrong
}

extension Decoder {
    /// A number after conversion; what is wrong is reported.
    func number(_ field: NumberField, of rule: Rule) -> Reading<Double> {
        let value = slots[field.slot]
        let raw: Double
        switch value.kind {
        case csj_integer, csj_number: raw = value.number
        case csj_string:
            let text = value.bytes.trimmed
            guard let number = text.number else {
                let words = field.noValue?.value.texts ?? []
                if text.isEmpty || words.contains(where: { text.equalsIgnoringCase($0) }) {
                    return missing(field, of: rule)
                }
                report(slot: field.slot, of: rule, "a text that is not a number: \(Decoder.shown(text))")
                return .wrong
            }
            raw = number
        case csj_missing, csj_null: return missing(field, of: rule)
        default:
            report(slot: field.slot, of: rule, "\(value.kindName), a number is expected")
            return .wrong
        }
        if let noValue = field.noValue, noValue.value.numbers.contains(raw) { return missing(field, of: rule) }
        let converted = field.conversion(raw)
        guard field.range.contains(converted) else {
            report(
                slot: field.slot, of: rule,
                "\(JSONText.number(converted)) is not between \(JSONText.number(field.range.lowerBound)) and "
                    + JSONText.number(field.range.upperBound))
            return .wrong
        }
        return .value(converted)
    }

    private func missing(_ field: NumberField, of rule: Rule) -> Reading<Double> {
        guard field.required else { return .missing }
        report(slot: field.slot, of: rule, "it is required and has no value")
        return .wrong
    }

    /// A text of at most `limit` bytes; longer ones and other types are reported.
    func text(slot: Int, limit: Int, of rule: Rule) -> String? {
        let value = slots[slot]
        switch value.kind {
        case csj_missing, csj_null: return nil
        case csj_string:
            let bytes = value.bytes.trimmed
            guard bytes.count <= limit else {
                report(slot: slot, of: rule, "a text of \(bytes.count) bytes, the limit is \(limit)")
                return nil
            }
            return String(decoding: bytes, as: UTF8.self)
        default:
            report(slot: slot, of: rule, "\(value.kindName), a text is expected")
            return nil
        }
    }

    /// The start of a text, quoted, for a reason.
    static func shown(_ bytes: UnsafeRawBufferPointer) -> String {
        let text = String(decoding: bytes.prefix(40), as: UTF8.self)
        return JSONText.string(bytes.count > 40 ? text + "…" : text)
    }
}

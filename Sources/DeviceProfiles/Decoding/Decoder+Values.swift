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
            if let number = text.number {
                raw = number
            } else if let spelling = field.spelling, rule.plan.spellings[spelling].decimalComma,
                let number = text.numberWithComma
            {
                raw = number
            } else {
                return word(value, field, of: rule)
            }
        case csj_bool: return word(value, field, of: rule)
        case csj_missing, csj_null: return missing(field, of: rule)
        default:
            report(slot: field.slot, of: rule, "\(value.kindName), a number is expected")
            return .wrong
        }
        if let spelling = field.spelling, rule.plan.spellings[spelling].noValue.contains(raw) {
            return missing(field, of: rule)
        }
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

    /// A word in place of a number: no value, a value of its own, or something to report.
    private func word(_ value: csj_value, _ field: NumberField, of rule: Rule) -> Reading<Double> {
        if isBlank(value) { return missing(field, of: rule) }
        if let spelling = field.spelling.map({ rule.plan.spellings[$0] }) {
            if value.isOne(of: spelling.noValue.texts) { return missing(field, of: rule) }
            if let known = spelling.words.first(where: { value.isOne(of: [$0.word]) }) { return .value(known.value) }
            if spelling.ignoresOthers { return missing(field, of: rule) }
        }
        report(
            slot: field.slot, of: rule,
            value.kind == csj_string
                ? "a text that is not a number: \(Decoder.shown(value.bytes.trimmed))"
                : "\(value.kindName), a number is expected")
        return .wrong
    }

    private func missing(_ field: NumberField, of rule: Rule) -> Reading<Double> {
        let fallback = field.spelling.flatMap { rule.plan.spellings[$0].fallback }
        if let fallback { return .value(fallback) }
        guard field.required else { return .missing }
        report(slot: field.slot, of: rule, "it is required and has no value")
        return .wrong
    }

    /// Whether there is no value: nothing, null, or what the device sends for none.
    func isNone(_ value: csj_value, _ boxed: Boxed<NoValue>?) -> Bool {
        if value.isMissing { return true }
        guard let noValue = boxed?.value else { return false }
        switch value.kind {
        case csj_string:
            return value.isOne(of: noValue.texts)
                || !noValue.numbers.isEmpty && value.bytes.trimmed.number.map { noValue.contains($0) } ?? false
        case csj_bool: return value.isOne(of: noValue.texts)
        case csj_integer, csj_number: return noValue.contains(value.number)
        default: return false
        }
    }

    /// Whether it is a text of nothing but spaces.
    func isBlank(_ value: csj_value) -> Bool { value.kind == csj_string && value.bytes.trimmed.isEmpty }

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

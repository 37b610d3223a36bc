internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// Tells which conditions hold.
    func traceConditions(_ conditions: [Condition], _ rule: Rule) {
        for condition in conditions {
            let verdict = hasConditionsMet([condition]) ? "holds" : "fails"
            trace?.note("condition \(verdict): \(rule.label(condition.slot)) \(condition.test.words)")
        }
    }

    /// Tells what every value of a rule is in this scope.
    func traceValues(_ rule: Rule) {
        for slot in 0..<rule.plan.width {
            trace?.note("value \(rule.label(slot)): \(shown(slots[slot]))")
        }
    }

    /// Tells whom a message is about and when it was.
    func traceContext(_ context: Context, _ message: Message) {
        trace?.note(
            "identity \(symbols[context.identity]), so \(symbols[context.subject]) from \(symbols[context.source])")
        let reason =
            context.timeTrusted
            ? "the device's own" : "of receipt, because the message has no plausible time of its own"
        trace?.note("time \(context.time.iso8601): \(reason)\(message.retained ? "; the broker had kept it" : "")")
    }

    /// Tells what came out.
    func traceResult(_ observations: ArraySlice<Observation>) {
        if observations.isEmpty { trace?.note("it says nothing") }
        for observation in observations { trace?.note("becomes \(observationJSON(observation, symbols: symbols))") }
    }

    private func shown(_ value: csj_value) -> String {
        switch value.kind {
        case csj_missing: return "missing"
        case csj_string:
            guard let start = value.bytes.baseAddress, csj_is_utf8(start, value.length) else {
                return "\(value.length) bytes"
            }
            return Decoder.shown(value.bytes)
        default: return value.word ?? value.kindName
        }
    }
}

extension Condition.Test {
    /// The test in words.
    fileprivate var words: String {
        switch self {
        case .words(let words): "is \(words.joined(separator: " or "))"
        case .notWords(let words): "is not \(words.joined(separator: " or "))"
        case .prefix(let text): "starts with \(String(decoding: text, as: UTF8.self))"
        case .present(let wanted): wanted ? "is there" : "is not there"
        case .kind(let kind): "is \(kind.rawValue)"
        case .above(let limit): "is above \(limit)"
        case .below(let limit): "is below \(limit)"
        }
    }
}

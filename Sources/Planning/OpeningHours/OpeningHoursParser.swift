/// Reads opening hours from left to right.
struct OpeningHoursParser {
    /// What a whole value looks like, for whoever wrote something else.
    static let example = "write it like Mo-Fr 08:00-18:00; Sa 10:00-14:00; PH off"

    private let tokens: [OpeningHoursToken]
    private(set) var next = 0

    init(_ text: String) throws(OpeningHoursError) {
        tokens = try OpeningHoursToken.tokens(of: text)
    }

    /// All rules; there is at least one.
    mutating func parse() throws(OpeningHoursError) -> [OpeningRule] {
        var rules: [OpeningRule] = []
        var joint = OpeningRule.Joint.replacing
        while true {
            var rule = try rule()
            rule.joint = rules.isEmpty ? .replacing : joint
            rules.append(rule)
            if accept(";") {
                joint = .replacing
                // A last semicolon is a slip that everybody understands.
                while accept(";") {}
                if isAtEnd { return rules }
            } else if accept("|") {
                joint = .fallback
            } else if accept(",") {
                joint = .additional
            } else if isAtEnd {
                return rules
            } else {
                throw unexpected(OpeningHoursParser.advice(after: rule, for: peek()))
            }
        }
    }

    private mutating func rule() throws(OpeningHoursError) -> OpeningRule {
        var rule = OpeningRule()
        let start = next
        if case .number(24, _) = kind(), kind(1) == .sign("/"), case .number(7, _) = kind(2) {
            next += 3
        } else {
            if case .comment = kind(), kind(1) == .sign(":") { next += 2 }
            try wideSelectors(into: &rule)
            try weekdaySelector(into: &rule)
            if next > start { _ = accept(":") }
            if case .number = kind() { rule.spans = try times() }
        }
        let hasSelector = next > start
        try modifier(into: &rule)
        guard hasSelector || next > start else { throw notARule() }
        return rule
    }

    private mutating func modifier(into rule: inout OpeningRule) throws(OpeningHoursError) {
        var isSaid = true
        switch kind() {
        case .word("open"): rule.state = .open
        case .word("closed"), .word("off"): rule.state = .closed
        case .word("unknown"): rule.state = .unknown
        default: isSaid = false
        }
        if isSaid { next += 1 }
        if case .comment(let comment) = kind() {
            next += 1
            rule.comment = comment
            // A comment alone makes a condition of it: somebody must ask.
            if !isSaid { rule.state = .unknown }
        }
    }

    // MARK: Tokens

    func peek(_ ahead: Int = 0) -> OpeningHoursToken { tokens[min(next + ahead, tokens.count - 1)] }

    func kind(_ ahead: Int = 0) -> OpeningHoursToken.Kind { peek(ahead).kind }

    var isAtEnd: Bool { kind() == .end }

    mutating func advance(by count: Int = 1) { next = min(next + count, tokens.count - 1) }

    mutating func goBack(to place: Int) { next = place }

    mutating func accept(_ sign: Character) -> Bool {
        guard kind() == .sign(sign) else { return false }
        next += 1
        return true
    }

    /// A mistake at the next token.
    func unexpected(_ advice: String) -> OpeningHoursError {
        OpeningHoursError(position: peek().position, found: peek().text, advice: advice)
    }

    private func notARule() -> OpeningHoursError {
        if isAtEnd { return unexpected(OpeningHoursParser.example) }
        guard case .word(let word) = kind() else { return unexpected(OpeningHoursParser.example) }
        return unexpected(OpeningHoursWords.advice(for: word) ?? OpeningHoursParser.example)
    }

    private static func advice(after rule: OpeningRule, for token: OpeningHoursToken) -> String {
        switch token.kind {
        case .word(let word): OpeningHoursWords.advice(for: word) ?? "separate rules with ;"
        case .number: rule.spans.isEmpty ? "a time is written 08:00-18:00" : "separate times with , and rules with ;"
        case .sign("+"): "+ stands only after a time with an open end, like 18:00+"
        case .sign("/"): "hours can't be given by an interval; write the times, like 10:00-12:00,14:00-16:00"
        default: example
        }
    }
}

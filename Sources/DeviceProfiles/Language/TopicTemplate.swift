/// A topic with captures: `callahead/v1/assets/{asset}/faults`, `cars/{device}_dtc`, `{prefix...}/status`.
struct TopicTemplate: Sendable, Equatable {
    enum Segment: Sendable, Equatable {
        case literal(String)
        /// One segment; what stands between prefix and suffix is captured and never empty.
        case capture(prefix: String, suffix: String)
        /// One or more segments.
        case many
    }

    /// As it stands in the profile, with variables filled in.
    let text: String
    let segments: [Segment]
    /// Names of the captures, in the order of the topic.
    ///
    /// `+` captures without a name.
    let captures: [String]
    /// Whether literals are compared without regard to the case of ASCII letters.
    let ignoresCase: Bool

    /// How many segments a topic may have.
    static let mostSegments = 32
    /// How many segments a `{name...}` that does not end a topic may span: MQTT has no filter for "some levels, then…".
    static let longestInnerCapture = 4

    /// - Throws: ``TopicTemplateError`` with the offset of what is wrong.
    init(_ text: String, ignoringCase: Bool = false) throws(TopicTemplateError) {
        var segments: [Segment] = []
        var captures: [String] = []
        var offset = 0
        for part in text.split(separator: "/", omittingEmptySubsequences: false) {
            segments.append(try TopicTemplate.segment(part, offset: offset, captures: &captures))
            offset += part.count + 1
        }
        guard segments.filter({ $0 == .many }).count <= 1 else {
            throw TopicTemplateError(offset: 0, problem: "a topic has at most one capture of several segments")
        }
        guard Set(captures.filter { !$0.isEmpty }).count == captures.filter({ !$0.isEmpty }).count else {
            throw TopicTemplateError(offset: 0, problem: "two captures have the same name")
        }
        guard segments.count <= TopicTemplate.mostSegments, text.utf8.count <= 512, !text.isEmpty else {
            throw TopicTemplateError(
                offset: 0, problem: "a topic has 1 to \(TopicTemplate.mostSegments) segments and at most 512 bytes")
        }
        self.text = text
        ignoresCase = ignoringCase
        self.segments = segments
        self.captures = captures
    }

    private static func segment(
        _ part: Substring, offset: Int, captures: inout [String]
    ) throws(TopicTemplateError) -> Segment {
        if part == "+" {
            captures.append("")
            return .capture(prefix: "", suffix: "")
        }
        if let bad = part.firstIndex(where: { $0 == "+" || $0 == "#" }) {
            throw TopicTemplateError(
                offset: offset + part.distance(from: part.startIndex, to: bad),
                problem: "\"\(part[bad])\" can't stand inside a topic segment; use a {capture}")
        }
        guard let open = part.firstIndex(of: "{") else {
            guard !part.contains("}") else {
                throw TopicTemplateError(offset: offset, problem: "a \"}\" has no \"{\" before it")
            }
            return .literal(String(part))
        }
        guard let close = part[open...].firstIndex(of: "}") else {
            throw TopicTemplateError(offset: offset, problem: "a \"{\" has no \"}\" after it in its segment")
        }
        var name = part[part.index(after: open)..<close]
        let prefix = String(part[..<open])
        let suffix = String(part[part.index(after: close)...])
        guard !suffix.contains("{"), !prefix.contains("}"), !suffix.contains("}") else {
            throw TopicTemplateError(offset: offset, problem: "a topic segment has at most one capture")
        }
        let many = name.hasSuffix("...")
        if many { name = name.dropLast(3) }
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
            throw TopicTemplateError(offset: offset, problem: "a capture's name is letters, digits and underscores")
        }
        captures.append(String(name))
        guard many else { return .capture(prefix: prefix, suffix: suffix) }
        guard prefix.isEmpty, suffix.isEmpty else {
            throw TopicTemplateError(offset: offset, problem: "a capture of several segments stands alone")
        }
        return .many
    }

    /// The MQTT filters that deliver every topic of this template.
    var filters: [String] {
        func render(_ count: Int) -> String {
            segments.flatMap { segment in
                switch segment {
                // A broker compares every letter, so a wildcard stands for a literal of any case.
                case .literal(let text): [ignoresCase ? "+" : text]
                case .capture: ["+"]
                case .many: Array(repeating: "+", count: count)
                }
            }.joined(separator: "/")
        }
        guard segments.contains(.many) else { return [render(1)] }
        if segments.last == .many {
            let head = segments.dropLast().map { segment in
                if case .literal(let text) = segment, !ignoresCase { text } else { "+" }
            }
            return [(head + ["#"]).joined(separator: "/")]
        }
        return (1...TopicTemplate.longestInnerCapture).map(render)
    }
}

/// What is wrong with a topic template, and where in its text.
struct TopicTemplateError: Error, Equatable {
    let offset: Int
    let problem: String
}

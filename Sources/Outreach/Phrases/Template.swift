/// A sentence with places to fill, split once when it is loaded.
struct Template: Sendable {
    private enum Segment: Sendable {
        case text(String)
        case value(Placeholder, capital: Bool)
    }

    private var segments: [Segment] = []
    /// What must have a value for this sentence to be said.
    private(set) var needs: PlaceholderSet = []

    /// What is wrong with a template's text.
    struct Mistake: Error {
        var problem: String
    }

    /// - Parameter allowed: The placeholders that may stand here.
    init(_ source: String, allowed: PlaceholderSet = .all) throws(Mistake) {
        var rest = Substring(source)
        var startsSentence = true
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
                throw Mistake(problem: "a brace without its partner; a placeholder looks like {case}")
            }
            let literal = rest[..<brace]
            if !literal.isEmpty {
                segments.append(.text(String(literal)))
                startsSentence = Template.endsSentence(literal)
            }
            let name = rest[rest.index(after: brace)..<end]
            guard let placeholder = Placeholder.allCases.first(where: { $0.name == name }),
                allowed.contains(placeholder.bit)
            else { throw Mistake(problem: "no placeholder {\(name)} here; allowed: \(allowed.names)") }
            segments.append(.value(placeholder, capital: startsSentence))
            needs.formUnion(placeholder.bit)
            startsSentence = false
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { segments.append(.text(String(rest))) }
    }

    private static func endsSentence(_ text: Substring) -> Bool {
        let spoken = text.last == " " ? text.dropLast() : text
        guard spoken.count < text.count || text.isEmpty, let last = spoken.last else { return false }
        return last == "." || last == "!" || last == "?"
    }

    /// Whether nothing would be said.
    var isEmpty: Bool { segments.isEmpty }

    /// Whether it ends as a sentence does; saying nothing is no sentence.
    var endsSentence: Bool {
        guard let last = segments.last else { return true }
        guard case .text(let literal) = last, let mark = literal.last else { return false }
        return mark == "." || mark == "?" || mark == "!"
    }

    /// Its own words, without what is inserted.
    var literal: String {
        segments.reduce(into: "") { text, segment in
            if case .text(let literal) = segment { text += literal }
        }
    }

    /// The sentence.
    ///
    /// Only called when every placeholder has its value.
    func render(_ values: borrowing Values) -> String {
        var text = ""
        for segment in segments {
            switch segment {
            case .text(let literal): text += literal
            case .value(let placeholder, let capital):
                guard let value = values[placeholder] else { continue }
                if capital, let first = value.unicodeScalars.first {
                    // Title case, not upper case: Georgian capitals are an alphabet that no sentence begins with.
                    text += first.properties.titlecaseMapping
                    text.unicodeScalars.append(contentsOf: value.unicodeScalars.dropFirst())
                } else {
                    text += value
                }
            }
        }
        return text
    }
}

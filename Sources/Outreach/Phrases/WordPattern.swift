/// A few words with named places to fill, split once when the file is loaded.
struct WordPattern: Sendable {
    private enum Part: Sendable {
        case text(String)
        case name(String)
    }

    private var parts: [Part] = []

    /// - Parameter names: The places that it may hold.
    init(_ part: YAMLPart, _ what: String, names: [String]) throws(PhrasebookError) {
        var rest = Substring(try part.text(what))
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            parts.append(.text(String(rest[..<brace])))
            let end = rest[brace...].firstIndex(of: "}") ?? rest.startIndex
            let name = rest[brace] == "{" && end > brace ? String(rest[rest.index(after: brace)..<end]) : ""
            guard names.contains(name) else {
                let allowed = names.map { "{\($0)}" }.joined(separator: ", ")
                throw part.mistake("\(what): no placeholder {\(name)} here; allowed: \(allowed)")
            }
            parts.append(.name(name))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        guard !parts.isEmpty else { throw part.mistake("\(what) must say something") }
    }

    func fill(_ value: (String) -> String) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .name(let name): text += value(name)
            }
        }
        return text
    }
}

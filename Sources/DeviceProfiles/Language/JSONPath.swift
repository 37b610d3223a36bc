/// A path to a value inside a payload: `state.reported."281"`, `dtc[0].code`, `data[path=="Vehicle.Speed"].dp.value`,
/// or `$` for the whole payload.
struct JSONPath: Sendable, Equatable {
    enum Step: Sendable, Hashable {
        case member(String)
        case element(Int)
        /// The first element of an array that has, below these keys, this text or a text that begins so.
        case select(keys: [String], text: String, isPrefix: Bool)
    }

    /// As it stands in the profile.
    let text: String
    let steps: [Step]

    static let whole = JSONPath(text: "$", steps: [])

    private init(text: String, steps: [Step]) {
        self.text = text
        self.steps = steps
    }

    /// - Throws: ``JSONPathError`` with the offset of the character that can't stand where it stands.
    init(_ text: String) throws(JSONPathError) {
        if text == "$" {
            self = .whole
            return
        }
        let characters = Array(text)
        var steps: [Step] = []
        var at = 0
        while true {
            guard at < characters.count else { throw JSONPathError(offset: at, problem: "the path ends too early") }
            if characters[at] == "\"" {
                guard let end = characters[(at + 1)...].firstIndex(of: "\"") else {
                    throw JSONPathError(offset: at, problem: "a quoted key has no closing quote")
                }
                steps.append(.member(String(characters[(at + 1)..<end])))
                at = end + 1
            } else {
                let end = characters[at...].firstIndex { $0 == "." || $0 == "[" || $0 == "\"" } ?? characters.count
                guard end > at else { throw JSONPathError(offset: at, problem: "a key is empty") }
                steps.append(.member(String(characters[at..<end])))
                at = end
            }
            while at < characters.count, characters[at] == "[" {
                steps.append(try JSONPath.bracket(characters, &at))
            }
            if at == characters.count { break }
            guard characters[at] == "." else {
                throw JSONPathError(offset: at, problem: "a dot is missing between two keys")
            }
            at += 1
        }
        guard steps.count <= 16 else { throw JSONPathError(offset: 0, problem: "a path has at most 16 steps") }
        self.init(text: text, steps: steps)
    }

    /// `[3]`, `[name=="x"]` or `[name^="x"]`; `at` goes from the opening bracket past the closing one.
    private static func bracket(_ characters: [Character], _ at: inout Int) throws(JSONPathError) -> Step {
        let start = at
        var end = at + 1
        var isQuoted = false
        while end < characters.count, isQuoted || characters[end] != "]" {
            if characters[end] == "\"" { isQuoted.toggle() }
            end += 1
        }
        guard end < characters.count else { throw JSONPathError(offset: start, problem: "a bracket is not closed") }
        let inside = String(characters[(start + 1)..<end])
        at = end + 1
        if let index = Int(inside) {
            guard (0...10_000).contains(index) else {
                throw JSONPathError(offset: start, problem: "an index is a number from 0 to 10000")
            }
            return .element(index)
        }
        for (mark, isPrefix) in [("==\"", false), ("^=\"", true)] {
            guard let middle = inside.firstRange(of: mark), inside.hasSuffix("\""), middle.upperBound < inside.endIndex
            else { continue }
            let keys = inside[..<middle.lowerBound].split(separator: ".", omittingEmptySubsequences: false).map(
                String.init)
            guard keys.allSatisfy({ !$0.isEmpty }) else { break }
            return .select(keys: keys, text: String(inside[middle.upperBound...].dropLast()), isPrefix: isPrefix)
        }
        throw JSONPathError(
            offset: start, problem: "a bracket holds an index, or a key with == or ^= and a text in double quotes")
    }

    /// The path of a member below this one.
    func member(_ key: String) -> JSONPath {
        let plain = key.allSatisfy { $0.isLetter || $0 == "_" }
        let part = plain ? key : "\"\(key)\""
        return JSONPath(text: steps.isEmpty ? part : "\(text).\(part)", steps: steps + [.member(key)])
    }
}

/// Where a path stops making sense.
struct JSONPathError: Error, Equatable {
    let offset: Int
    let problem: String
}

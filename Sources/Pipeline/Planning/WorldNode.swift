internal import CSimdJSON
internal import Telemetry

/// A value of a world file with the way to it, so that each mistake can say where it is.
///
/// Valid as long as the parser that it came from.
struct WorldNode {
    let value: csj_value
    let path: String

    /// What it is, for a mistake.
    var kind: String {
        switch value.kind {
        case csj_null: "null"
        case csj_bool: "true or false"
        case csj_integer, csj_number: "a number"
        case csj_string: "a text"
        case csj_array: "a list"
        case csj_object: "an object"
        default: "nothing"
        }
    }

    func mistake(_ wanted: String) -> WorldFileError { WorldFileError(at: path, "expected \(wanted), found \(kind)") }

    /// The members of an object, in order.
    func members() throws(WorldFileError) -> [(key: String, node: WorldNode)] {
        guard value.kind == csj_object else { throw mistake("an object") }
        var members: [(key: String, node: WorldNode)] = []
        var value = value
        var cursor = csj_open(&value)
        var key: UnsafePointer<CChar>?
        var length = 0
        var member = csj_value()
        while csj_next_member(&cursor, &key, &length, &member) {
            let name = String(decoding: UnsafeRawBufferPointer(start: key, count: length), as: UTF8.self)
            let node = WorldNode(value: member, path: path.isEmpty ? name : "\(path).\(name)")
            guard !members.contains(where: { $0.key == name }) else {
                throw WorldFileError(at: node.path, "this key stands here twice")
            }
            members.append((name, node))
        }
        return members
    }

    /// The elements of a list, in order.
    func elements() throws(WorldFileError) -> [WorldNode] {
        guard value.kind == csj_array else { throw mistake("a list") }
        var elements: [WorldNode] = []
        var value = value
        var cursor = csj_open(&value)
        var element = csj_value()
        while csj_next_element(&cursor, &element) {
            elements.append(WorldNode(value: element, path: "\(path)[\(elements.count)]"))
        }
        return elements
    }

    func text() throws(WorldFileError) -> String {
        guard value.kind == csj_string else { throw mistake("a text") }
        return String(decoding: UnsafeRawBufferPointer(start: value.text, count: value.length), as: UTF8.self)
    }

    /// A name that something is referred by; a whole number is taken as a text.
    func id() throws(WorldFileError) -> String {
        if value.kind == csj_integer { return "\(value.integer)" }
        let id = try text()
        guard !id.isEmpty else { throw WorldFileError(at: path, "an id can't be empty") }
        return id
    }

    func flag() throws(WorldFileError) -> Bool {
        guard value.kind == csj_bool else { throw mistake("true or false") }
        return value.flag
    }

    func number(_ range: ClosedRange<Double>, _ what: String) throws(WorldFileError) -> Double {
        guard value.kind == csj_integer || value.kind == csj_number else { throw mistake(what) }
        guard range.contains(value.number) else {
            throw WorldFileError(at: path, "\(value.number) is not \(what)")
        }
        return value.number
    }

    func whole(_ range: ClosedRange<Int>, _ what: String) throws(WorldFileError) -> Int {
        let number = try number(Double(range.lowerBound)...Double(range.upperBound), what)
        guard let whole = Int(exactly: number) else { throw WorldFileError(at: path, "\(number) is not \(what)") }
        return whole
    }

    /// ISO 8601, or milliseconds since 1970.
    func time() throws(WorldFileError) -> Timestamp {
        if value.kind == csj_integer { return Timestamp(milliseconds: value.integer) }
        guard value.kind == csj_string else { throw mistake("a time such as 2026-11-22T10:00:00Z") }
        let text = try text()
        guard let time = Timestamp(iso8601: text) else {
            throw WorldFileError(at: path, "\"\(text)\" is no time such as 2026-11-22T10:00:00Z")
        }
        return time
    }

    /// One word of a closed list.
    func word<Word: RawRepresentable & CaseIterable>(_ type: Word.Type, _ what: String) throws(WorldFileError) -> Word
    where Word.RawValue == String {
        let text = try text()
        guard let word = Word(rawValue: text) else {
            throw WorldFileError(at: path, strange(text, what, Word.allCases.map(\.rawValue)))
        }
        return word
    }

    /// A list of words for what units can do.
    func capabilities() throws(WorldFileError) -> Capabilities {
        var capabilities: Capabilities = []
        for element in try elements() {
            let text = try element.text()
            guard let capability = Capabilities(word: text) else {
                throw WorldFileError(
                    at: element.path, strange(text, "capability", Capabilities.words.map(\.word)))
            }
            capabilities.formUnion(capability)
        }
        return capabilities
    }

    private func strange(_ text: String, _ what: String, _ words: [String]) -> String {
        if let near = nearestWord(to: text, in: words) {
            return "\"\(text)\" is no \(what); is it \"\(near)\"?"
        }
        return "\"\(text)\" is no \(what); the words are \(words.joined(separator: ", "))"
    }
}

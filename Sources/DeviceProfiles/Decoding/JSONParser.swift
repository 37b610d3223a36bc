internal import CSimdJSON

/// Owns simdjson's parser; values of a parsed document are valid until the next one is parsed.
struct JSONParser: ~Copyable {
    /// Deeper documents are refused.
    static let depthLimit = 32

    private let raw: OpaquePointer?

    /// - Parameter capacity: Longest document in bytes.
    init(capacity: Int) {
        raw = csj_parser_create(capacity, JSONParser.depthLimit)
    }

    deinit {
        if let raw { csj_parser_destroy(raw) }
    }

    /// The root of a document.
    ///
    /// - Throws: ``JSONProblem`` with simdjson's reason.
    func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONProblem) -> csj_value {
        guard let raw, let start = bytes.baseAddress else { throw JSONProblem(text: "there is no memory to read it") }
        var root = csj_value()
        let code = csj_parse(raw, start, bytes.count, &root)
        guard code == 0 else { throw JSONProblem(text: String(cString: csj_error_text(code))) }
        return root
    }
}

/// Why bytes are not a JSON document.
struct JSONProblem: Error {
    let text: String
}

extension csj_value {
    /// The bytes of a string; empty for everything else.
    @inline(__always)
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: text, count: length) }

    /// A string in the payload itself, for payloads that are no JSON.
    init(text bytes: UnsafeRawBufferPointer) {
        self.init()
        kind = csj_string
        text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        length = bytes.count
    }

    @inline(__always)
    var isMissing: Bool { kind == csj_missing || kind == csj_null }

    /// What it is, for a reason.
    var kindName: String {
        switch kind {
        case csj_null: "null"
        case csj_bool: "a boolean"
        case csj_integer, csj_number: "a number"
        case csj_string: "a text"
        case csj_array: "an array"
        case csj_object: "an object"
        default: "missing"
        }
    }

    /// A bare value as a word: texts trimmed, numbers and booleans as JSON writes them; `nil` for the rest.
    var word: String? {
        switch kind {
        case csj_bool: flag ? "true" : "false"
        case csj_integer: String(integer)
        case csj_number: JSONText.number(number)
        case csj_string: String(decoding: bytes.trimmed, as: UTF8.self)
        default: nil
        }
    }

    /// Whether the value as a word is one of these, without making a string.
    func isOne(of words: [String]) -> Bool {
        switch kind {
        case csj_string:
            let bytes = bytes.trimmed
            return words.contains { bytes.equalsIgnoringCase($0) }
        case csj_bool: return words.contains(flag ? "true" : "false")
        default:
            guard let word else { return false }
            return words.contains(word)
        }
    }
}

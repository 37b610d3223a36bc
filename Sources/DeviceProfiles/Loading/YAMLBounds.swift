internal import Yams

/// What a profile's text may be at most, so that no file costs more time or memory than it is worth.
///
/// YAML's own dangers are aliases and depth: nine lines of aliases stand for a billion values, and a value that is
/// nested deeply enough overflows the stack when it is let go.
enum YAMLBounds {
    /// The longest file in bytes; a profile of a large device family has about a tenth of it.
    static let bytes = 524_288
    /// Values inside of each other.
    static let depth = 32
    /// Elements of one list, and keys of one mapping.
    static let elements = 4_096
    /// Values in all, with every alias counted as what it stands for.
    static let values = 100_000
    /// Aliases of a file.
    static let aliases = 8
    /// Question marks that could begin a key of any shape.
    static let explicitKeys = 4
    /// Mistakes of a file that are told; a person mends the first ones and looks again.
    static let mistakes = 100

    /// What a text breaks before anything has read it.
    struct Refusal {
        var line: Int
        var column: Int
        var problem: String
        var allowed: String
    }

    /// Looks at the bytes of a file before they are parsed.
    ///
    /// The parser shares what an alias names, so a bomb of aliases is small until somebody walks over it. To find
    /// doubles it walks over keys itself, over a key within a key once for each level: so both are counted before it
    /// runs. What counts is an asterisk or a question mark where an alias or such a key could begin, whether or not a
    /// quote stands around it: telling them apart would take the parser.
    static func refusal(of text: String) -> Refusal? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count <= YAMLBounds.bytes else {
                return Refusal(
                    line: 0, column: 0, problem: "the file has \(bytes.count) bytes",
                    allowed: "at most \(YAMLBounds.bytes)")
            }
            var aliases = 0
            var keys = 0
            for index in bytes.indices {
                let byte = bytes[index]
                guard byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?"), startsToken(bytes, index) else {
                    continue
                }
                if byte == UInt8(ascii: "?") {
                    keys += 1
                    if keys > YAMLBounds.explicitKeys {
                        return refusal(bytes, index, "there are too many keys that are no plain text", "words")
                    }
                } else if index + 1 < bytes.count, bytes[index + 1] > 0x20 {
                    aliases += 1
                    if aliases > YAMLBounds.aliases {
                        return refusal(
                            bytes, index, "there are more than \(YAMLBounds.aliases) aliases",
                            "write out what they stand for")
                    }
                }
            }
            return nil
        }
    }

    private static func refusal(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ problem: String, _ allowed: String
    ) -> Refusal {
        var line = 1
        var start = 0
        for place in 0..<index where bytes[place] == 0x0A {
            line += 1
            start = place + 1
        }
        // Columns count characters, as the parser does: continuation bytes of UTF-8 are none.
        let column = bytes[start..<index].count { $0 & 0xC0 != 0x80 } + 1
        return Refusal(line: line, column: column, problem: problem, allowed: allowed)
    }

    /// Whether an indicator at this place could begin a token: nothing that could belong to a word stands before it.
    private static func startsToken(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        guard index > 0 else { return true }
        let before = bytes[index - 1]
        // Beyond ASCII: the byte order mark and the line ends of Unicode.
        return before <= 0x20 || before >= 0x80 || "[{,:?".utf8.contains(before)
    }

    /// The first value that breaks a bound of depth or number, with words for it.
    ///
    /// Stops at the first, so it never walks over more values than are allowed.
    static func excess(in root: Node) -> (node: Node, problem: String, allowed: String)? {
        var count = 0
        return excess(in: root, depth: 1, &count)
    }

    private static func excess(
        in node: Node, depth: Int, _ count: inout Int
    ) -> (node: Node, problem: String, allowed: String)? {
        count += 1
        guard count <= values else { return (node, "the file has too many values", "at most \(values)") }
        guard depth <= YAMLBounds.depth else {
            return (node, "values are nested too deeply", "at most \(YAMLBounds.depth) levels")
        }
        switch node {
        case .scalar, .alias: return nil
        case .sequence(let sequence):
            guard sequence.count <= elements else {
                return (node, "a list has \(sequence.count) elements", "at most \(elements)")
            }
            for element in sequence {
                if let found = excess(in: element, depth: depth + 1, &count) { return found }
            }
        case .mapping(let mapping):
            guard mapping.count <= elements else {
                return (node, "a mapping has \(mapping.count) keys", "at most \(elements)")
            }
            for (key, value) in mapping {
                guard case .scalar = key else { return (key, "a key is no plain text", "a word") }
                count += 1
                if let found = excess(in: value, depth: depth + 1, &count) { return found }
            }
        }
        return nil
    }
}

internal import CSimdJSON

/// Words of a device and what they are called here.
struct WordMap: Sendable {
    /// Longest word that a text value may be, in bytes.
    static let longestWord = 256

    private struct Plain: Sendable {
        var bytes: [UInt8]
        /// The whole number that is written so.
        var integer: Int64?
        var ours: String
    }

    private let words: [String: String]
    /// The same words for values that stand in a message as the profile writes them: no string is made of those.
    private let plain: [Plain]

    init(_ words: [String: String]) {
        self.words = words
        plain = words.sorted { $0.key < $1.key }.filter { $0.key.utf8.count <= WordMap.longestWord }.map { word, ours in
            let integer = Int64(word).flatMap { String($0) == word ? $0 : nil }
            return Plain(bytes: Array(word.utf8), integer: integer, ours: ours)
        }
    }

    var isEmpty: Bool { words.isEmpty }

    subscript(word: String) -> String? { words[word] }

    /// What a value is called here, if it is written as in the profile; else the word has to be looked up.
    func plain(_ value: csj_value) -> String? {
        switch value.kind {
        case csj_integer: return plain.first { $0.integer == value.integer }?.ours
        case csj_string:
            let bytes = value.bytes.trimmed
            return plain.first { $0.bytes.count == bytes.count && bytes.elementsEqual($0.bytes) }?.ours
        default: return nil
        }
    }
}

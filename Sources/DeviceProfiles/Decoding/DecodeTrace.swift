/// What a decoder considered on its way, for a person who wants to know why a message became what it became.
///
/// A decoder holds one only while somebody asks; without one a note costs a comparison with `nil` and makes no text.
package final class DecodeTrace {
    /// More notes than this of one message are not kept.
    static let limit = 2_000
    /// A longer note is cut, in characters.
    static let longestNote = 400

    /// The notes so far, indented by where they belong.
    package private(set) var lines: [String] = []
    private var depth = 0
    private var dropped = 0

    package init() {}

    /// Keeps one sentence.
    ///
    /// A value that it shows may be long or hostile: line ends and control characters are escaped.
    package func note(_ text: @autoclosure () -> String) {
        guard lines.count < DecodeTrace.limit else {
            dropped += 1
            return
        }
        lines.append(String(repeating: "  ", count: depth) + DecodeTrace.plain(text()))
    }

    /// Keeps a sentence to which the following notes belong, until ``leave()``.
    package func enter(_ text: @autoclosure () -> String) {
        note(text())
        depth += 1
    }

    /// Ends what ``enter(_:)`` began.
    package func leave() {
        depth = max(0, depth - 1)
    }

    /// Forgets everything; the next message begins.
    package func clear() {
        lines.removeAll()
        depth = 0
        dropped = 0
    }

    /// The notes, with a last line that tells how many were not kept.
    package var report: [String] {
        dropped == 0 ? lines : lines + ["… and \(dropped) more notes"]
    }

    private static func plain(_ text: String) -> String {
        var plain = ""
        for scalar in text.unicodeScalars.prefix(longestNote) {
            if scalar.value < 0x20 || scalar.value == 0x7F {
                plain += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
        return text.unicodeScalars.count > longestNote ? plain + "…" : plain
    }
}

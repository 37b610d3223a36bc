/// Builds a flat JSON object as text, keys in the order in which they are added.
///
/// Only for the few messages of the outbox: no dates, no nesting beyond what is passed in as finished JSON.
struct JSONText {
    private var body = ""

    /// The object.
    var text: String { "{\(body)}" }

    mutating func add(_ key: String, _ value: String?) {
        guard let value else { return }
        append(key, JSONText.quoted(value))
    }

    mutating func add(_ key: String, _ value: Int64?) {
        guard let value else { return }
        append(key, String(value))
    }

    /// Adds a number; one that JSON can't hold is left out.
    mutating func add(_ key: String, _ value: Double?) {
        guard let value, value.isFinite else { return }
        append(key, String(value))
    }

    mutating func add(_ key: String, words: [String]) {
        append(key, "[\(words.map(JSONText.quoted).joined(separator: ","))]")
    }

    mutating func add(_ key: String, json: String) { append(key, json) }

    private mutating func append(_ key: String, _ json: String) {
        if !body.isEmpty { body += "," }
        body += "\(JSONText.quoted(key)):\(json)"
    }

    private static func quoted(_ text: String) -> String {
        // Nearly all texts are written as they are.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) { return "\"\(text)\"" }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

/// A line of text that is being typed.
package struct TextField: Sendable, Equatable {
    package private(set) var text: String
    /// At most this many characters.
    package let limit: Int

    package init(_ text: String = "", limit: Int = 500) {
        self.text = text
        self.limit = limit
    }

    /// Takes a key; false if the key is none of a text.
    package mutating func press(_ key: Key) -> Bool {
        switch key {
        case .character(let character): add(String(character))
        case .paste(let pasted): add(pasted)
        case .backspace, .delete: _ = text.popLast()
        case .control("u"): text = ""
        case .control("w"):
            while text.last == " " { text.removeLast() }
            while let last = text.last, last != " " { text.removeLast() }
        default: return false
        }
        return true
    }

    private mutating func add(_ more: String) {
        text = String((text + more.terminalSafe).prefix(limit))
    }

    /// Without spaces around it; `nil` if nothing is left.
    package var value: String? {
        let words = text.split(separator: " ").joined(separator: " ")
        return words.isEmpty ? nil : words
    }
}

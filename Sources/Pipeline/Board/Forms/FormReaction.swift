/// What a form wants after a key.
package enum FormReaction<Value: Sendable>: Sendable {
    case stays
    case cancelled
    case filled(Value)
}

/// A line of a form: a key, if it has one, and words.
package struct FormLine: Sendable, Equatable {
    package var key: String?
    package var text: String
    package var style: Style

    package init(_ text: String, key: String? = nil, style: Style = .plain) {
        self.key = key
        self.text = text
        self.style = style
    }
}

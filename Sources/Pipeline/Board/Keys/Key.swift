/// What a person pressed.
package enum Key: Sendable, Equatable {
    case character(Character)
    case enter, escape, tab, backTab, backspace, delete
    case up, down, left, right, pageUp, pageDown, home, end
    /// Ctrl and a letter.
    case control(Character)
    /// What was pasted at once; it is text, never a row of keys.
    case paste(String)
    /// A sequence of a key that means nothing here.
    case unknown
}

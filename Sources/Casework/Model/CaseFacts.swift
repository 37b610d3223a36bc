/// What people told about an asset in a case: the newest answer to each question.
///
/// The dispatcher's command has stored them; the lane only reads them.
package struct CaseFacts: Sendable, Equatable {
    private var values: [String: String] = [:]

    package init() {}

    /// The newest answer to a question (`people`, `height_limit_m`, `live_lane`, …).
    package subscript(key: String) -> String? {
        get { values[key] }
        set { values[key] = newValue }
    }

    /// Whether somebody said yes; `nil` if nobody said anything, or nothing clear.
    package func flag(_ key: String) -> Bool? {
        switch values[key]?.lowercased() {
        case "yes", "true", "1", "y": true
        case "no", "false", "0", "n": false
        default: nil
        }
    }

    /// A number that somebody told, if it is one.
    package func number(_ key: String) -> Double? {
        guard let text = values[key], let number = Double(text), number.isFinite else { return nil }
        return number
    }
}

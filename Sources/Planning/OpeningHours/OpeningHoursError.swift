/// Why a text is no `opening_hours`, and what would be.
package struct OpeningHoursError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The character at which it can't be understood any more, counted from 1.
    package let position: Int
    /// What stands there; empty at the end of the text.
    package let found: String
    /// What to write instead.
    package let advice: String

    package init(position: Int, found: String, advice: String) {
        self.position = position
        self.found = found
        self.advice = advice
    }

    /// `“Mon” at character 1 is not understood; write Mo`.
    package var description: String {
        found.isEmpty
            ? "something is missing at character \(position); \(advice)"
            : "“\(found)” at character \(position) is not understood; \(advice)"
    }
}

/// One line of `callahead doctor`: how something stands, and what to do about it.
package struct Finding: Sendable, Equatable {
    /// How bad it is.
    package enum Level: String, Sendable {
        case ok, warn, fail
    }

    package var level: Level
    /// What was looked at and found.
    package var what: String
    /// What to do; empty if nothing needs doing.
    package var advice: String

    package init(_ level: Level, _ what: String, advice: String = "") {
        self.level = level
        self.what = what
        self.advice = advice
    }

    /// `warn  SQLite 3.40.1 … — what to do`.
    package var line: String {
        let word = level.rawValue + (level == .ok ? "    " : "  ")
        return advice.isEmpty ? word + what : "\(word)\(what) — \(advice)"
    }
}

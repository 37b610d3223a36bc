/// At which passes of the places where a process may die it does, counted over all processes of a life.
package struct CrashPlan: Sendable, Equatable, CustomStringConvertible {
    /// Ascending, from 1.
    package var passes: [Int]
    /// Batches have at most so many messages, and the next one is read while one is brought to disk; `nil` for all that
    /// wait at once, one after the other.
    package var ahead: Int?

    package init(_ passes: [Int] = [], ahead: Int? = nil) {
        self.passes = passes
        self.ahead = ahead
    }

    /// Reads `3,17,18`, or `ahead4:3,17,18`.
    package init?(_ text: String) {
        var text = text[...]
        if text.hasPrefix("ahead"), let colon = text.firstIndex(of: ":") {
            guard let ahead = Int(text[..<colon].dropFirst("ahead".count)), ahead > 0 else { return nil }
            self.ahead = ahead
            text = text[text.index(after: colon)...]
        }
        let numbers = text.split(separator: ",").map { Int($0) }
        guard numbers.allSatisfy({ $0 ?? 0 > 0 }) else { return nil }
        passes = numbers.compactMap(\.self).sorted()
    }

    /// One death mostly, sometimes several, also right after each other.
    ///
    /// - Parameter total: How many passes the undisturbed life has.
    package init(seed: UInt64, variant: Int, total: Int, ahead: Int? = nil) {
        self.ahead = ahead
        var chance = Chance(seed, "crashes \(variant)")
        let count = chance.weighted([(70, 1), (18, 2), (8, 3), (4, 5)], or: 1)
        var passes: Set<Int> = []
        while passes.count < min(count, total) {
            let pass = chance.among(1...max(1, total))
            passes.insert(pass)
            if chance.percent(25) { passes.insert(pass + 1) }
        }
        self.passes = passes.sorted()
    }

    package var description: String {
        (ahead.map { "ahead\($0):" } ?? "") + passes.map(String.init).joined(separator: ",")
    }
}

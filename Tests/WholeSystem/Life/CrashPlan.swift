/// At which passes of the places where a process may die it does, counted over all processes of a life.
package struct CrashPlan: Sendable, Equatable, CustomStringConvertible {
    /// Ascending, from 1.
    package var passes: [Int]

    package init(_ passes: [Int] = []) { self.passes = passes }

    /// Reads `3,17,18`.
    package init?(_ text: String) {
        let numbers = text.split(separator: ",").map { Int($0) }
        guard numbers.allSatisfy({ $0 ?? 0 > 0 }) else { return nil }
        passes = numbers.compactMap(\.self).sorted()
    }

    /// One death mostly, sometimes several, also right after each other.
    ///
    /// - Parameter total: How many passes the undisturbed life has.
    package init(seed: UInt64, variant: Int, total: Int) {
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

    package var description: String { passes.map(String.init).joined(separator: ",") }
}

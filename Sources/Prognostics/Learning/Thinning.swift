/// Leaves out some of the many rows that no failure followed, so that a long record still fits into memory.
///
/// Of rows with something observed one in so many is kept and counts for all of them; which one hangs on the asset's
/// name and the point in time alone, so the same record always keeps the same rows. Rows before a failure, and rows
/// with nothing observed, which are few patterns, are all kept.
package struct Thinning: Hashable, Codable, Sendable {
    /// One row in two to this power is kept.
    package let power: UInt8

    /// Keeps every row.
    package static let none = Thinning(power: 0)

    package init(power: UInt8) {
        self.power = min(power, 30)
    }

    /// As much thinning as brings a number of rows down to a limit.
    package init(rows: Int, limit: Int) {
        var power: UInt8 = 0
        while power < 30, rows >> power > max(1, limit) { power += 1 }
        self.power = power
    }

    /// How often a row counts: 0 for one that is left out.
    ///
    /// - Parameters:
    ///   - asset: ``hash(_:)`` of its name.
    ///   - second: The point in time.
    func weight(asset: UInt64, second: Int64, failed: Bool, evidence: Evidence) -> Int {
        // Facts are in order, so what was observed stands last.
        guard power > 0, !failed, evidence.terms.last?.isPrior == false else { return 1 }
        var mixed = (asset ^ UInt64(bitPattern: second)) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 29
        mixed = mixed &* 0xBF58_476D_1CE4_E5B9
        return (mixed ^ mixed >> 32) & ((1 << UInt64(power)) - 1) == 0 ? 1 << Int(power) : 0
    }

    /// A number for a name that is the same in every run (FNV-1a).
    static func hash(_ name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

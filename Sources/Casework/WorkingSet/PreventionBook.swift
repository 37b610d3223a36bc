import Telemetry

/// The offers of the last seven days, and those of which it is not known yet what they came to.
package struct PreventionBook: Sendable {
    static let week: Int64 = 7 * 86_400

    /// When offers were made, by id; those older than a week go.
    private var made: [Int64: Timestamp] = [:]
    /// Offers without a result, by asset.
    private var pending: [Int64: Set<Int64>] = [:]
    /// What offers propose that nobody has answered, by id.
    private var proposed: [Int64: Proposal] = [:]

    private struct Proposal {
        var asset: Int64
        /// The best first.
        var slots: [Int64]
    }

    /// How many offers were made in the week before `now`.
    func count(at now: Timestamp) -> Int {
        let earliest = now.adding(seconds: -PreventionBook.week)
        return made.values.count { $0 > earliest }
    }

    /// Whether an offer to this asset has no result yet.
    package func isPending(_ asset: Int64) -> Bool { pending[asset] != nil }

    /// Open offers to other assets: the asset, and the slot that it is proposed first.
    func firstChoices(except asset: Int64) -> [(asset: Int64, slot: Int64)] {
        proposed.values.filter { $0.asset != asset }.compactMap { proposal in
            proposal.slots.first.map { (proposal.asset, $0) }
        }
    }

    /// Assets with an open offer that proposes one of these slots, sorted.
    func assets(proposing slots: Set<Int64>) -> [Int64] {
        Set(proposed.values.filter { !slots.isDisjoint(with: $0.slots) }.map(\.asset)).sorted()
    }

    mutating func put(_ row: PreventOfferRow) {
        proposed[row.id] = row.isOpen ? Proposal(asset: row.asset, slots: row.slots) : nil
        if made[row.id] == nil {
            let earliest = row.offeredAt.adding(seconds: -PreventionBook.week)
            made = made.filter { $0.value > earliest }
        }
        made[row.id] = row.offeredAt
        if row.result == nil {
            pending[row.asset, default: []].insert(row.id)
        } else {
            pending[row.asset]?.remove(row.id)
            if pending[row.asset]?.isEmpty == true { pending[row.asset] = nil }
        }
    }
}

import Telemetry

/// The offers of the last seven days, and those of which it is not known yet what they came to.
package struct PreventionBook: Sendable {
    static let week: Int64 = 7 * 86_400

    /// When offers were made, by id; those older than a week go.
    private var made: [Int64: Timestamp] = [:]
    /// Offers without a result, by asset.
    private var pending: [Int64: Set<Int64>] = [:]

    /// How many offers were made in the week before `now`.
    func count(at now: Timestamp) -> Int {
        let earliest = now.adding(seconds: -PreventionBook.week)
        return made.values.count { $0 > earliest }
    }

    /// Whether an offer to this asset has no result yet.
    package func isPending(_ asset: Int64) -> Bool { pending[asset] != nil }

    mutating func put(_ row: PreventOfferRow) {
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

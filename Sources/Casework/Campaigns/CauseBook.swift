import Telemetry

/// The newest signs of every cause, and the campaigns that are open.
///
/// Its size has a limit: the oldest signs go first.
package struct CauseBook: Sendable {
    /// Signs older than this are forgotten, seconds.
    package static let horizon: Int64 = 86_400
    /// At most this many signs are remembered.
    package static let capacity = 8_192

    private struct Mark: Sendable {
        var cause: String
        var asset: Int64
        var at: Timestamp
    }

    private var signs: [String: [CauseSign]] = [:]
    /// In the order of arrival; the first `forgotten` are gone.
    private var order: [Mark] = []
    private var forgotten = 0
    private var campaigns: [String: CampaignRow] = [:]
    private var causes: [Int64: String] = [:]

    package init() {}

    /// How many signs are remembered.
    package var count: Int { order.count - forgotten }

    /// The signs of a cause, one for each asset, oldest first.
    func signs(of cause: String) -> [CauseSign] { signs[cause] ?? [] }

    /// The open campaign of a cause.
    func campaign(of cause: String) -> CampaignRow? { campaigns[cause] }

    /// An open campaign.
    func campaign(_ id: Int64) -> CampaignRow? { causes[id].flatMap { campaigns[$0] } }

    mutating func add(_ sign: CauseSign) {
        signs[sign.cause, default: []].removeAll { $0.asset == sign.asset }
        signs[sign.cause, default: []].append(sign)
        order.append(Mark(cause: sign.cause, asset: sign.asset, at: sign.at))
        let oldest = sign.at.adding(seconds: -CauseBook.horizon)
        while forgotten < order.count, count > CauseBook.capacity || order[forgotten].at < oldest { forgetFirst() }
        if forgotten > CauseBook.capacity {
            order.removeFirst(forgotten)
            forgotten = 0
        }
    }

    mutating func put(_ row: CampaignRow) {
        let key = row.cause.key
        campaigns[key] = row.isOpen ? row : nil
        causes[row.id] = row.isOpen ? key : nil
    }

    private mutating func forgetFirst() {
        let mark = order[forgotten]
        forgotten += 1
        // A newer sign of the same asset has a mark of its own.
        signs[mark.cause]?.removeAll { $0.asset == mark.asset && $0.at == mark.at }
        if signs[mark.cause]?.isEmpty == true { signs[mark.cause] = nil }
    }
}

import Telemetry

/// Signs and campaigns of one step, laid over the book of causes.
struct CampaignDraft {
    private var signs: [String: [CauseSign]] = [:]
    private var rows: [String: CampaignRow] = [:]
    private var changed: [String] = []

    mutating func add(_ sign: CauseSign) { signs[sign.cause, default: []].append(sign) }

    mutating func put(_ row: CampaignRow) {
        let key = row.cause.key
        if rows.updateValue(row, forKey: key) == nil { changed.append(key) }
    }

    /// Signs of this step.
    func signs(of cause: String) -> [CauseSign] { signs[cause] ?? [] }

    /// A campaign that changed in this step.
    func row(of cause: String) -> CampaignRow? { rows[cause] }

    /// The rows that changed, with their next version, in the order of the first change.
    func finish() -> [CampaignRow] {
        changed.compactMap { rows[$0] }.map { row in
            var row = row
            row.version += 1
            return row
        }
    }
}

extension Draft {
    /// The open campaign of a cause, as this step sees it.
    func campaign(of cause: String) -> CampaignRow? {
        let row = campaigns.row(of: cause) ?? set.causes.campaign(of: cause)
        return row?.isOpen == true ? row : nil
    }

    /// An open campaign.
    func campaign(_ id: Int64) -> CampaignRow? {
        guard let known = set.causes.campaign(id) else { return nil }
        return campaign(of: known.cause.key)
    }

    /// The signs of a cause since a time, the newest of each asset, oldest first.
    func signs(of cause: String, since start: Timestamp) -> [CauseSign] {
        let fresh = campaigns.signs(of: cause)
        let known = set.causes.signs(of: cause).filter { sign in
            sign.at >= start && !fresh.contains { $0.asset == sign.asset }
        }
        return known + fresh
    }

    mutating func add(_ sign: CauseSign) {
        guard !campaigns.signs(of: sign.cause).contains(where: { $0.asset == sign.asset }) else { return }
        campaigns.add(sign)
        changes.causeSigns.append(sign)
    }
}

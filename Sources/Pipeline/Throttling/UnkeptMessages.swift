internal import Persistence
internal import Telemetry

/// How many messages quarantine did not keep, by their topic above its last level.
struct UnkeptMessages {
    /// So many are told apart; the others are counted together.
    static let nameLimit = 500
    static let others = "…"
    /// How often what is told is brought up to date.
    private static let reportEvery: Int64 = 10_000
    /// Without a further one for this long it is over.
    private static let calmAfter: Int64 = 3_600_000

    private var rows: [String: FloodRow] = [:]
    /// Names with something new, in the order in which it came.
    private var changed: [String] = []
    private var isChanged: Set<String> = []
    private var reportedAt = Timestamp(milliseconds: 0)

    /// Counts one.
    mutating func count(_ branch: String, at time: Timestamp) {
        var name = branch
        if rows[name] == nil, rows.count >= UnkeptMessages.nameLimit { name = UnkeptMessages.others }
        var row =
            rows[name]
            ?? FloodRow(kind: .quarantine, name: name, source: nil, since: time, lastAt: time, messages: 0)
        row.messages += 1
        row.lastAt = time
        rows[name] = row
        if isChanged.insert(name).inserted { changed.append(name) }
    }

    /// Whether ``report(at:)`` would tell something.
    func hasReport(at now: Timestamp) -> Bool {
        !rows.isEmpty && abs(now.milliseconds &- reportedAt.milliseconds) >= UnkeptMessages.reportEvery
    }

    /// What has changed since the last report or is over.
    mutating func report(at now: Timestamp) -> [FloodRow] {
        guard hasReport(at: now) else { return [] }
        reportedAt = now
        var told = changed.compactMap { rows[$0] }
        changed.removeAll()
        isChanged.removeAll()
        let over = rows.values.filter { abs(now.milliseconds &- $0.lastAt.milliseconds) >= UnkeptMessages.calmAfter }
        for var row in over.sorted(by: { $0.name < $1.name }) {
            row.endedAt = now
            told.append(row)
            rows[row.name] = nil
        }
        return told
    }
}

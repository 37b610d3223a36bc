/// The open calls about several cases, and whose cases they are about.
package struct GroupBook: Sendable {
    /// For each addressee there is at most one open call of a kind.
    struct Key: Hashable, Sendable {
        var contact: String
        var group: CallGroup
        var campaign: Int64?
    }

    private var rows: [Int64: TaskRow] = [:]
    private var ids: [Key: Int64] = [:]
    private var members: [Int64: Set<Int64>] = [:]
    private var groups: [Int64: Int64] = [:]

    package init() {}

    func row(_ id: Int64) -> TaskRow? { rows[id] }

    func id(_ key: Key) -> Int64? { ids[key] }

    /// Row keys of the assets whose open cases a call is about, ascending.
    func members(of id: Int64) -> [Int64] { (members[id] ?? []).sorted() }

    mutating func put(_ row: TaskRow) {
        guard let key = row.groupKey else { return }
        if row.isOpen {
            rows[row.id] = row
            ids[key] = row.id
        } else {
            rows[row.id] = nil
            if ids[key] == row.id { ids[key] = nil }
            members[row.id] = nil
        }
    }

    /// Notes in which call an asset's open case is told; `nil` is in none.
    mutating func put(asset: Int64, in group: Int64?) {
        if let before = groups[asset], before != group { members[before]?.remove(asset) }
        groups[asset] = group
        if let group { members[group, default: []].insert(asset) }
    }
}

extension TaskRow {
    /// What makes a call about several cases the only one of its kind.
    var groupKey: GroupBook.Key? {
        guard let contact, let group else { return nil }
        return GroupBook.Key(contact: contact, group: group, campaign: campaign)
    }
}

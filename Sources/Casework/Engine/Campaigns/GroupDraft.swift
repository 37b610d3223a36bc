import Telemetry

/// Calls about several cases that this step makes or changes, laid over the book of groups.
struct GroupDraft {
    private var rows: [Int64: TaskRow] = [:]
    private var ids: [GroupBook.Key: Int64] = [:]
    private var changed: [Int64] = []
    /// Assets that joined a call in this step.
    private var joined: [Int64: [Int64]] = [:]

    func row(_ id: Int64) -> TaskRow? { rows[id] }

    func id(_ key: GroupBook.Key) -> Int64? { ids[key] }

    func joined(_ id: Int64) -> [Int64] { joined[id] ?? [] }

    /// Calls that changed.
    var changedIDs: [Int64] { changed }

    mutating func put(_ row: TaskRow) {
        if rows.updateValue(row, forKey: row.id) == nil { changed.append(row.id) }
        if let key = row.groupKey { ids[key] = row.id }
    }

    mutating func join(_ asset: Int64, _ id: Int64) { joined[id, default: []].append(asset) }

    /// The rows that changed, in the order of the first change.
    func finish() -> [TaskRow] { changed.compactMap { rows[$0] } }
}

extension Draft {
    /// A call about several cases, as this step sees it, if it is open.
    func group(_ id: Int64) -> TaskRow? {
        let row = groups.row(id) ?? set.groups.row(id)
        return row?.isOpen == true ? row : nil
    }

    /// The open call of this kind to an addressee.
    func group(_ key: GroupBook.Key) -> TaskRow? { (groups.id(key) ?? set.groups.id(key)).flatMap { group($0) } }

    /// Row keys of the assets whose open cases a call is about, ascending.
    func members(of id: Int64) -> [Int64] {
        let known = set.groups.members(of: id)
        let all = groups.joined(id).isEmpty ? known : Set(known + groups.joined(id)).sorted()
        return all.filter { file(of: $0)?.current?.row.group == id }
    }
}

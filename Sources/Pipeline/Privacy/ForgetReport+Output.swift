package import Persistence

extension ForgetReport {
    /// One object.
    package var json: JSONValue {
        .object([
            "alias": .init(alias), "done": .flag(alias != nil), "resumed": .flag(isResumed), "assets": .init(assets),
            "driven_assets": .init(drivenAssets), "cases": .init(cases),
            "rows": .object(rows.mapValues { .init($0) }), "bytes": .text(bytes.rawValue),
        ])
    }

    /// For reading.
    package func lines(of id: String) -> [String] {
        let tables = rows.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        guard let alias else {
            return [
                "\(id) would be forgotten: \(assets) assets of theirs, \(drivenAssets) that only they drive, "
                    + "\(cases) cases",
                "rows: \(tables.isEmpty ? "none" : tables)", "nothing was done",
            ]
        }
        var lines = ["\(id) is forgotten; in cases and figures it is \(alias)"]
        lines.append("rows: \(tables.isEmpty ? "none" : tables)")
        switch bytes {
        case .gone, .untouched: lines.append("the file was written anew: nothing of it is left in unused room")
        case .leftToService:
            lines.append(
                "the service has the file: unused room in it may hold old bytes until it has nothing else to do, or ends"
            )
        }
        lines.append("not reached: backups, printed sheets, exported files, and what the broker still holds")
        return lines
    }
}

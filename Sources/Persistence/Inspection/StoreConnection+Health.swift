import GRDB

extension StoreConnection {
    /// What SQLite finds wrong with the file; empty if nothing is.
    ///
    /// Reads the whole file once; on a large one that takes seconds.
    package func damage() throws -> [String] {
        let findings = try read { try String.fetchAll($0, sql: "PRAGMA quick_check(20)") }
        return findings == ["ok"] ? [] : findings
    }

    /// `wal` if readers and the lane don't wait for each other.
    package func journalMode() throws -> String {
        try read { try String.fetchOne($0, sql: "PRAGMA journal_mode") ?? "unknown" }
    }

    /// The database and the files beside it, those that people who are neither owner nor of the group may use.
    package var filesOpenToOthers: [String] { DatabaseFile.openToOthers(path) }

    /// Ids that an asset and a unit share: one account at the broker would speak for both.
    package func idsOfAssetAndUnit(limit: Int = 5) throws -> [String] {
        try read {
            try String.fetchAll(
                $0, sql: "SELECT unit.id FROM unit JOIN asset ON asset.id = unit.id ORDER BY 1 LIMIT ?",
                arguments: [limit])
        }
    }
}

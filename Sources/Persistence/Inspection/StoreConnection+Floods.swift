import GRDB
import Telemetry

extension StoreConnection {
    /// Who sends more than the policy allows, newest first.
    ///
    /// - Parameter open: Only those that go on.
    package func floods(open: Bool, limit: Int = 1_000) throws -> [FloodRow] {
        let condition = open ? "WHERE ended_at IS NULL" : ""
        return try read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM flood \(condition) ORDER BY last_at DESC, kind, name LIMIT ?",
                arguments: [limit])
            return rows.compactMap { row in
                guard let kind = FloodRow.Kind(rawValue: row["kind"]) else { return nil }
                let endedAt: Int64? = row["ended_at"]
                return FloodRow(
                    kind: kind, name: row["name"], source: row["source"],
                    since: Timestamp(milliseconds: row["since"]), lastAt: Timestamp(milliseconds: row["last_at"]),
                    messages: row["messages"], droppedCodes: row["dropped_codes"],
                    endedAt: endedAt.map { Timestamp(milliseconds: $0) })
            }
        }
    }
}

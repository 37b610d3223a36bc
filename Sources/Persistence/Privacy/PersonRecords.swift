import Casework
import Foundation
import GRDB
package import Telemetry

/// Everything that is stored about a person, table by table, with why it is kept.
package struct PersonRecords: Sendable {
    /// Rows of one table.
    package struct Part: Sendable {
        package var table: DataTable
        /// Column and value, in the order of the table.
        package var rows: [[(column: String, value: StoredValue)]]
    }

    /// The id of the contact or customer.
    package var person: String
    package var at: Timestamp
    /// Those tables that hold something.
    package var parts: [Part]
}

extension StoreConnection {
    /// What stands in the place of somebody else's id.
    private static let somebodyElse = "somebody else"

    /// Reads everything that is stored about a person, and writes into the log of look-ups that somebody has.
    ///
    /// Who sat at the desk is left out, save for who looked at their data; other people's ids and what is known of them
    /// are left out of texts.
    /// - Throws: ``DeskError/notFound(_:)``; ``StoreError``, `busy` if the log could not be written in time.
    package func records(of id: String, as actor: DeskActor, at now: Timestamp) throws -> PersonRecords {
        let parts = try read { db -> [PersonRecords.Part] in
            let isKnown = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM person WHERE id = ?)", arguments: [id])
            guard isKnown == true else { throw DeskError.notFound("contact \(id)") }
            let scope = try PersonScope(id, in: db)
            let others = try StoreConnection.others(than: scope, in: db)
            var parts: [PersonRecords.Part] = []
            for table in DataInventory.tables {
                guard let condition = table.about else { continue }
                let rows = try Row.fetchAll(
                    db, sql: "SELECT * FROM \(table.name) WHERE \(condition)", arguments: scope.arguments)
                guard !rows.isEmpty else { continue }
                let values = rows.map { StoreConnection.told($0, of: table, scope, others) }
                parts.append(PersonRecords.Part(table: table, rows: values))
            }
            if let waiting = try StoreConnection.waiting(of: scope, in: db) { parts.append(waiting) }
            return parts
        }
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO lookup_log (at, actor, os_user, kind, contact_id, found, reason)
                    VALUES (?, ?, ?, 'export', ?, 1, 'their right to know')
                    """, arguments: [now.milliseconds, actor.name, actor.osUser, id])
        }
        return PersonRecords(person: id, at: now, parts: parts)
    }

    /// What other people around the same assets and cases can be recognised by.
    private static func others(than scope: PersonScope, in db: Database) throws -> PersonTerms {
        var terms = PersonTerms()
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, name, phone FROM person WHERE id != :person AND id IN (
                    SELECT contact_id FROM contact_role WHERE of_kind = 'asset'
                        AND of_id IN (SELECT id FROM asset WHERE key IN (SELECT value FROM json_each(:assets)))
                    UNION SELECT customer_id FROM asset WHERE key IN (SELECT value FROM json_each(:assets))
                    UNION SELECT contact_id FROM case_addressee
                        WHERE case_id IN (SELECT value FROM json_each(:own))
                    UNION SELECT contact_id FROM task WHERE case_id IN (SELECT value FROM json_each(:own)))
                """, arguments: scope.arguments)
        for row in rows {
            terms.add(row["id"])
            terms.add(row["name"])
            terms.add(phone: row["phone"])
        }
        return terms
    }

    /// A row as the person may see it.
    private static func told(
        _ row: Row, of table: DataTable, _ scope: PersonScope, _ others: PersonTerms
    ) -> [(column: String, value: StoredValue)] {
        row.compactMap { column, value in
            let kind = table.personal[column]
            if kind == .staff, table.name != "lookup_log" || column == "os_user" { return nil }
            switch value.storage {
            case .null: return nil
            case .int64(let number): return (column, .integer(number))
            case .double(let number): return (column, .real(number))
            case .blob: return nil
            case .string(let text):
                if kind == .person, text != scope.person { return (column, .text(somebodyElse)) }
                let isText = kind == .words || kind == .payload
                return (column, .text(isText ? others.redacted(text) ?? text : text))
            }
        }
    }

    /// Positions of their assets that are not in their table yet.
    private static func waiting(of scope: PersonScope, in db: Database) throws -> PersonRecords.Part? {
        guard let table = DataInventory.table("journal"), !scope.assets.isEmpty else { return nil }
        let assets = Set(scope.assets)
        var rows: [[(column: String, value: StoredValue)]] = []
        let bodies = try Data.fetchCursor(db, sql: "SELECT body FROM journal ORDER BY batch")
        while let body = try bodies.next() {
            let content = try body.withUnsafeBytes { try Journal.decode($0) }
            for fix in content.positions where assets.contains(fix.asset) {
                rows.append([
                    ("asset_key", .integer(fix.asset)), ("time", .integer(fix.time.milliseconds)),
                    ("lat", .real(fix.position.coordinate.latitude)),
                    ("lon", .real(fix.position.coordinate.longitude)),
                ])
            }
        }
        return rows.isEmpty ? nil : PersonRecords.Part(table: table, rows: rows)
    }
}

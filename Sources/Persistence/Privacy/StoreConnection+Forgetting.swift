import Foundation
import GRDB
package import Telemetry

/// Somebody's right to be forgotten.
extension StoreConnection {
    /// What a forgetting goes by: from the tables, or from the row that an interrupted one left.
    struct Forgetting {
        var scope: PersonScope
        var terms: PersonTerms
        var alias: String
    }

    /// What is kept until the work is done, so that it can be taken up again.
    private struct Pending: Codable {
        var person: String
        var theirs: [Int64]
        var assets: [Int64]
        var theirIDs: [String]
        var own: [Int64]
        var tasks: [Int64]
        var terms: PersonTerms
    }

    /// How many rows one write looks at, at most: the lane waits for milliseconds.
    static let forgettingChunk = 200

    /// Removes a person from every table; cases and figures stay, without them.
    ///
    /// In short transactions, so that nothing holds up the lane. The first one cuts the person off from everything, and
    /// the work goes on from where it was if it is interrupted and asked for again.
    /// - Parameters:
    ///   - id: The id of a contact or a customer.
    ///   - isDryRun: Only to see what would go.
    /// - Throws: ``DeskError/notFound(_:)``; ``StoreError`` of kind `busy` with a sentence while a case is open with them.
    package func forget(
        _ id: String, as actor: DeskActor, at now: Timestamp, isDryRun: Bool = false
    ) throws -> ForgetReport {
        guard !isDryRun else { return try foresee(id) }
        let report = try forget(id, as: actor, at: now, in: DataInventory.tables)
        try ForgottenList.add(try digest(ofPerson: id), to: path)
        return report
    }

    /// What would go.
    private func foresee(_ id: String) throws -> ForgetReport {
        var report = ForgetReport()
        return try read { db in
            let scope = try PersonScope(id, in: db)
            guard try StoreConnection.isKnown(id, in: db) else { throw DeskError.notFound("contact \(id)") }
            if let open = try scope.whatIsOpen(in: db) { throw StoreError(.busy, open) }
            report.assets = scope.theirs.count
            report.drivenAssets = scope.assets.count - scope.theirs.count
            report.cases = scope.own.count
            for table in DataInventory.tables {
                guard let condition = table.touched else { continue }
                let sql = "SELECT count(*) FROM \(table.name) WHERE \(condition)"
                report.count(table.name, try Int.fetchOne(db, sql: sql, arguments: scope.arguments) ?? 0)
            }
            return report
        }
    }

    /// - Parameter tables: All; a test leaves one out to see that it is noticed.
    func forget(
        _ id: String, as actor: DeskActor, at now: Timestamp, in tables: [DataTable]
    ) throws -> ForgetReport {
        var report = ForgetReport()
        let work = try begin(id, as: actor, at: now, &report)
        // First: the lane may fold them into tables at any time.
        for journal in ["journal", "memory_journal"] where tables.contains(where: { $0.name == journal }) {
            try clean(journal, of: Set(work.scope.assets), &report)
        }
        for table in tables where table.name != "forgotten" {
            try remove(from: table, work, &report)
            try clean(table, work, &report)
        }
        try write { db in
            try db.execute(sql: "UPDATE forgotten SET terms = NULL WHERE alias = ?", arguments: [work.alias])
            try db.execute(sql: "UPDATE meta SET value = value + 1 WHERE name IN ('compact', 'reference_change')")
        }
        report.alias = work.alias
        report.bytes = try compactIfAlone() ? .gone : .leftToService
        return report
    }

    private static func isKnown(_ id: String, in db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM person WHERE id = ?)", arguments: [id]) == true
    }

    // MARK: Cutting off

    /// Takes the person's rows and their assets' identity away, in one transaction.
    private func begin(
        _ id: String, as actor: DeskActor, at now: Timestamp, _ report: inout ForgetReport
    ) throws -> Forgetting {
        let digest = try self.digest(ofPerson: id)
        let (work, isResumed) = try write { db -> (Forgetting, Bool) in
            let pending = try Row.fetchOne(
                db, sql: "SELECT alias, terms FROM forgotten WHERE digest = ? AND terms IS NOT NULL",
                arguments: [digest])
            if let pending, let terms: String = pending["terms"], !(try StoreConnection.isKnown(id, in: db)) {
                let kept = try JSONDecoder().decode(Pending.self, from: Data(terms.utf8))
                var scope = try PersonScope(kept.person, in: db)
                (scope.theirs, scope.assets, scope.theirIDs) = (kept.theirs, kept.assets, kept.theirIDs)
                (scope.own, scope.tasks) = (kept.own, kept.tasks)
                return (Forgetting(scope: scope, terms: kept.terms, alias: pending["alias"]), true)
            }
            guard try StoreConnection.isKnown(id, in: db) else { throw DeskError.notFound("contact \(id)") }
            let scope = try PersonScope(id, in: db)
            if let open = try scope.whatIsOpen(in: db) { throw StoreError(.busy, open) }
            let terms = try scope.terms(in: db)
            let kept = Pending(
                person: id, theirs: scope.theirs, assets: scope.assets, theirIDs: scope.theirIDs, own: scope.own,
                tasks: scope.tasks, terms: terms)
            let alias = try StoreConnection.note(
                "person", digest, asset: nil, String(decoding: JSONEncoder().encode(kept), as: UTF8.self), at: now, db)
            try StoreConnection.cutOff(scope, in: db)
            for (key, asset) in zip(scope.theirs, scope.theirIDs) {
                let alias = try StoreConnection.note(
                    "asset", try self.digest(of: asset, kind: "asset", in: db), asset: key, nil, at: now, db)
                try db.execute(
                    sql: """
                        UPDATE asset SET id = ?, known = 0, customer_id = NULL, plate = NULL, vin = NULL, colour = NULL,
                            site_id = NULL, note = NULL WHERE key = ?
                        """, arguments: [alias, key])
            }
            try db.execute(
                sql: "INSERT INTO audit (at, actor, os_user, command, detail) VALUES (?, ?, ?, 'forget', ?)",
                arguments: [now.milliseconds, actor.name, actor.osUser, alias])
            try ReferenceChange.announce(in: db)
            return (Forgetting(scope: scope, terms: terms, alias: alias), false)
        }
        report.isResumed = isResumed
        report.assets = work.scope.theirs.count
        report.drivenAssets = work.scope.assets.count - work.scope.theirs.count
        report.cases = work.scope.own.count
        return work
    }

    private static func note(
        _ kind: String, _ digest: String, asset: Int64?, _ terms: String?, at now: Timestamp, _ db: Database
    ) throws -> String {
        try db.execute(
            sql: "INSERT INTO forgotten (at, kind, digest, alias, asset_key, terms) VALUES (?, ?, ?, '', ?, ?)",
            arguments: [now.milliseconds, kind, digest, asset, terms])
        let alias = "forgotten-\(db.lastInsertedRowID)"
        try db.execute(
            sql: "UPDATE forgotten SET alias = ? WHERE id = ?", arguments: [alias, db.lastInsertedRowID])
        return alias
    }

    /// Deletes what says who they are and what is theirs; few rows.
    private static func cutOff(_ scope: PersonScope, in db: Database) throws {
        for name in ["contact_role", "device", "contract", "site", "contact", "customer"] {
            guard let condition = DataInventory.table(name)?.touched else { continue }
            try db.execute(sql: "DELETE FROM \(name) WHERE \(condition)", arguments: scope.arguments)
        }
        for table in ["contact", "customer"] {
            try db.execute(
                sql: "UPDATE \(table) SET second_contact = NULL WHERE second_contact = ?", arguments: [scope.person])
        }
        try db.execute(
            sql: "UPDATE asset SET customer_id = NULL WHERE customer_id = ?", arguments: [scope.person])
    }

    // MARK: Rows about them

    /// What the inventory says of a table's rows about them.
    private func remove(from table: DataTable, _ work: Forgetting, _ report: inout ForgetReport) throws {
        guard let condition = table.touched, table.forgetting != .keep else { return }
        let key = table.key.joined(separator: ", ")
        let rows = try read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(key) FROM \(table.name) WHERE \(condition)", arguments: work.scope.arguments)
        }
        let place = table.key.map { "\($0) = ?" }.joined(separator: " AND ")
        let sql: String
        switch table.forgetting {
        case .keep: return
        case .delete: sql = "DELETE FROM \(table.name) WHERE \(place)"
        case .set(let values):
            let settings = values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
            sql = "UPDATE \(table.name) SET \(settings) WHERE \(place)"
        }
        try inChunks(rows) { row, db in
            try db.execute(sql: sql, arguments: StatementArguments(row.databaseValues))
            report.count(table.name, db.changesCount)
        }
    }

    /// Changes rows a few at a time, with the leave to touch what is append-only.
    private func inChunks<Element>(_ rows: [Element], _ change: (Element, Database) throws -> Void) throws {
        for start in stride(from: 0, to: rows.count, by: StoreConnection.forgettingChunk) {
            try write { db in
                try db.execute(sql: "INSERT OR IGNORE INTO meta (name, value) VALUES ('forgetting', 1)")
                for row in rows[start..<min(start + StoreConnection.forgettingChunk, rows.count)] {
                    try change(row, db)
                }
                try db.execute(sql: "DELETE FROM meta WHERE name = 'forgetting'")
            }
        }
    }

    // MARK: Texts that name them

    private struct Cleaning {
        var row: Int64
        var old: [String: DatabaseValue]
        /// `nil` deletes the row.
        var new: [String: DatabaseValue]?
    }

    /// Replaces their ids and what they can be recognised by, wherever it stands in a table.
    ///
    /// Every row is read, some thousands at a time and without holding up anybody.
    private func clean(_ table: DataTable, _ work: Forgetting, _ report: inout ForgetReport) throws {
        let columns = table.searched.filter { !["plate_plain", "plate_key", "vin_tail"].contains($0) }
        guard !columns.isEmpty, table.key == ["rowid"] else { return }
        var last = Int64.min
        while true {
            var found: [Cleaning] = []
            let count = try read { db in
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT rowid, \(columns.joined(separator: ", ")) FROM \(table.name) WHERE rowid > ?
                        ORDER BY rowid LIMIT 5000
                        """, arguments: [last])
                var count = 0
                while let row = try rows.next() {
                    count += 1
                    last = row[0]
                    if let cleaning = StoreConnection.cleaning(row, columns, of: table, work) { found.append(cleaning) }
                }
                return count
            }
            try inChunks(found) { cleaning, db in
                report.count(table.name, try StoreConnection.apply(cleaning, to: table, in: db))
            }
            if count < 5_000 { return }
        }
    }

    private static func cleaning(
        _ row: Row, _ columns: [String], of table: DataTable, _ work: Forgetting
    ) -> Cleaning? {
        var cleaning = Cleaning(row: row[0], old: [:], new: [:])
        for (index, column) in columns.enumerated() {
            let value: DatabaseValue = row[index + 1]
            guard let new = cleaned(value, table.personal[column], work) else { continue }
            cleaning.old[column] = value
            if table.personal[column] == .payload { cleaning.new = nil } else { cleaning.new?[column] = new }
        }
        return cleaning.old.isEmpty ? nil : cleaning
    }

    /// What is to stand instead of a value; `nil` if it may stay.
    private static func cleaned(
        _ value: DatabaseValue, _ kind: DataColumn?, _ work: Forgetting
    ) -> DatabaseValue? {
        let text: String
        switch value.storage {
        case .string(let string): text = string
        case .blob(let bytes): text = String(decoding: bytes, as: UTF8.self)
        default: return nil
        }
        if kind == .person, text == work.scope.person { return work.alias.databaseValue }
        if kind == .asset, work.scope.theirIDs.contains(text) { return PersonTerms.mark.databaseValue }
        return work.terms.redacted(text)?.databaseValue
    }

    private static func apply(_ cleaning: Cleaning, to table: DataTable, in db: Database) throws -> Int {
        let old = cleaning.old.sorted { $0.key < $1.key }
        let isSame = old.map { "\($0.key) IS ?" }.joined(separator: " AND ")
        var arguments: [DatabaseValue] = []
        let sql: String
        if let new = cleaning.new?.sorted(by: { $0.key < $1.key }) {
            sql = "UPDATE OR REPLACE \(table.name) SET \(new.map { "\($0.key) = ?" }.joined(separator: ", "))"
            arguments = new.map(\.value)
        } else {
            sql = "DELETE FROM \(table.name)"
        }
        arguments += [cleaning.row.databaseValue] + old.map(\.value)
        try db.execute(sql: "\(sql) WHERE rowid = ? AND \(isSame)", arguments: StatementArguments(arguments))
        return db.changesCount
    }

    /// Takes positions and signals of their assets out of the journals.
    private func clean(_ journal: String, of assets: Set<Int64>, _ report: inout ForgetReport) throws {
        guard !assets.isEmpty else { return }
        let batches = try read { try Int64.fetchAll($0, sql: "SELECT batch FROM \(journal) ORDER BY batch") }
        for start in stride(from: 0, to: batches.count, by: 5) {
            try write { db in
                for batch in batches[start..<min(start + 5, batches.count)] {
                    let body = try Data.fetchOne(
                        db, sql: "SELECT body FROM \(journal) WHERE batch = ?", arguments: [batch])
                    guard let body, let cleaned = try Journal.without(assets, body) else { continue }
                    try db.execute(
                        sql: "UPDATE \(journal) SET body = ? WHERE batch = ?", arguments: [cleaned, batch])
                    report.count(journal, 1)
                }
            }
        }
    }
}

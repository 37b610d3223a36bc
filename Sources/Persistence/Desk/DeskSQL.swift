import GRDB

/// The desk's statements on one connection, prepared once each and kept from one transaction to the next.
final class DeskSQL {
    /// Filters make texts of their own; with more of them than this all are prepared anew.
    private static let limit = 256
    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]
    /// Whether statements that change something are run.
    var mayWrite = true

    init(_ db: Database) throws(StoreError) {
        guard let handle = db.sqliteConnection else { throw StoreError(.io, "the database is closed") }
        self.handle = handle
    }

    /// Ends every statement, so that none keeps a snapshot open; before the transaction ends.
    func rest() {
        if statements.count > DeskSQL.limit { return finish() }
        for statement in statements.values { statement.start() }
    }

    /// Finalises every statement; before the connection closes.
    func finish() { statements.removeAll() }

    /// All rows of a query.
    func all<Row>(
        _ sql: String, _ put: (Statement) -> Void = { _ in }, row read: (Statement) throws -> Row
    ) throws -> [Row] {
        let statement = try ready(sql)
        put(statement)
        var rows: [Row] = []
        while try statement.step() { rows.append(try read(statement)) }
        return rows
    }

    /// The first row of a query, or `nil`.
    func first<Row>(
        _ sql: String, _ put: (Statement) -> Void = { _ in }, row read: (Statement) throws -> Row
    ) throws -> Row? {
        let statement = try ready(sql)
        put(statement)
        defer { statement.start() }
        return try statement.step() ? try read(statement) : nil
    }

    /// Runs a change; how many rows it touched.
    @discardableResult
    func run(_ sql: String, _ put: (Statement) -> Void) throws -> Int {
        let statement = try ready(sql)
        put(statement)
        return try statement.runCounting()
    }

    /// The lane's own statement for a row with another condition: so a table's columns are listed in one place.
    static func select(_ statement: StaticString, where condition: String) -> String {
        let text = statement.description
        guard let end = text.firstRange(of: "WHERE") else { return "\(text) WHERE \(condition)" }
        return "\(text[..<end.lowerBound]) WHERE \(condition)"
    }

    private func ready(_ sql: String) throws(StoreError) -> Statement {
        if let known = statements[sql] {
            try check(known)
            return known.start()
        }
        let made = try Statement(sql, on: handle)
        try check(made)
        statements[sql] = made
        return made
    }

    private func check(_ statement: Statement) throws(StoreError) {
        guard mayWrite || statement.onlyReads else {
            throw StoreError(.other, "a change in the middle of reading")
        }
    }
}

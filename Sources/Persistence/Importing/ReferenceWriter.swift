import GRDB

/// Compares rows of a batch with the table and writes them, within somebody's transaction.
struct ReferenceWriter {
    enum Standing { case new, changed, same, held }

    private let batch: ReferenceBatch
    private let select: Statement
    private let insert: Statement
    private let update: Statement
    /// Places of the key's values in a row.
    private let keyPlaces: [Int?]

    /// Prepares the statements; they belong to the connection and must go before it closes.
    init(_ batch: ReferenceBatch, on db: Database) throws {
        guard let connection = db.sqliteConnection else { throw StoreError(.other, "the database is closed") }
        let table = batch.table
        self.batch = batch
        keyPlaces = table.key.map { batch.columns.firstIndex(of: $0) }
        // A key's column that the file lacks has its default in every row.
        let conditions = zip(table.key, keyPlaces).map { name, place -> String in
            if place != nil { return name == "valid_from" ? "\(name) IS ?" : "\(name) = ?" }
            return name == "valid_from" ? "\(name) IS NULL" : "\(name) = 1"
        }
        let condition = conditions.joined(separator: " AND ")
        let columns = batch.columns.joined(separator: ", ")
        let marks = Array(repeating: "?", count: batch.columns.count).joined(separator: ", ")
        let settings: [String] = batch.columns.map { "\($0) = ?" }
        select = try Statement(
            """
            SELECT (\(table.isHeld)), (\(table.isSameBesides)), \(columns) FROM \(table.rawValue) WHERE \(condition)
            """, on: connection)
        insert = try Statement(
            """
            INSERT INTO \(table.rawValue) (\(columns)\(table.addedOnInsert.columns))
            VALUES (\(marks)\(table.addedOnInsert.values))
            """, on: connection)
        update = try Statement(
            "UPDATE \(table.rawValue) SET \(settings.joined(separator: ", "))\(table.addedOnUpdate) WHERE \(condition)",
            on: connection)
    }

    /// What the table says about a row.
    func standing(of row: [StoredValue]) throws -> Standing {
        putKey(of: row, into: select.start())
        defer { select.start() }
        guard try select.step() else { return .new }
        let isSame = select.bool(1) && row.indices.allSatisfy { equals(row[$0], column: Int32($0) + 2) }
        if isSame { return .same }
        return select.bool(0) ? .held : .changed
    }

    /// Writes a row that is new or has changed.
    func write(_ row: [StoredValue], as standing: Standing) throws {
        let statement = (standing == .new ? insert : update).start()
        for value in row { put(value, into: statement) }
        if standing == .changed { putKey(of: row, into: statement) }
        try statement.run()
    }

    private func putKey(of row: [StoredValue], into statement: Statement) {
        for case let place? in keyPlaces { put(row[place], into: statement) }
    }

    private func put(_ value: StoredValue, into statement: Statement) {
        switch value {
        case .null: statement.putNull()
        case .integer(let number): statement.put(number)
        case .real(let number): statement.put(number)
        case .text(let text): statement.put(text)
        }
    }

    private func equals(_ value: StoredValue, column: Int32) -> Bool {
        switch value {
        case .null: select.isNull(column)
        case .integer(let number): !select.isNull(column) && select.int(column) == number
        case .real(let number): !select.isNull(column) && select.double(column) == number
        case .text(let text): !select.isNull(column) && select.text(column) == text
        }
    }
}

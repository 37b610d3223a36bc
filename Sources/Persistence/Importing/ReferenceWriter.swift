import GRDB

/// Compares rows of a batch with the table and writes them, within somebody's transaction.
struct ReferenceWriter {
    enum Standing {
        case new, changed, same
        /// Somebody was promised the row: it stays as it is.
        case held
        /// Somebody was promised the row, and the file takes it away: nobody else is promised it.
        case withdrawn
        /// Somebody was promised the row, and the file brings it back.
        case restored
    }

    private let batch: ReferenceBatch
    private let select: Statement
    private let insert: Statement
    private let update: Statement
    /// Writes `retired` alone.
    private let retire: Statement?
    private let retiredPlace: Int?
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
        retiredPlace = batch.columns.firstIndex(of: "retired")
        retire =
            retiredPlace == nil
            ? nil : try Statement("UPDATE \(table.rawValue) SET retired = ? WHERE \(condition)", on: connection)
    }

    /// What the table says about a row.
    func standing(of row: [StoredValue]) throws -> Standing {
        putKey(of: row, into: select.start())
        defer { select.start() }
        guard try select.step() else { return .new }
        let isSame = select.bool(1) && row.indices.allSatisfy { equals(row[$0], column: Int32($0) + 2) }
        if isSame { return .same }
        guard select.bool(0) else { return .changed }
        guard let retiredPlace, !equals(row[retiredPlace], column: Int32(retiredPlace) + 2) else { return .held }
        return row[retiredPlace] == .integer(1) ? .withdrawn : .restored
    }

    /// Writes a row as far as its standing allows.
    func write(_ row: [StoredValue], as standing: Standing) throws {
        switch standing {
        case .new:
            insert.start()
            for value in row { put(value, into: insert) }
            try insert.run()
        case .changed:
            update.start()
            for value in row { put(value, into: update) }
            putKey(of: row, into: update)
            try update.run()
        case .withdrawn, .restored:
            guard let retire, let retiredPlace else { return }
            put(row[retiredPlace], into: retire.start())
            putKey(of: row, into: retire)
            try retire.run()
        case .same, .held: break
        }
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

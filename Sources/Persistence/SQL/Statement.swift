import GRDBSQLite
import Telemetry

/// A prepared statement that is bound by hand, in order: the hot path has neither records nor argument arrays.
///
/// Belongs to the thread of its connection; finalised before the connection closes. A mistake in binding is kept and
/// thrown by the next `step`.
final class Statement {
    let connection: OpaquePointer
    private let raw: OpaquePointer
    private let sql: String
    private var bound: Int32 = 0
    private var bindingCode: Int32 = SQLITE_OK

    init(_ sql: String, on connection: OpaquePointer) throws(StoreError) {
        var raw: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &raw, nil)
        guard code == SQLITE_OK, let raw else {
            throw StoreError(connection: connection, code: code, during: "preparing “\(sql.prefix(80))”")
        }
        self.connection = connection
        self.raw = raw
        self.sql = sql
    }

    deinit { sqlite3_finalize(raw) }

    /// Forgets rows and values, so that values can be put again from the first.
    @discardableResult
    func start() -> Statement {
        sqlite3_reset(raw)
        bound = 0
        bindingCode = SQLITE_OK
        return self
    }

    /// Whether it leaves the database as it is.
    var onlyReads: Bool { sqlite3_stmt_readonly(raw) != 0 }

    // MARK: Values, in the order of the statement's parameters

    func put(_ value: Int64) { note(sqlite3_bind_int64(raw, place(), value)) }
    func put(_ value: Int) { put(Int64(value)) }
    func put(_ value: Bool) { put(value ? 1 as Int64 : 0) }
    func put(_ value: Timestamp) { put(value.milliseconds) }
    func put(_ value: Double) { note(sqlite3_bind_double(raw, place(), value)) }
    func put(_ value: String) {
        var text = value
        let index = place()
        note(
            text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    guard let base = characters.baseAddress else { return sqlite3_bind_text(raw, index, "", 0, nil) }
                    return sqlite3_bind_text(raw, index, base, Int32(clamping: bytes.count), Statement.copied)
                }
            })
    }
    func put(_ value: UnsafeRawBufferPointer) {
        let index = place()
        if let base = value.baseAddress, !value.isEmpty {
            note(sqlite3_bind_blob64(raw, index, base, UInt64(value.count), Statement.copied))
        } else {
            note(sqlite3_bind_zeroblob(raw, index, 0))
        }
    }
    func put(_ value: [UInt8]) { value.withUnsafeBytes { put($0) } }
    func putNull() { note(sqlite3_bind_null(raw, place())) }

    func put(_ value: Int64?) { if let value { put(value) } else { putNull() } }
    func put(_ value: Timestamp?) { if let value { put(value) } else { putNull() } }
    func put(_ value: Double?) { if let value { put(value) } else { putNull() } }
    func put(_ value: Float?) { if let value { put(Double(value)) } else { putNull() } }
    func put(_ value: String?) { if let value { put(value) } else { putNull() } }

    // MARK: Running

    /// Goes to the next row; false at the end.
    func step() throws(StoreError) -> Bool {
        guard bindingCode == SQLITE_OK else {
            throw StoreError(connection: connection, code: bindingCode, during: "binding “\(sql.prefix(80))”")
        }
        let code = sqlite3_step(raw)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = StoreError(
                connection: connection, code: sqlite3_extended_errcode(connection), during: String(sql.prefix(60)))
            sqlite3_reset(raw)
            throw error
        }
    }

    /// Runs a statement that gives no rows.
    func run() throws(StoreError) {
        while try step() {}
        sqlite3_reset(raw)
    }

    /// Runs an `UPDATE` or `DELETE`; how many rows it changed.
    func runCounting() throws(StoreError) -> Int {
        try run()
        return Int(sqlite3_changes(connection))
    }

    // MARK: Columns of the current row, from 0

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(raw, column) == SQLITE_NULL }
    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(raw, column) }
    func bool(_ column: Int32) -> Bool { sqlite3_column_int64(raw, column) != 0 }
    func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: int(column)) }
    func double(_ column: Int32) -> Double { sqlite3_column_double(raw, column) }
    func text(_ column: Int32) -> String {
        guard let bytes = sqlite3_column_text(raw, column) else { return "" }
        let count = Int(sqlite3_column_bytes(raw, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
    /// The bytes of a blob, valid until the next step.
    func withBlob<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let bytes = sqlite3_column_blob(raw, column)
        return try body(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(raw, column))))
    }
    /// The kind of value in a column, such as `SQLITE_INTEGER`.
    func type(_ column: Int32) -> Int32 { sqlite3_column_type(raw, column) }

    func intOrNil(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }
    func timeOrNil(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }
    func doubleOrNil(_ column: Int32) -> Double? { isNull(column) ? nil : double(column) }
    func floatOrNil(_ column: Int32) -> Float? { isNull(column) ? nil : Float(double(column)) }
    func textOrNil(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    // MARK: -

    /// `SQLITE_TRANSIENT`: SQLite copies the bytes.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func place() -> Int32 {
        bound += 1
        return bound
    }

    private func note(_ code: Int32) {
        if code != SQLITE_OK { bindingCode = code }
    }
}

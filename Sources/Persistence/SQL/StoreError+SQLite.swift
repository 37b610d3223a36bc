import GRDB
import GRDBSQLite

extension StoreError {
    /// The last error of a connection, read at once: the next call overwrites it.
    init(connection: OpaquePointer?, code: Int32, during action: String) {
        let message = sqlite3_errmsg(connection).map { String(cString: $0) } ?? "no message"
        self.init(StoreError.kind(ofResultCode: code), "\(action): \(message) (SQLite \(code))", resultCode: code)
    }

    /// An error as GRDB reports it.
    init(_ error: any Error, during action: String) {
        if let known = error as? StoreError {
            self = known
        } else if let error = error as? DatabaseError {
            let code = error.extendedResultCode.rawValue
            self.init(
                StoreError.kind(ofResultCode: code), "\(action): \(error.message ?? "no message") (SQLite \(code))",
                resultCode: code)
        } else {
            self.init(.other, "\(action): \(error)")
        }
    }

    /// What to do about a result code, primary or extended.
    static func kind(ofResultCode code: Int32) -> Kind {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .full
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_NOMEM, SQLITE_PROTOCOL,
            SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_NOLFS:
            .io
        case SQLITE_CONSTRAINT: .constraint
        default: .other
        }
    }
}

import GRDB

/// Where a connection keeps the desk's statements: a board or a desk asks the same every few seconds, and to prepare a
/// question of the queue takes longer than to answer it.
// Touched only in the connection's queue, where one access follows another.
final class KeptStatements: @unchecked Sendable {
    private var sql: DeskSQL?

    /// The statements of a connection, those of earlier transactions among them.
    func ready(on db: Database) throws(StoreError) -> DeskSQL {
        if let sql { return sql }
        let made = try DeskSQL(db)
        sql = made
        return made
    }

    /// Finalises them, for the connection is about to close.
    func finish() {
        sql?.finish()
        sql = nil
    }
}

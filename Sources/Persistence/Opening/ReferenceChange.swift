import GRDB

/// Tells the lane that imported rows have changed: it loads units, workshops, slots, devices and new assets again.
enum ReferenceChange {
    /// To be called in the transaction that changed them.
    static func announce(in db: Database) throws {
        try db.execute(sql: "UPDATE meta SET value = value + 1 WHERE name = 'reference_change'")
    }
}

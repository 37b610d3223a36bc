import Casework
import GRDB
import Telemetry

/// Everything that people do to tasks and see of them, whatever the interface: commands today, HTTP later.
///
/// Of a task it writes only `claimed_by, claimed_at, lease_until, token, attempts, dialled_at`; whatever else is to
/// change it leaves as a row of `action` for the lane. Each method is one short transaction and one snapshot at most;
/// nothing is held between two calls. Times come from the caller.
package struct Desk: Sendable {
    /// How long a claim lasts unless it is renewed, in seconds.
    package static let defaultLease: Int64 = 300
    /// How long a call about a `stop`, an emergency or an immobile asset may be put off, in seconds.
    package static let longestGraveSnooze: Int64 = 900
    /// How far a dialled call stretches a lease at least, in seconds.
    package static let callLease: Int64 = 900

    /// For so long after the lease of a dialled call has ended it is handed out only in an alarm, in seconds: whoever
    /// dialled may still be talking.
    package static let dialGrace: Int64 = 120
    /// A dispatcher who has done nothing for so long is not at their desk, in seconds.
    package static let presence: Int64 = 900
    /// For so long both calls of an emergency wait for two people, in seconds; then one person gets them both.
    package static let aloneAfter: Int64 = 20
    /// A claim further in the future than this is from before the clock was set back, in seconds.
    package static let clockTolerance: Int64 = 60
    /// A task kept for somebody for longer than this is from before the clock was set back, in seconds.
    static let longestReservation: Int64 = 660

    let connection: StoreConnection

    /// A desk over a command's connection; a reader's connection can only show.
    package init(_ connection: StoreConnection) {
        self.connection = connection
    }

    func read<Result>(_ body: (DeskSQL) throws -> Result) throws -> Result {
        try connection.readDesk(body)
    }

    func write<Result>(_ body: (DeskSQL) throws -> Result) throws -> Result {
        try connection.write { db in
            let sql = try connection.statements.ready(on: db)
            defer { sql.rest() }
            return try body(sql)
        }
    }

    /// A number that changes when anybody else has changed the database.
    package func dataVersion() throws -> Int64 {
        try read { try $0.first("PRAGMA data_version") { $0.int(0) } ?? 0 }
    }
}

/// Why the store could not do something: what to do about it, and words for the log.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What the caller can do.
    package enum Kind: String, Sendable {
        /// Someone else has the database or the lane's lock: try again.
        case busy
        /// No room left: try again, the batch is kept.
        case full
        /// The machine failed (disk, permissions, memory, a damaged file), not the data: try again.
        case io
        /// The data broke a rule of the schema: trying again fails again.
        case constraint
        /// Another lane has taken over this database: stop.
        case epoch
        /// The file can't be opened as a database of this program; the description says what to do.
        case unusable
        /// Anything else; like `constraint`, it lies in the data or in the program.
        case other
    }

    package var kind: Kind
    package var description: String
    /// SQLite's extended result code, if it was SQLite that refused.
    package var resultCode: Int32?

    package init(_ kind: Kind, _ description: String, resultCode: Int32? = nil) {
        self.kind = kind
        self.description = description
        self.resultCode = resultCode
    }

    /// Whether the same commit may succeed later, unchanged.
    package var isTransient: Bool { kind == .busy || kind == .full || kind == .io }
}

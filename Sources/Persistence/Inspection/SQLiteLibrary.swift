import GRDBSQLite

/// The SQLite that the program runs with.
package enum SQLiteLibrary {
    /// `3.40.1`.
    package static var version: String { String(cString: sqlite3_libversion()) }

    /// Whether a version has the reported race between a commit and a checkpoint of another connection, which was mended
    /// in 3.51.3, 3.50.7 and 3.44.6.
    ///
    /// - Parameter number: As SQLite counts: 3051003 is 3.51.3.
    package static func hasCheckpointRace(_ number: Int32 = sqlite3_libversion_number()) -> Bool {
        switch number {
        case 3_051_003...: false
        case 3_050_007..<3_051_000: false
        case 3_044_006..<3_045_000: false
        default: true
        }
    }
}

/// What forgetting somebody came to, or would come to.
package struct ForgetReport: Sendable, Equatable {
    /// What stands in the place of their id from now on; `nil` if it was not done.
    package var alias: String?
    /// Assets that were theirs alone: without plate, owner and place from now on.
    package var assets = 0
    /// Assets of others that only they drove: without places from now on.
    package var drivenAssets = 0
    package var cases = 0
    /// Rows deleted or changed, by table; those without any are left out.
    package var rows: [String: Int] = [:]
    /// Whether an earlier attempt was taken up again.
    package var isResumed = false
    /// What became of the bytes in the file.
    package var bytes = Bytes.untouched

    /// What became of the bytes in the file.
    package enum Bytes: String, Sendable {
        /// It was not done.
        case untouched
        /// The file was written anew and its log emptied.
        case gone
        /// `serve` has the file: it writes it anew when it has nothing else to do, or at its end.
        case leftToService
    }

    package init() {}

    mutating func count(_ table: String, _ number: Int) {
        if number > 0 { rows[table, default: 0] += number }
    }
}

/// Version 11: words are checked one by one.
///
/// SQLite checks `x IN (…)` of more than two by filling a tree of its own with the list, anew for each row that is
/// written; with a dozen tables for a case that was a quarter of what a case cost. `x = … OR x = …` admits the same,
/// nothing included, and is only compared. The text of the tables is edited in place, as "Making Other Kinds Of Table
/// Schema Changes" of SQLite's page on ALTER TABLE has it for constraints: no row changes.
enum SchemaPlainChecks {
    /// The columns that are written often and the words that their tables admit, both as earlier versions have them.
    private static let lists: [(column: String, words: String)] = [
        ("role", Words.role),
        ("of_kind", "'asset', 'customer', 'site', 'unit', 'workshop', 'provider'"),
        ("kind", Words.assetKind),
        ("energy", Words.energy),
        ("drivetrain", "'fwd', 'rwd', 'awd'"),
        ("impact", "'life', 'cold_chain', 'public', 'business', 'private', 'redundant'"),
        ("channel", "'voice', 'text', 'relay'"),
        ("state", Words.caseState),
        ("severity", Words.severity),
        ("kept_stage", "0, 1, 2, 3"),
        ("status", "'confirmed', 'pending', 'history', 'unknown'"),
        ("state", Words.planState),
        ("approval", Words.approvalState),
        ("source", Words.placeSource),
        ("kind", Words.legKind),
        ("state", Words.jobState),
        ("eta_source", Words.etaSource),
        ("kind", "'unit', 'slot', 'stock'"),
        ("state", Words.holdState),
        ("kind", "\(Words.callKind), \(Words.helperCallKind)"),
        ("state", Words.taskState),
        ("outcome", Words.outcome),
        ("state", "'new', 'retrying', 'retried', 'dropped'"),
    ]

    static var changes: String {
        let updates = lists.map { list in
            let before = "CHECK (\(list.column) IN (\(list.words)))"
            let words = list.words.split(separator: ", ").map { "\(list.column) = \($0)" }
            return """
                UPDATE sqlite_schema SET sql = replace(sql, \(literal(before)),
                    \(literal("CHECK (\(words.joined(separator: " OR ")))"))) WHERE type = 'table';
                """
        }
        return (["PRAGMA writable_schema = ON;"] + updates + ["PRAGMA writable_schema = RESET;"])
            .joined(separator: "\n")
    }

    private static func literal(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}

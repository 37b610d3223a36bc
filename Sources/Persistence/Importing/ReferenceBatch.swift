/// Checked rows for one table, ready to be written.
package struct ReferenceBatch: Sendable {
    /// Where they go.
    package var table: ReferenceTable
    /// Names of the columns that the file carries; the others of a known row stay as they are.
    package var columns: [String]
    /// One value for each column.
    package var rows: [[StoredValue]]

    package init(table: ReferenceTable, columns: [String], rows: [[StoredValue]]) {
        self.table = table
        self.columns = columns
        self.rows = rows
    }
}

/// What an import did.
package struct ImportCounts: Sendable, Equatable {
    /// Rows that were not there before.
    package var new = 0
    /// Rows that said something else before.
    package var changed = 0
    /// Rows that were there, word for word.
    package var same = 0
    /// Rows that should have changed, and stayed because somebody was promised them.
    package var held = 0
    /// Rows that are no longer to be promised, though somebody was promised them: only that was written.
    package var withdrawn = 0
    /// How many transactions it took.
    package var parts = 0
    /// How long the longest of them kept others from writing.
    package var longestPart = Duration.zero

    package init() {}

    /// Every row of the file.
    package var total: Int { new + changed + same + held + withdrawn }
}

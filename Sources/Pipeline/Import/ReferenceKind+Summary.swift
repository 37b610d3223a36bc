extension ReferenceKind {
    /// The columns of a file of this kind in one line, for people: `*` marks those that it must have, `…;…` those
    /// that hold several values.
    package var columnSummary: String {
        columns.map { column in
            let isList =
                switch column.cell {
                case .list, .words: true
                default: false
                }
            return column.name + (column.need == .never ? "" : "*") + (isList ? " (…;…)" : "")
        }
        .joined(separator: ", ")
    }
}

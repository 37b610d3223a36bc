import Persistence

/// A column of a reference file; it has the name of its column in the table.
struct Column {
    /// Whether a file must have the column, and every row a value in it.
    enum Need { case always, column, never }

    var name: String
    var cell: Cell
    var need: Need
    /// What an empty cell becomes.
    var empty: StoredValue
    /// Whose id it holds.
    var target: ReferenceTarget?

    init(
        _ name: String, _ cell: Cell, _ need: Need = .never, empty: StoredValue = .null,
        of target: ReferenceTarget? = nil
    ) {
        self.name = name
        self.cell = cell
        self.need = need
        self.empty = empty
        self.target = target
    }

    static func flag(_ name: String) -> Column { Column(name, .flag, empty: .integer(0)) }
    static func latitude(_ need: Need) -> Column { Column("lat", .number(-90...90), need) }
    static func longitude(_ need: Need) -> Column { Column("lon", .number(-180...180), need) }
}

import Persistence

/// What the cells of one row must be together.
enum RowRules {
    /// The column that is to blame and what is wrong, or `nil`.
    static func mistake(in row: [StoredValue], columns: [Column], kind: ReferenceKind) -> (column: Int, text: String)? {
        func place(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }
        func value(_ name: String) -> StoredValue { place(name).map { row[$0] } ?? .null }
        if let lat = place("lat"), value("lat") != .null || value("lon") != .null {
            guard value("lat") != .null, value("lon") != .null else {
                return (lat, "lat and lon belong together: one is there and the other is not")
            }
            if value("lat") == .real(0), value("lon") == .real(0) {
                return (lat, "0,0 is no place; leave both empty if it is unknown")
            }
        }
        if kind == .units, (value("shift_start") == .null) != (value("shift_end") == .null),
            let column = place("shift_start") ?? place("shift_end")
        {
            return (column, "shift_start and shift_end belong together; leave both empty for round the clock")
        }
        if case .integer(let from) = value("valid_from"), case .integer(let to) = value("valid_to"), to <= from,
            let column = place("valid_to")
        {
            return (column, "valid_to is not after valid_from")
        }
        if kind == .zones, place("road") != nil, let column = place("area"), value("area") == .null,
            value("road") == .null
        {
            return (column, "a zone needs an area or the name of a road")
        }
        return nil
    }
}

import Telemetry

/// The units of a board with their index, in dense rows: a copy costs nothing, and neither does its first change.
///
/// While nobody else has a copy, a change is made in place. The changes of a copy are kept apart from the rows it shares,
/// as a small board over the large one; they are merged when the rows are its own again, or when they are no longer few.
struct UnitRows: Sendable {
    private var base = Base()
    private var changes = Changes()

    /// What copies share.
    fileprivate struct Rows: Sendable {
        /// By row; `nil` is free.
        var units: [Unit?] = []
        var rows: [String: Int32] = [:]
        var freeRows: [Int32] = []
        /// Units with a starting point.
        var index = UnitIndex()
    }

    // Changed only by an owner that shares it with nobody (`isKnownUniquelyReferenced`).
    private final class Base: @unchecked Sendable {
        var rows = Rows()
    }

    /// What differs from the shared rows.
    fileprivate struct Changes: Sendable {
        /// By number of the change; `nil` is a unit that was removed.
        var units: [Unit?] = []
        var ids: [String] = []
        var numbers: [String: Int32] = [:]
        /// The changes to rows of the base.
        var ofRow: [Int32: Int32] = [:]
        var index = UnitIndex()
        /// How many more units there are than in the base.
        var growth = 0

        var isEmpty: Bool { units.isEmpty }
    }

    /// Where a unit is to be found in these rows, until they change.
    struct Reference: Sendable, Hashable {
        /// A row of the base, or below 0 a change: -1 less its number.
        fileprivate let number: Int32
    }

    // MARK: Reading

    var count: Int { base.rows.rows.count + changes.growth }

    /// Every unit, sorted by id.
    var all: [Unit] {
        var all: [Unit] = []
        all.reserveCapacity(count)
        forEach { all.append($0) }
        return all.sorted { $0.id < $1.id }
    }

    /// Every unit, in no order that means anything.
    func forEach(_ body: (Unit) -> Void) {
        for (row, unit) in base.rows.units.enumerated() {
            guard let unit else { continue }
            if !changes.isEmpty, changes.ofRow[Int32(truncatingIfNeeded: row)] != nil { continue }
            body(unit)
        }
        for case let unit? in changes.units { body(unit) }
    }

    /// Every unit without a starting point, in no order that means anything.
    func forEachUnplaced(_ body: (Unit) -> Void) {
        if changes.isEmpty, base.rows.index.count == base.rows.rows.count { return }
        forEach { if $0.startingPoint == nil { body($0) } }
    }

    /// The unit with an id.
    subscript(id: String) -> Unit? {
        if !changes.isEmpty, let number = changes.numbers[id] { return changes.units[Int(number)] }
        return base.rows.rows[id].flatMap { base.rows.units[Int($0)] }
    }

    /// The unit that a cursor of these rows has found.
    subscript(reference: Reference) -> Unit? {
        let number = Int(reference.number)
        return number >= 0 ? base.rows.units[number] : changes.units[-1 - number]
    }

    /// A cursor over the units that pass a filter, from a place outwards.
    func cursor(near coordinate: Coordinate, filter: CapabilityFilter) -> Cursor {
        Cursor(
            base: base.rows.index.cursor(near: coordinate, filter: filter),
            changes: changes.isEmpty ? nil : changes.index.cursor(near: coordinate, filter: filter),
            changedRows: changes.ofRow)
    }

    /// Yields units by great-circle distance; those at the same distance in no order that means anything.
    struct Cursor {
        private var base: UnitIndex.Cursor
        private var changes: UnitIndex.Cursor?
        private let changedRows: [Int32: Int32]
        private var nextOfBase: (unit: Int32, metres: Double)?
        private var nextOfChanges: (unit: Int32, metres: Double)?

        fileprivate init(base: UnitIndex.Cursor, changes: UnitIndex.Cursor?, changedRows: [Int32: Int32]) {
            self.base = base
            self.changes = changes
            self.changedRows = changedRows
            if changes != nil {
                advanceBase()
                nextOfChanges = self.changes?.next()
            }
        }

        mutating func next() -> (unit: Reference, metres: Double)? {
            guard changes != nil else { return base.next().map { (Reference(number: $0.unit), $0.metres) } }
            if let change = nextOfChanges, change.metres <= nextOfBase?.metres ?? .infinity {
                nextOfChanges = changes?.next()
                return (Reference(number: -1 - change.unit), change.metres)
            }
            guard let row = nextOfBase else { return nil }
            advanceBase()
            return (Reference(number: row.unit), row.metres)
        }

        private mutating func advanceBase() {
            repeat { nextOfBase = base.next() } while nextOfBase.map { changedRows[$0.unit] != nil } ?? false
        }
    }

    // MARK: Changing

    /// Adds a unit, or replaces the one with its id.
    mutating func put(_ unit: Unit) { change(unit.id, to: unit) }

    /// Takes a unit off; nothing happens for an unknown id.
    mutating func remove(_ id: String) {
        guard self[id] != nil else { return }
        change(id, to: nil)
    }

    private mutating func change(_ id: String, to unit: Unit?) {
        if isKnownUniquelyReferenced(&base) {
            if !changes.isEmpty { merge() }
            base.rows.set(id, to: unit)
        } else {
            let before = self[id]
            changes.growth += (unit == nil ? 0 : 1) - (before == nil ? 0 : 1)
            changes.set(id, to: unit, row: base.rows.rows[id])
            if changes.units.count > 1_024 + base.rows.units.count / 8 {
                let own = Base()
                own.rows = base.rows
                base = own
                merge()
            }
        }
    }

    private mutating func merge() {
        for (id, unit) in zip(changes.ids, changes.units) { base.rows.set(id, to: unit) }
        changes = Changes()
    }
}

extension UnitRows.Rows {
    fileprivate mutating func set(_ id: String, to unit: Unit?) {
        let known = rows[id]
        guard let unit else {
            guard let known else { return }
            index.remove(known)
            units[Int(known)] = nil
            rows[id] = nil
            freeRows.append(known)
            return
        }
        let row: Int32
        if let known {
            row = known
        } else if let free = freeRows.popLast() {
            row = free
            rows[id] = row
        } else {
            row = Int32(truncatingIfNeeded: units.count)
            units.append(nil)
            rows[id] = row
        }
        units[Int(row)] = unit
        index.place(row, unit)
    }
}

extension UnitRows.Changes {
    fileprivate mutating func set(_ id: String, to unit: Unit?, row: Int32?) {
        let number: Int32
        if let known = numbers[id] {
            number = known
            units[Int(number)] = unit
        } else {
            number = Int32(truncatingIfNeeded: units.count)
            numbers[id] = number
            units.append(unit)
            ids.append(id)
            if let row { ofRow[row] = number }
        }
        if let unit { index.place(number, unit) } else { index.remove(number) }
    }
}

extension UnitIndex {
    /// Says where a unit starts from and what it can do; without a starting point it is not in the index.
    fileprivate mutating func place(_ number: Int32, _ unit: Unit) {
        if let start = unit.startingPoint {
            put(number, at: start, capabilities: unit.capabilities)
        } else {
            remove(number)
        }
    }
}

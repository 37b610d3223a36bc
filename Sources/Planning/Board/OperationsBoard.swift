import Telemetry

/// What can be sent and booked: units, workshops and their slots.
///
/// Every list is sorted, so a decision is the same whatever order the rows arrived in; dictionaries are only looked up,
/// never walked.
package struct OperationsBoard: Sendable {
    /// Sorted by id.
    package private(set) var units: [Unit] = []
    /// Sorted by id.
    package private(set) var workshops: [Workshop] = []
    /// Sorted by start, then id.
    package private(set) var slots: [Slot] = []
    /// The parts of workshops and units.
    package var stock: StockBook

    /// Units with a starting point, by its latitude, then by index: a search for the nearest walks outwards from here.
    private(set) var northwards: [Row] = []
    private var unitIndex: [String: Int] = [:]
    private var workshopIndex: [String: Int] = [:]

    struct Row: Sendable, Comparable {
        var coordinate: Coordinate
        var id: String
        static func < (left: Row, right: Row) -> Bool {
            (left.coordinate.latitude, left.id) < (right.coordinate.latitude, right.id)
        }
    }

    /// A board; of two rows with one id the later one counts.
    package init(
        units: [Unit] = [], workshops: [Workshop] = [], slots: [Slot] = [], stock: StockBook = StockBook()
    ) {
        self.stock = stock
        var latest: [String: Int] = [:]
        for (index, unit) in units.enumerated() { latest[unit.id] = index }
        self.units = units.indices.filter { latest[units[$0].id] == $0 }.map { units[$0] }.sorted { $0.id < $1.id }
        unitIndex = OperationsBoard.index(self.units.lazy.map(\.id))
        northwards = self.units.compactMap { unit in
            unit.startingPoint.map { Row(coordinate: $0, id: unit.id) }
        }.sorted()
        for workshop in workshops { put(workshop) }
        replaceSlots(slots)
    }

    /// The unit with an id.
    package func unit(_ id: String) -> Unit? { unitIndex[id].map { units[$0] } }

    /// The workshop with an id.
    package func workshop(_ id: String) -> Workshop? { workshopIndex[id].map { workshops[$0] } }

    /// Adds a unit, or replaces the one with its id.
    ///
    /// A unit that only moved costs one shift of a small array.
    package mutating func put(_ unit: Unit) {
        if let index = unitIndex[unit.id] {
            if let place = units[index].startingPoint {
                removeRow(Row(coordinate: place, id: unit.id))
            }
            units[index] = unit
        } else {
            let index = firstIndex(of: units.count) { units[$0].id >= unit.id }
            units.insert(unit, at: index)
            unitIndex = OperationsBoard.index(units.lazy.map(\.id))
        }
        if let place = unit.startingPoint {
            let row = Row(coordinate: place, id: unit.id)
            northwards.insert(row, at: firstIndex(of: northwards.count) { northwards[$0] >= row })
        }
    }

    /// Takes a unit off the board; nothing happens for an unknown id.
    package mutating func removeUnit(_ id: String) {
        guard let index = unitIndex[id] else { return }
        if let place = units[index].startingPoint { removeRow(Row(coordinate: place, id: id)) }
        units.remove(at: index)
        unitIndex = OperationsBoard.index(units.lazy.map(\.id))
    }

    /// Adds a workshop, or replaces the one with its id.
    package mutating func put(_ workshop: Workshop) {
        if let index = workshopIndex[workshop.id] {
            workshops[index] = workshop
        } else {
            let index = firstIndex(of: workshops.count) { workshops[$0].id >= workshop.id }
            workshops.insert(workshop, at: index)
            workshopIndex = OperationsBoard.index(workshops.lazy.map(\.id))
        }
    }

    /// Replaces every slot, for the window that the board covers.
    package mutating func replaceSlots(_ slots: [Slot]) {
        self.slots = slots.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    }

    private mutating func removeRow(_ row: Row) {
        let index = firstIndex(of: northwards.count) { northwards[$0] >= row }
        if index < northwards.count, northwards[index] == row { northwards.remove(at: index) }
    }

    private static func index(_ ids: some Sequence<String>) -> [String: Int] {
        var index: [String: Int] = [:]
        for (position, id) in ids.enumerated() { index[id] = position }
        return index
    }
}

/// The first index below `count` for which a condition holds that, once true, stays true; `count` if it never does.
func firstIndex(of count: Int, where holds: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
        let middle = low + (high - low) / 2
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
}

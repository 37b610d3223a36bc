package import Telemetry

/// What can be sent and booked: units, workshops with their slots, parts and zones.
///
/// A decision is the same whatever order the rows arrived in: lists are sorted, dictionaries are only looked up, never
/// walked. A copy costs little however many units there are, and so does the first change of a copy.
package struct OperationsBoard: Sendable {
    private(set) var rows = UnitRows()
    /// Sorted by id.
    package private(set) var workshops: [Workshop] = []
    /// Sorted by start, then id.
    package private(set) var slots: [Slot] = []
    /// The parts of workshops and units.
    package var stock: StockBook
    private var zoneList: ZoneList

    private var workshopIndex: [String: Int] = [:]
    private var slotIndex: [Int64: Int] = [:]

    /// A board; of two rows with one id the later one counts.
    package init(
        units: [Unit] = [], workshops: [Workshop] = [], slots: [Slot] = [], stock: StockBook = StockBook(),
        zones: [Zone] = []
    ) {
        self.stock = stock
        zoneList = ZoneList(zones)
        for unit in units { rows.put(unit) }
        for workshop in workshops { put(workshop) }
        replaceSlots(slots)
    }

    // MARK: Units

    /// Every unit, sorted by id: made for each call.
    package var units: [Unit] { rows.all }

    package var unitCount: Int { rows.count }

    /// The unit with an id.
    package func unit(_ id: String) -> Unit? { rows[id] }

    /// Adds a unit, or replaces the one with its id.
    ///
    /// What it costs does not depend on how many there are.
    package mutating func put(_ unit: Unit) { rows.put(unit) }

    /// Takes a unit off the board; nothing happens for an unknown id.
    package mutating func removeUnit(_ id: String) { rows.remove(id) }

    // MARK: Workshops

    /// The workshop with an id.
    package func workshop(_ id: String) -> Workshop? { workshopIndex[id].map { workshops[$0] } }

    /// Adds a workshop, or replaces the one with its id.
    package mutating func put(_ workshop: Workshop) {
        if let index = workshopIndex[workshop.id] {
            workshops[index] = workshop
        } else {
            let index = firstIndex(of: workshops.count) { workshops[$0].id >= workshop.id }
            workshops.insert(workshop, at: index)
            for (position, workshop) in workshops.enumerated().dropFirst(index) {
                workshopIndex[workshop.id] = position
            }
        }
    }

    /// Replaces every slot, for the window that the board covers.
    package mutating func replaceSlots(_ slots: [Slot]) {
        self.slots = slots.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
        slotIndex.removeAll(keepingCapacity: true)
        for (position, slot) in self.slots.enumerated() { slotIndex[slot.id] = position }
    }

    /// The slot with an id, if it lies in the window that the board covers.
    package func slot(_ id: Int64) -> Slot? { slotIndex[id].map { slots[$0] } }

    // MARK: Zones

    /// Sorted by id; of two with one id the later one counts.
    package var zones: [Zone] {
        get { zoneList.zones }
        set { zoneList = ZoneList(newValue) }
    }

    /// The zone whose rule counts at a place: police before concession before the own units, then the lower id.
    ///
    /// - Parameter road: The road's name as far as it is known; spaces and case do not matter.
    package func zone(at place: Coordinate, road: String? = nil) -> Zone? { zoneList.zone(at: place, road: road) }
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

import Telemetry

/// The candidates of each case by estimated travel, soonest first, found a page at a time.
struct NearbyCandidates {
    let world: PlanningWorld
    let frame: WorldFrame

    private struct Listing {
        var cursor: NearbyUnits
        var pageSize = 8
    }

    private var listings: [Listing?]

    init(world: PlanningWorld, frame: WorldFrame) {
        self.world = world
        self.frame = frame
        listings = Array(repeating: nil, count: world.cases.count)
    }

    /// Fills a page with the next cheapest of a case.
    mutating func more(_ row: Int, _ page: inout CandidatePage) -> Bool {
        var listing = listings[row] ?? Listing(cursor: NearbyUnits(case: row, world: world, frame: frame))
        listings[row] = nil
        while page.arcs.count < listing.pageSize {
            guard let next = listing.cursor.next() else { return true }
            page.arcs.append(AssignmentArc(column: next.column, cost: frame.scale.cost(of: next.key, row: row)))
        }
        page.boundBeyond = page.arcs.last?.cost
        listing.pageSize *= 3
        listings[row] = listing
        return true
    }
}

/// The units that can help one case, by minutes until arrival, one by one.
///
/// They are met by straight distance; one is yielded once nobody further away can be sooner.
struct NearbyUnits {
    private let world: PlanningWorld
    private let place: Coordinate
    private let offsets: [Double]
    private let travel = BuiltInTravelTime()
    private var cursor: UnitIndex.Cursor?
    /// The next one to be met.
    private var ahead: (unit: Int32, metres: Double)?
    /// Met and not yet yielded, the soonest last.
    private var waiting: [RankedColumn] = []

    init(case row: Int, world: PlanningWorld, frame: WorldFrame) {
        self.world = world
        let need = world.cases[row].need
        place = need.coordinate
        offsets = frame.offsets[frame.classOfCase[row]]
        // An option that asks for nothing admits everybody.
        let isOpen = need.options.contains { $0.alternatives.isEmpty }
        let filter = CapabilityFilter(anyOf: isOpen ? [] : need.options.flatMap(\.alternatives))
        cursor = frame.index?.cursor(near: place, filter: filter)
        ahead = cursor?.next()
    }

    /// The next soonest; equal ones by index.
    mutating func next() -> RankedColumn? {
        while let met = ahead {
            // A second less: the index measures by chords, travel by arcs, and their last digits differ.
            let least = Double(travel.leastSeconds(overMetres: met.metres) - 1) / 60
            if let best = waiting.last, best.key < least { break }
            ahead = cursor?.next()
            let unit = Int(met.unit)
            guard offsets[unit] < .infinity, let start = world.units[unit].startingPoint else { continue }
            let ranked = RankedColumn(
                key: Double(travel.seconds(from: start, to: place)) / 60 + offsets[unit], column: unit)
            waiting.insert(ranked, at: firstIndex(of: waiting.count) { waiting[$0] < ranked })
        }
        return waiting.popLast()
    }
}

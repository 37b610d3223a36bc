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
    /// By straight distance, nearest first.
    private var nearest: [(metres: Double, unit: Int)] = []
    private var met = 0
    /// Met and not yet yielded, the soonest last.
    private var waiting: [RankedColumn] = []
    private let offsets: [Double]
    private let travel = BuiltInTravelTime()

    init(case row: Int, world: PlanningWorld, frame: WorldFrame) {
        let place = world.cases[row].need.coordinate
        offsets = frame.offsets[frame.classOfCase[row]]
        for index in world.units.indices where offsets[index] < .infinity {
            guard let start = world.units[index].startingPoint else { continue }
            nearest.append((start.distance(to: place), index))
        }
        nearest.sort { ($0.metres, $0.unit) < ($1.metres, $1.unit) }
    }

    /// The next soonest; equal ones by index.
    mutating func next() -> RankedColumn? {
        while met < nearest.count {
            let least = Double(travel.leastSeconds(overMetres: nearest[met].metres)) / 60
            if let best = waiting.last, best.key < least { break }
            let ranked = RankedColumn(key: least + offsets[nearest[met].unit], column: nearest[met].unit)
            met += 1
            waiting.insert(ranked, at: firstIndex(of: waiting.count) { waiting[$0] < ranked })
        }
        return waiting.popLast()
    }
}

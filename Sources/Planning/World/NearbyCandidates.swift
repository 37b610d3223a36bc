import Telemetry

/// The candidates of each case by estimated travel, nearest first, found a page at a time.
struct NearbyCandidates {
    let world: PlanningWorld
    let frame: WorldFrame
    let travel = BuiltInTravelTime()

    private var searches: [Search?]

    /// How far the search around one case has gone.
    private struct Search {
        /// Units by straight distance, nearest first.
        var nearest: [(metres: Double, unit: Int)]
        var next = 0
        /// Seen and not yet shown, the cheapest last.
        var seen: [(key: Double, unit: Int)] = []
        var pageSize = 8
    }

    init(world: PlanningWorld, frame: WorldFrame) {
        self.world = world
        self.frame = frame
        searches = Array(repeating: nil, count: world.cases.count)
    }

    /// Fills a page with the next cheapest of a case.
    mutating func more(_ row: Int, _ page: inout CandidatePage) -> Bool {
        var search = searches[row] ?? start(row)
        searches[row] = nil
        while page.arcs.count < search.pageSize {
            // Whoever is further away needs at least this long.
            let least =
                search.next < search.nearest.count ? minutes(overMetres: search.nearest[search.next].metres) : .infinity
            if let best = search.seen.last, best.key <= least {
                search.seen.removeLast()
                page.arcs.append(AssignmentArc(column: best.unit, cost: frame.scale.cost(of: best.key, row: row)))
            } else if search.next < search.nearest.count {
                let unit = search.nearest[search.next].unit
                search.next += 1
                let key = least + frame.offsets[frame.classOfCase[row]][unit]
                let at = firstIndex(of: search.seen.count) {
                    (search.seen[$0].key, search.seen[$0].unit) <= (key, unit)
                }
                search.seen.insert((key, unit), at: at)
            } else {
                return true
            }
        }
        page.boundBeyond = page.arcs.last?.cost
        search.pageSize *= 4
        searches[row] = search
        return true
    }

    private func start(_ row: Int) -> Search {
        let place = world.cases[row].need.coordinate
        let offsets = frame.offsets[frame.classOfCase[row]]
        var nearest: [(metres: Double, unit: Int)] = []
        for (index, unit) in world.units.enumerated() where offsets[index] < .infinity {
            guard let start = unit.startingPoint else { continue }
            nearest.append((start.distance(to: place), index))
        }
        nearest.sort { ($0.metres, $0.unit) < ($1.metres, $1.unit) }
        return Search(nearest: nearest)
    }

    private func minutes(overMetres metres: Double) -> Double { Double(travel.leastSeconds(overMetres: metres)) / 60 }
}

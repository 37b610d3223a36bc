import Planning
import Telemetry

extension MicroCase {
    /// Who comes.
    static var planning: [MicroCase] {
        [
            MicroCase(
                name: "plan.nearest", what: "four moves and the eight nearest of 20,000 units that can tow",
                before: 500, times: 1_000
            ) { _ in
                var fleet = MovingFleet(size: 20_000, seed: 1)
                var index = UnitIndex()
                for unit in 0..<20_000 {
                    index.put(Int32(unit), at: fleet.places[unit], capabilities: fleet.capabilities[unit])
                }
                let filter = CapabilityFilter(anyOf: MovingFleet.towing)
                return { times in
                    var found = 0
                    for _ in 0..<times {
                        for _ in 0..<4 {
                            let unit = fleet.move()
                            index.move(Int32(unit), to: fleet.places[unit])
                        }
                        found += index.nearest(8, to: fleet.somewhere(), filter: filter).count
                    }
                    guard found == times * 8 else { throw BenchError("too few units were found") }
                }
            },
            MicroCase(name: "plan.assign", what: "the exact assignment of 50 cases to 200 units", before: 1, times: 3) {
                _ in
                var strewn = AssignmentWorld(.mixed, cases: 50, units: 200, seed: 1)
                let world = try strewn.world()
                return { times in
                    for _ in 0..<times {
                        guard WorldPlanner().assign(world).gap == 0 else {
                            throw BenchError("the assignment is not the best")
                        }
                    }
                }
            },
        ]
    }
}

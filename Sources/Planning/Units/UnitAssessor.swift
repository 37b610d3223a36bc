import Telemetry

/// What one unit could do for one need.
struct UnitAssessor {
    let need: RescueNeed
    let stock: StockBook
    let held: Set<String>
    let excluding: Set<String>
    let now: Timestamp
    let roads: RoadTimes
    let travel: any TravelTimeEstimator

    enum Assessment {
        case able(Able)
        /// The drive must be known; the cost can't be less than this.
        case unknown(Drive, leastCost: Int64)
        /// With what it could do if it were free, if it holds a job whose end is known.
        case refused(UnitReason, busy: Able?)
    }

    /// A unit that can help.
    struct Able {
        var id: String
        var option: Int
        /// Seconds from now until its arrival.
        var seconds: Int64
        var cost: Int64
        var metres: Double
        var roadFactor: Double?
        /// Whether a router was asked in vain.
        var isUnanswered: Bool

        static func < (left: Able, right: Able) -> Bool {
            (left.cost, left.seconds, left.id) < (right.cost, right.seconds, right.id)
        }
    }

    /// Looks at a unit that starts this straight distance away.
    func assess(_ unit: Unit, metres: Double) -> Assessment {
        guard let start = unit.startingPoint else { return .refused(.noPosition, busy: nil) }
        switch unit.option(for: need, stock: stock, held: held, excluding: excluding, now: now) {
        case .failure(let refusal):
            guard let option = refusal.option, unit.freeAt != nil,
                case .able(let able) = assess(unit, from: start, metres: metres, option: option, asking: false)
            else { return .refused(refusal.reason, busy: nil) }
            return .refused(refusal.reason, busy: able)
        case .success(let option):
            return assess(unit, from: start, metres: metres, option: option, asking: roads.isRouted)
        }
    }

    private func assess(
        _ unit: Unit, from start: Coordinate, metres: Double, option: Int, asking: Bool
    ) -> Assessment {
        let leave = unit.secondsToLeave(at: now)
        let repaired = need.options[option].boundedSeconds
        let shiftEnd = unit.shift?.end(runningAt: now)
        let drive = Drive(from: start, to: need.coordinate)
        let answer = roads.isRouted ? roads[drive] : nil
        if asking, answer == nil {
            let least = leave + leastSeconds(overMetres: metres)
            if let shiftEnd, now.adding(seconds: least) > shiftEnd { return .refused(.shiftEndsFirst, busy: nil) }
            return .unknown(drive, leastCost: least + repaired)
        }
        var able = Able(
            id: unit.id, option: option, seconds: leave, cost: 0, metres: metres, roadFactor: nil,
            isUnanswered: roads.isRouted)
        switch answer {
        case .unreachable: return .refused(.noRoad, busy: nil)
        case .seconds(let seconds):
            let known = min(max(seconds, 0), 10_000_000)
            let estimate = estimatedSeconds(drive)
            able.seconds += known
            able.roadFactor = estimate > 0 ? Double(known) / Double(estimate) : 1
            able.isUnanswered = false
        case .unanswered, nil: able.seconds += max(estimatedSeconds(drive), least(of: metres))
        }
        if let shiftEnd, now.adding(seconds: able.seconds) > shiftEnd { return .refused(.shiftEndsFirst, busy: nil) }
        able.cost = able.seconds + repaired
        return .able(able)
    }

    /// No drive over this straight distance is quicker.
    func leastSeconds(overMetres metres: Double) -> Int64 {
        // A little less, since the index and the estimate may round differently.
        let metres = metres * (1 - 1e-9) - 0.001
        let least =
            roads.isRouted ? travel.leastRoadSeconds(overMetres: metres) : travel.leastSeconds(overMetres: metres)
        return min(max(least, 0), 10_000_000)
    }

    /// An estimate beside a router's answers is never quicker than any road; without a router it stands as it is.
    private func least(of metres: Double) -> Int64 { roads.isRouted ? leastSeconds(overMetres: metres) : 0 }

    private func estimatedSeconds(_ drive: Drive) -> Int64 {
        min(max(travel.seconds(from: drive.from, to: drive.to), 0), 10_000_000)
    }
}

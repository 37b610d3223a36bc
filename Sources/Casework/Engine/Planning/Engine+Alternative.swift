import Planning
import Telemetry

/// What could be done while nobody is free.
extension Engine {
    /// The unit that could come soonest after the job it has now, as a sentence for the dispatcher.
    func alternative(for demand: Demand, _ draft: Draft) -> String? {
        var best: (seconds: Int64, unit: String)?
        for id in draft.heldUnits {
            guard let unit = draft.unit(id), !demand.declined.contains(id),
                unit.canServe(demand.need, stock: draft.board.stock), let free = whenFree(unit, draft)
            else { continue }
            let wait = max(0, free.time.seconds(since: draft.now))
            let seconds = wait + policy.travel.seconds(from: free.place, to: demand.need.coordinate)
            // The least of all, whatever the order of the set.
            if best.map({ ($0.seconds, $0.unit) > (seconds, id) }) ?? true { best = (seconds, id) }
        }
        return best.map { "\($0.unit) could be there in about \(($0.seconds + 59) / 60) min, after the job it has" }
    }

    /// When and where a unit's job is expected to end.
    func whenFree(_ unit: Unit, _ draft: Draft) -> (time: Timestamp, place: Coordinate)? {
        guard let asset = draft.asset(holdingUnit: unit.id), let current = draft.file(of: asset)?.current,
            let job = current.jobs.last(where: { $0.unit == unit.id && !$0.state.isFinal }),
            let leg = current.legs.first(where: { $0.id == job.legID }), let from = leg.from
        else { return nil }
        let arrival = max(job.arrivedAt ?? leg.etaAt ?? draft.now, draft.now)
        guard leg.kind.movesAsset else { return (arrival.adding(seconds: policy.mendingTime), from) }
        let to = leg.to ?? from
        let drive = policy.travel.seconds(from: from, to: to)
        let loading = job.state == .loaded ? 0 : policy.loadingTime
        return (arrival.adding(seconds: loading + drive + policy.unloadingTime), to)
    }
}

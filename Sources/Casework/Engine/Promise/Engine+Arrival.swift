import Outreach
import Planning
import Telemetry

extension Engine {
    /// Takes over when a crew says that it will arrive; our own estimate stands as long as it says nothing.
    func expect(_ index: Int, _ leg: Int, _ word: CrewWord, in current: inout CaseFile, _ draft: inout Draft) {
        guard let eta = word.eta else { return }
        let before = current.legs[leg].etaAt
        let job = current.jobs[index].id
        current.withdrawTasks(reason: "the crew has said when it comes", at: draft.now) {
            $0.asksWhereCrewIs && $0.job == job
        }
        current.setArrival(eta, leg: leg, by: .crew, at: draft.now)
        noteSlip(leg, since: before, in: current, &draft)
    }

    /// The unit sets off, from where it was seen last.
    func departed(_ index: Int, _ leg: Int, _ word: CrewWord, in current: inout CaseFile, _ draft: inout Draft) {
        let unit = draft.unit(current.jobs[index].unit)
        if current.jobs[index].departedAt == nil {
            current.jobs[index].departedAt = word.at
            if let unit, let seen = unit.positionTime, word.at.seconds(since: seen) <= policy.movingFixMaxAge {
                current.jobs[index].departedFrom = unit.coordinate
            }
        }
        current.advance(to: .underWay)
        expect(index, leg, word, in: &current, &draft)
        if word.eta == nil, let place = unit?.coordinate, unit?.positionTime != nil {
            refine(index, from: place, in: &current, &draft)
        }
        watchForSilence(index, in: &current, &draft)
    }

    /// Moves the expected arrival with the unit that drives towards the asset.
    ///
    /// The crew's own minutes beat ours: they stand for ``CasePolicy/crewEtaStands`` before positions refine them.
    func refine(_ index: Int, from place: Coordinate, in current: inout CaseFile, _ draft: inout Draft) {
        let job = current.jobs[index]
        guard job.isDriving, let leg = current.legs.firstIndex(where: { $0.id == job.legID }),
            let target = current.legs[leg].from
        else { return }
        if let told = job.etaToldAt, draft.now.seconds(since: told) < policy.crewEtaStands { return }
        let factor = current.legs[leg].roadFactor.map { min(max($0, 0.2), 20) } ?? 1
        let seconds = Double(min(policy.travel.seconds(from: place, to: target), 10_000_000)) * factor
        guard seconds.isFinite else { return }
        let arrival = draft.now.adding(seconds: Int64(seconds.rounded()))
        let before = current.legs[leg].etaAt
        // A minute more or less is no news: every position would change the row.
        if let before, abs(before.seconds(since: arrival)) < 60 { return }
        current.setArrival(
            arrival, leg: leg, by: current.legs[leg].roadFactor == nil ? .estimate : .road, at: draft.now)
        noteSlip(leg, since: before, in: current, &draft)
    }

    /// Has planning look for a quicker unit if the one that was named slips from what was said.
    private func noteSlip(_ leg: Int, since before: Timestamp?, in current: CaseFile, _ draft: inout Draft) {
        guard let promise = current.row.promise, let latest = promise.latest, let eta = current.legs[leg].etaAt,
            eta > before ?? eta.adding(seconds: -1),
            policy.outreach.isSlip(
                said: latest.seconds(since: promise.at), expected: eta.seconds(since: promise.at))
        else { return }
        draft.touch(current.row.asset, .slipped)
    }
}

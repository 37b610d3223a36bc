import Planning
import Telemetry

extension Engine {
    /// Takes over where a unit is.
    ///
    /// A position from the future, or one that the unit can't have reached, is not believed: it tells only that the unit
    /// is connected. A second one near the same place proves it right. Where a unit is outside of its shift is its
    /// crew's own affair, unless it still has a job.
    func applyUnit(_ position: Position, _ observation: Observation, to draft: inout Draft) {
        let id = draft.set.symbols[observation.subject]
        guard var unit = draft.unit(id) else { return }
        if let before = unit.positionTime, before >= observation.time { return }
        let cameOnline = !unit.online
        unit.online = true
        let time = min(observation.time, draft.now)
        let isAtWork =
            unit.shift.map { $0.end(runningAt: draft.now) != nil } ?? true || draft.asset(holdingUnit: id) != nil
        let isBelieved =
            isAtWork && observation.time.seconds(since: draft.now) <= Engine.clockTolerance
            && !isImpossibleJump(of: unit, to: position.coordinate, at: time, &draft)
        if isBelieved {
            unit.coordinate = position.coordinate
            unit.positionTime = time
        } else if !cameOnline {
            return
        }
        draft.change(unit)
        if cameOnline { draft.unitCameFree = true }
        guard let asset = draft.set.asset(holdingUnit: id) else { return }
        draft.edit(asset) { file, draft in
            guard var current = file.current,
                let index = current.jobs.lastIndex(where: { $0.unit == id && $0.state.isComing })
            else { return }
            file.current = nil
            isHeard(current.jobs[index].id, in: &current, &draft)
            if isBelieved { refine(index, from: position.coordinate, in: &current, &draft) }
            file.current = current
        }
    }

    /// Takes over whether a unit is connected.
    func applyUnit(online: Bool, _ observation: Observation, input: Int, to draft: inout Draft) {
        let id = draft.set.symbols[observation.subject]
        guard var unit = draft.unit(id) else {
            draft.changes.rejected.append(
                RejectedInput(input: input, reason: "unit \(id) is not imported; import units first"))
            return
        }
        guard unit.online != online else { return }
        unit.online = online
        draft.change(unit)
        if online { draft.unitCameFree = true }
        guard let asset = draft.set.asset(holdingUnit: id) else { return }
        draft.edit(asset) { file, draft in
            guard var current = file.current else { return }
            file.current = nil
            if !online {
                wentOffline(id, in: &current, file, &draft)
            } else if let job = current.jobs.last(where: { $0.unit == id && $0.state.isComing }) {
                isHeard(job.id, in: &current, &draft)
            }
            file.current = current
        }
    }

    /// How far a unit's clock may be ahead, seconds.
    private static let clockTolerance: Int64 = 60

    /// Whether a unit would have had to move faster than 500 km/h, and no earlier refused position speaks for it.
    private func isImpossibleJump(
        of unit: Unit, to place: Coordinate, at time: Timestamp, _ draft: inout Draft
    ) -> Bool {
        guard let from = unit.coordinate, let seen = unit.positionTime,
            Engine.isTooFast(from: from, at: seen, to: place, at: time)
        else { return false }
        let suspect = draft.suspectUnit(unit.id)
        if let suspect, let near = suspect.coordinate, let then = suspect.positionTime,
            !Engine.isTooFast(from: near, at: then, to: place, at: time)
        {
            return false
        }
        draft.changes.suspectUnits.append(
            UnitStateRow(unit: unit.id, coordinate: place, positionTime: time, online: unit.online))
        draft.note("unit_jump", case: nil, unit.id)
        return true
    }

    private static func isTooFast(
        from start: Coordinate, at then: Timestamp, to end: Coordinate, at now: Timestamp
    ) -> Bool {
        let metres = start.distance(to: end)
        return metres > 2_000 && metres / Double(max(1, now.seconds(since: then))) * 3.6 > 500
    }
}

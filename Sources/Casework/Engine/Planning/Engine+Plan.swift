import Outreach
import Planning
import Telemetry

/// The plan of a case: what must come, from where, to where, and what has to be known or allowed first.
///
/// It says what must be true now, so that making it again changes nothing unless its reasons have gone. The contact task
/// never depends on it.
extension Engine {
    /// Makes the plan of a case as far as no unit has to be chosen.
    ///
    /// - Returns: What is wanted of the units, if one must be chosen; all demands of a step are met together.
    func prepare(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) -> Demand? {
        guard !current.row.state.isEnd, !current.isHelped, !current.waitsForWord else { return nil }
        var plan =
            current.plan
            ?? PlanRow(id: draft.sequences.next(\.plan), caseID: current.row.id, state: .noneNeeded)
        if staysWithSite(&current, file, &draft) { return nil }
        defer { current.plan = plan }
        guard needsUnit(current) || current.row.severity == .limp else {
            plan.state = .noneNeeded
            return nil
        }
        guard let place = placeOfLeg(&current, &plan, file, &draft) else { return nil }
        if goesWithTractor(&current, &plan, file, draft) { return nil }
        guard needsUnit(current) else {
            plan.state = .noneNeeded
            plan.reason = "the asset drives on gently; a slot is held"
            plan.standby = standby(current, file, at: place, draft)
            holdSlot(&current, file, near: place, &draft)
            return nil
        }
        plan.standby = nil
        if current.liveJob != nil {
            plan.state = isMoving(place) ? .provisional : .made
            release(&current, &plan, file, &draft)
            if let leg = current.currentLeg, current.legs[leg].kind == .tow {
                // A slot that was refused, or that the truck can't reach any more, is chosen again.
                holdSlot(&current, file, near: place, &draft)
            }
            return replacement(current, file, at: place, draft)
        }
        return demand(&current, &plan, file, at: place, &draft)
    }

    /// Sends whom the choice of this step named, or says why nobody comes and what happens next.
    func carryOut(_ assignment: Assignment, of demand: Demand, in file: inout AssetFile, _ draft: inout Draft) {
        guard var current = file.current else { return }
        file.current = nil
        carryOut(assignment, of: demand, in: &current, file, &draft)
        draft.settle(current, in: &file)
    }

    private func carryOut(
        _ assignment: Assignment, of demand: Demand, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        guard var plan = current.plan, let leg = current.currentLeg, let from = current.legs[leg].from else { return }
        if let replaced = demand.replaces {
            guard let chosen = assignment.chosen, let expected = current.legs[leg].etaAt,
                let job = current.jobs.firstIndex(where: { $0.id == replaced }),
                policy.considerReplacement(
                    of: current.jobs[job].state, expectedAt: expected, by: chosen.arrival, at: draft.now)
            else { return }
            guard let unit = draft.board.unit(chosen.unitID) else { return }
            // Whoever is late still comes until the other one has said yes.
            offerBeside(unit, leg: leg, in: &current, file, &draft)
            return
        }
        plan.reasons = assignment.reasons
        plan.gap = assignment.gap
        plan.alternative = assignment.chosen == nil ? alternative(for: demand, draft) : nil
        current.timers.removeAll { $0.kind == .replan }
        if let chosen = assignment.chosen, let unit = draft.board.unit(chosen.unitID) {
            plan.state = place(of: file, plan, draft).map(isMoving) ?? false ? .provisional : .made
            // The offer itself says that it must wait.
            plan.reason = current.isStaged ? Engine.stagedReason : nil
            plan.nextTryAt = nil
            plan.repairedAt = draft.now.adding(seconds: chosen.costSeconds)
            current.plan = plan
            let start = plan.place ?? Place(coordinate: from, time: draft.now, source: .gps)
            offer(to: unit, chosen, leg: leg, from: start, in: &current, file, &draft)
            if current.legs[leg].kind.movesAsset {
                let end = current.slotEnd(on: draft.board)
                current.plan?.repairedAt = end
            }
        } else {
            plan.state = .noneAvailable
            plan.reason = assignment.shortage?.rawValue ?? "none_available"
            let soon = draft.now.adding(seconds: policy.replanAfter)
            let next = assignment.nextTry.map { min(max($0, draft.now.adding(seconds: 5)), soon) } ?? soon
            plan.nextTryAt = next
            plan.repairedAt = nil
            current.legs[leg].forgetUnit()
            current.schedule(.replan, at: next, &draft)
            draft.note("none_available", case: current.row.id, plan.reason)
            current.plan = plan
            if current.legs[leg].kind.movesAsset {
                let start = plan.place ?? Place(coordinate: from, time: draft.now, source: .gps)
                holdSlot(&current, file, near: start, &draft)
            }
        }
    }

    // MARK: Place

    /// Where the next unit must go, or `nil` if nobody knows.
    ///
    /// A unit that has a job and whose asset moved on is told.
    private func placeOfLeg(
        _ current: inout CaseFile, _ plan: inout PlanRow, _ file: AssetFile, _ draft: inout Draft
    ) -> Place? {
        // A stored asset stands where it was brought.
        if let leg = current.currentLeg, current.legs[leg].kind == .secondaryTow, let yard = current.legs[leg].from {
            return Place(coordinate: yard, time: draft.now, source: .site, confirmed: true)
        }
        guard let place = place(of: file, plan, draft) else {
            // A unit that is on its way has a place; what it was sent to still stands.
            guard current.liveJob == nil else { return nil }
            plan.state = .needsLocation
            plan.reason = "no usable position: ask where the asset is"
            plan.nextTryAt = nil
            // A place that grew too old: whoever was told believes that somebody is looking.
            if needsUnit(current), current.row.toldAt != nil, !current.tasks.contains(where: { $0.isOpen && $0.isCall })
            {
                callAgain(&current, file, because: Reason.stillNoPlace, &draft)
            }
            return nil
        }
        current.withdrawTasks(reason: "the place is known", at: draft.now) {
            $0.reasons == [Reason.stillNoPlace.text]
        }
        let distance = plan.place?.coordinate.distance(to: place.coordinate) ?? .infinity
        let hasMoved = distance > policy.replanDistance
        if hasMoved || plan.place == nil || place.confirmed != plan.place?.confirmed { plan.place = place }
        if hasMoved, current.liveJob != nil { redirect(&current, file, to: place, &draft) }
        return place
    }

    // MARK: Units

    /// Whether the asset is a trailer whose tractor is being fetched: one truck comes for both.
    private func goesWithTractor(
        _ current: inout CaseFile, _ plan: inout PlanRow, _ file: AssetFile, _ draft: Draft
    ) -> Bool {
        guard let tractor = file.reference.tractor, let other = draft.file(of: tractor.key)?.current else {
            return false
        }
        current.row.parent = other.row.id
        guard current.liveJob == nil, other.liveJob != nil, other.currentLeg.map({ other.legs[$0].kind }) == .tow else {
            return false
        }
        plan.state = .noneNeeded
        plan.reason = "the truck of case \(other.row.id) fetches the trailer with its tractor"
        return true
    }

    /// The same for a trailer whose tractor got its truck in this step.
    func goesWithTractor(_ demand: Demand, _ draft: inout Draft) -> Bool {
        var goes = false
        draft.edit(demand.asset) { file, draft in
            guard var current = file.current, var plan = current.plan else { return }
            file.current = nil
            goes = goesWithTractor(&current, &plan, file, draft)
            if goes { current.timers.removeAll { $0.kind == .replan } }
            current.plan = plan
            file.current = current
        }
        return goes
    }

    /// What is wanted of the units for the leg that comes next; `nil` if something else comes first.
    private func demand(
        _ current: inout CaseFile, _ plan: inout PlanRow, _ file: AssetFile, at place: Place, _ draft: inout Draft
    ) -> Demand? {
        if sendThirdParty(&current, &plan, file, at: place, &draft) { return nil }
        let leg = nextLeg(of: &current, plan, file, &draft)
        var place = place
        if current.legs[leg].kind == .secondaryTow, let yard = current.legs[leg].from {
            place = Place(coordinate: yard, time: draft.now, source: .site, confirmed: true)
        }
        current.legs[leg].from = place.coordinate
        if waits(leg, in: &current, &plan, file, &draft) { return nil }
        let tow = towEstimate(current, file, near: place, draft)
        let need = need(current, file, leg: current.legs[leg], at: place, secondsAfterTow: tow?.seconds)
        let moves = need.options.allSatisfy(\.movesAsset)
        guard isApproved(&current, &plan, file, moves: moves, towMetres: tow?.metres, &draft) else {
            plan.state = .needsApproval
            plan.nextTryAt = nil
            return nil
        }
        var demand = Demand(
            asset: file.reference.key, need: need, declined: Set(current.legs[leg].declined),
            silent: current.silentUnits, mayAskSilent: plan.state == .noneAvailable,
            weight: weight(current, file, draft))
        demand.tractor = file.reference.tractor?.key
        return demand
    }

    /// Whether somebody else would come much sooner than a unit that slips from what was said.
    private func replacement(_ current: CaseFile, _ file: AssetFile, at place: Place, _ draft: Draft) -> Demand? {
        guard draft.touch(of: file.reference.key).contains(.slipped), let job = current.liveJob, job.state.isComing,
            let leg = current.legs.first(where: { $0.id == job.legID }), leg.kind != .thirdParty,
            let expected = leg.etaAt
        else { return nil }
        var demand = Demand(
            asset: file.reference.key,
            need: need(
                current, file, leg: leg, at: place,
                secondsAfterTow: towEstimate(current, file, near: place, draft)?.seconds),
            declined: Set(leg.declined + [job.unit]), silent: current.silentUnits, mayAskSilent: false,
            weight: weight(current, file, draft))
        let work = demand.need.options.map(\.secondsUntilRepaired).max() ?? 0
        demand.replaces = job.id
        demand.unassignedSeconds = max(0, expected.seconds(since: draft.now)) + work
        return demand
    }

    /// The unit that would come to a car that drives on gently.
    ///
    /// It is only named: nothing is reserved that a worse case could need.
    private func standby(_ current: CaseFile, _ file: AssetFile, at place: Place, _ draft: Draft) -> String? {
        let need = need(current, file, leg: nil, at: place, secondsAfterTow: nil)
        let choice = chooseUnit(
            for: need, board: draft.board, held: draft.heldUnits, excluding: [], at: draft.now, travel: policy.travel)
        return choice.chosen?.unitID
    }
}

extension CaseFile {
    /// Index of the leg that is being arranged or driven.
    var currentLeg: Int? {
        legs.firstIndex { leg in leg.state.map { !$0.endsLeg } ?? true }
    }

    /// Whether every leg has done its work: what follows is a person's decision.
    ///
    /// An asset that was only stored has further to go.
    var isHelped: Bool {
        guard let last = legs.last, let state = last.state, state.endsLeg else { return false }
        return state != .stored
    }

    /// The job that a unit has been asked for or has taken.
    package var liveJob: JobRow? { jobs.last { !$0.state.isFinal && $0.state != .stoodDown } }

    /// Units that let an offer lapse, or did not confirm that they were stood down.
    var silentUnits: Set<String> { Set(jobs.filter { $0.state == .expired }.map(\.unit)) }

    /// Sets when a leg's unit arrives, with the range that may be said.
    mutating func setArrival(_ arrival: Timestamp, leg: Int, at now: Timestamp) {
        let range = EtaRange(arrival: arrival, at: now)
        legs[leg].etaAt = arrival
        legs[leg].etaLow = now.adding(minutes: Double(range.low))
        legs[leg].etaHigh = now.adding(minutes: Double(range.high))
    }
}

extension JobState {
    /// Whether the leg is over with it; a refusal is not: the next unit is asked.
    var endsLeg: Bool {
        switch self {
        case .fixed, .delivered, .stored, .madeSafe: true
        default: false
        }
    }
}

extension LegKind {
    /// Whether the asset is carried or dragged.
    var movesAsset: Bool { self == .tow || self == .secondaryTow || self == .thirdParty }
}

extension LegRow {
    /// Nobody has the leg any more.
    mutating func forgetUnit() {
        state = nil
        unit = nil
        provider = nil
        etaAt = nil
        etaLow = nil
        etaHigh = nil
        etaSource = nil
        roadFactor = nil
        part = nil
    }
}

import Diagnostics
import Outreach
import Planning
import Telemetry

/// What is true of the workshop, of parts, and of what happens next.
extension Situation {
    var slotSituation: SlotSituation {
        guard let slot, let workshop,
            let hold = current.holds.last(where: { $0.kind == .slot && $0.resource == String(slot.id) })
        else { return .none }
        let appointment = SlotSituation.Appointment(workshop: workshop.name, time: workshopTime(slot.start))
        switch hold.state {
        case .confirmed: return .confirmed(appointment)
        case .asked: return .asked(appointment)
        case .held:
            let isCalled = current.tasks.contains { $0.isOpen && $0.kind == .workshopCall && $0.slot == slot.id }
            return isCalled ? .toBeCalled(appointment) : .held(appointment)
        case .refused: return .refused(appointment)
        case .released, .fulfilled: return .none
        }
    }

    /// What a task is for, where its kind does not tell.
    func purpose(of task: TaskRow?) -> CallPurpose {
        guard let task else { return .usual }
        if task.kind == .followUp, task.asksApproval, current.plan?.approval == .needed {
            let moves = current.currentLeg.map { current.legs[$0].kind.movesAsset } ?? true
            return moves ? .approveTow : .approveHelp
        }
        guard task.kind == .providerCall, let job = current.jobs.first(where: { $0.id == task.job }) else {
            return .usual
        }
        if job.isCalledOff { return .standDown }
        if job.state.isComing { return .lostTouch }
        return job.unit.hasPrefix("zone:") ? .thirdParty : .usual
    }

    /// What is foreseen of the part, why, and when it can be replaced: for the call that offers it, and no other.
    func addForecast(to context: inout ScriptContext) {
        guard context.task == .preventOffer, let offer = current.offers.last(where: \.isOpen) else { return }
        context.partName = catalogue.partName(offer.part, language: context.language)
        context.forecast = SpokenForecast(offer, catalogue: catalogue, language: context.language)
        context.forecast?.saysLikelihood = saysLikelihood
        context.offeredTimes = offered.filter { offer.slots.contains($0.slot.id) }.map { time in
            let offset = time.workshop?.zone.offsetMinutes(at: time.slot.start) ?? contactOffset ?? 0
            return SlotSituation.Appointment(
                workshop: time.workshopName, time: LocalTime(time.slot.start, now: now, utcOffsetMinutes: offset))
        }
        // Free, and held for nobody: whoever is asked for a time is told of it as of one on offer.
        if let first = context.offeredTimes.first { context.slot = .held(first) }
    }

    /// Parts, units that may still come, and what happens while nobody is free.
    func addPlan(to context: inout ScriptContext) {
        let leg = current.currentLeg.map { current.legs[$0] }
        if let part = leg?.part, part == current.row.part { context.partOnBoard = true }
        if let workshop, let part = current.row.part {
            let holdsPart = current.holds.contains {
                $0.kind == .stock && $0.state.isLive && $0.resource.hasPrefix("\(workshop.id):\(part):")
            }
            if holdsPart { context.partInStock = true }
        }
        context.mendsOnSpot = leg?.kind == .patrol
        context.approver = approver
        if let kind = formerUnits.first { context.formerUnit = FormerUnit(kind: kind) }
        context.closedWorkshop = closedWorkshop(leg)
        guard let plan = current.plan, plan.state == .noneAvailable else { return }
        context.shortage = plan.reason.flatMap(shortage)
        context.nextTry = plan.nextTryAt.map { time in
            let seconds = max(0, time.seconds(since: now))
            guard seconds > 5_400, let offset = contactOffset else { return .minutes(Int((seconds + 59) / 60)) }
            return .at(LocalTime(time, now: now, utcOffsetMinutes: offset))
        }
        if plan.alternative != nil { context.alternative = .afterJob }
    }

    private func shortage(_ reason: String) -> Shortage? {
        switch reason {
        case "all_busy": .allBusy
        case "off_shift": .offShift
        case "none_capable", "no_units": .noneCapable
        case "all_declined", "third_party_declined": .refused
        default: nil
        }
    }

    /// Where the asset stays if its workshop is closed when it arrives.
    private func closedWorkshop(_ leg: LegRow?) -> ClosedWorkshop? {
        guard let leg, leg.kind.movesAsset, leg.notBefore == nil, let workshop, leg.workshop == workshop.id,
            let from = leg.from, let arrival = leg.etaAt
        else { return nil }
        let drive = BuiltInTravelTime().seconds(from: from, to: workshop.coordinate)
        guard let opens = workshop.opening(after: arrival.adding(seconds: drive)) else { return nil }
        return ClosedWorkshop(leg.to == workshop.coordinate ? .nightDrop : .yard, opens: workshopTime(opens))
    }
}

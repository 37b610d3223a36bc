import Outreach
import Planning
import Telemetry

extension Engine {
    /// Makes the plan of a case, or makes it again if its reasons have gone.
    ///
    /// The contact task never depends on it.
    func plan(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        // An asset that was brought somewhere, or made safe, has been helped: what follows is a person's decision.
        guard !current.row.state.isEnd, !current.legs.contains(where: { $0.state?.endsLeg ?? false }) else { return }
        var plan =
            current.plan
            ?? PlanRow(id: draft.sequences.next(\.plan), caseID: current.row.id, state: .noneNeeded)
        defer { current.plan = plan }
        guard needsUnit(current) || current.row.severity == .limp else {
            plan.state = .noneNeeded
            return
        }
        guard let place = place(of: file, plan, draft) else {
            // A unit that is on its way has a place; what it was sent to still stands.
            guard current.liveJob == nil else { return }
            plan.state = .needsLocation
            plan.reason = "no usable position: ask where the asset is"
            plan.nextTryAt = nil
            return
        }
        current.withdrawTasks(reason: "the place is known", at: draft.now) {
            $0.reasons == [Reason.stillNoPlace.text]
        }
        let distance = plan.place?.coordinate.distance(to: place.coordinate) ?? .infinity
        let hasMoved = distance > policy.replanDistance
        if hasMoved || plan.place == nil || place.confirmed != plan.place?.confirmed { plan.place = place }
        if needsUnit(current) {
            if current.liveJob == nil {
                offer(&current, &plan, file, at: place, &draft)
            } else if hasMoved {
                redirect(&current, file, to: place, &draft)
            }
            if current.liveJob != nil {
                plan.state = isMoving(place) ? .provisional : .made
            }
        } else {
            plan.state = .noneNeeded
            plan.reason = "the asset drives on gently; a slot is held"
        }
        holdSlot(&current, file, near: place, &draft)
    }

    /// Whether a unit must come.
    func needsUnit(_ current: CaseFile) -> Bool {
        current.isGrave && !current.row.chargingOnly
    }

    // MARK: Place

    /// Where the asset is, or `nil` if nothing known is fresh and exact enough to send somebody.
    func place(of file: AssetFile, _ plan: PlanRow, _ draft: Draft) -> Place? {
        if let site = file.reference.site, file.reference.traits.kind.isStationary {
            return Place(coordinate: site, time: draft.now, source: .site, confirmed: true)
        }
        let fix = draft.newestFix(of: file.reference.key).flatMap { usable($0, at: draft.now) }
        guard let said = plan.place, said.source == .person else { return fix }
        // What a person said holds until a later fix contradicts it.
        if let fix, fix.time > said.time, fix.coordinate.distance(to: said.coordinate) > policy.replanDistance {
            return fix
        }
        return said
    }

    private func usable(_ fix: AssetFix, at now: Timestamp) -> Place? {
        let position = fix.position
        if let accuracy = position.accuracy, accuracy > policy.fixMaxAccuracy { return nil }
        let age = now.seconds(since: fix.time)
        let isMoving = (position.speed ?? 0) > policy.movingSpeed
        guard age <= (isMoving ? policy.movingFixMaxAge : policy.standingFixMaxAge) else { return nil }
        return Place(
            coordinate: position.coordinate, time: fix.time, accuracy: position.accuracy, source: .gps,
            speed: position.speed)
    }

    func isMoving(_ place: Place) -> Bool { (place.speed ?? 0) > policy.movingSpeed }

    // MARK: Unit

    /// Asks the unit that can be there soonest; without one the plan says so and is tried again.
    private func offer(
        _ current: inout CaseFile, _ plan: inout PlanRow, _ file: AssetFile, at place: Place, _ draft: inout Draft
    ) {
        if current.currentLeg == nil {
            current.legs.append(
                LegRow(
                    id: draft.sequences.next(\.leg), caseID: current.row.id, planID: plan.id,
                    ordinal: current.legs.count + 1, kind: legKind(current, file)))
        }
        guard let legIndex = current.currentLeg else { return }
        let need = RescueNeed(
            coordinate: place.coordinate, capabilities: needed(current, file),
            massKg: file.reference.traits.grossMassKg, immobile: current.row.immobile,
            severity: current.row.severity, kind: file.reference.traits.kind)
        let declined = Set(current.legs[legIndex].declined)
        var choice = chooseUnit(
            for: need, board: draft.board, held: draft.heldUnits,
            excluding: declined.union(current.silentUnits), at: draft.now)
        if choice.chosen == nil, plan.state == .noneAvailable {
            // Everybody else said no: whoever was only silent may have come back.
            choice = chooseUnit(
                for: need, board: draft.board, held: draft.heldUnits, excluding: declined, at: draft.now)
        }
        plan.reasons = choice.lines
        current.timers.removeAll { $0.kind == .replan }
        guard let chosen = choice.chosen, let unit = draft.board.unit(chosen.unitID) else {
            plan.state = .noneAvailable
            plan.reason = choice.shortage?.rawValue ?? "none_available"
            let soon = draft.now.adding(seconds: policy.replanAfter)
            let next = choice.nextTry.map { min(max($0, draft.now.adding(seconds: 5)), soon) } ?? soon
            plan.nextTryAt = next
            current.legs[legIndex].state = nil
            current.legs[legIndex].unit = nil
            current.legs[legIndex].etaAt = nil
            current.legs[legIndex].etaLow = nil
            current.legs[legIndex].etaHigh = nil
            current.schedule(.replan, at: next, &draft)
            draft.note("none_available", case: current.row.id, plan.reason)
            return
        }
        plan.state = .made
        plan.reason = nil
        plan.nextTryAt = nil
        current.legs[legIndex].from = place.coordinate
        make(offerTo: unit, chosen, leg: legIndex, in: &current, file, &draft)
    }

    private func make(
        offerTo unit: Unit, _ chosen: UnitChoice.Candidate, leg: Int, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        let lifetime = unit.reach == .mqtt ? policy.outreach.offerLifetime : policy.phoneOfferLifetime
        let job = JobRow(
            id: draft.sequences.next(\.job), caseID: current.row.id, legID: current.legs[leg].id,
            offerID: draft.sequences.next(\.offer), unit: unit.id, offeredAt: draft.now,
            expiresAt: draft.now.adding(seconds: lifetime))
        current.jobs.append(job)
        draft.hold(.unit, unit.id, as: .asked, in: &current)
        current.legs[leg].state = .offered
        current.legs[leg].unit = unit.id
        current.legs[leg].provider = unit.providerID
        current.legs[leg].etaAt = chosen.arrival
        current.legs[leg].etaLow = draft.now.adding(minutes: Double(chosen.eta.low))
        current.legs[leg].etaHigh = draft.now.adding(minutes: Double(chosen.eta.high))
        current.schedule(.offerExpiry, at: job.expiresAt, reference: job.id, &draft)
        draft.note("offer_made", case: current.row.id, unit.id)
        if unit.reach == .mqtt {
            publishOffer(job, in: current, file, revision: nil, &draft)
        } else {
            askProvider(job, in: &current, file, &draft)
        }
    }

    /// Tells a unit that has a job that its asset moved on.
    private func redirect(_ current: inout CaseFile, _ file: AssetFile, to place: Place, _ draft: inout Draft) {
        guard let job = current.liveJob, let leg = current.legs.firstIndex(where: { $0.id == job.legID }),
            !(job.state == .loaded || job.state == .onScene)
        else { return }
        current.legs[leg].from = place.coordinate
        draft.note("asset_moved", case: current.row.id, job.unit)
        if let unit = draft.board.unit(job.unit) {
            if let start = unit.coordinate { current.follow(unit: unit.id, at: start, policy: policy, &draft) }
            if unit.reach == .mqtt { publishOffer(job, in: current, file, revision: job.version + 1, &draft) }
        }
    }

    /// What the unit must be able to do.
    ///
    /// A vehicle that stands and whose fault asks for nothing else needs a tow.
    func needed(_ current: CaseFile, _ file: AssetFile) -> Capabilities {
        if !current.row.capabilities.isEmpty { return current.row.capabilities }
        return file.reference.traits.kind.isStationary ? [] : .flatbed
    }

    private func legKind(_ current: CaseFile, _ file: AssetFile) -> LegKind {
        if file.reference.traits.kind.isStationary { return .technicianVisit }
        let moving: Capabilities = [.flatbed, .wheelLift, .dollies, .heavy, .winch]
        return needed(current, file).isDisjoint(with: moving) ? .patrol : .tow
    }

    // MARK: Slot

    /// Holds the slot in which the asset is repaired soonest, if none is held; a tow goes there.
    private func holdSlot(_ current: inout CaseFile, _ file: AssetFile, near place: Place, _ draft: inout Draft) {
        guard !file.reference.traits.kind.isStationary,
            !current.holds.contains(where: { $0.kind == .slot && $0.state.isLive })
        else { return }
        let leg = current.currentLeg
        let arrival = leg.flatMap { current.legs[$0].etaHigh } ?? draft.now
        let choice = chooseSlot(
            for: SlotNeed(
                near: place.coordinate, earliest: arrival.adding(seconds: policy.loadingTime),
                hvQuarantine: current.row.capabilities.contains(.hvCertified),
                // Until legs know a yard: it waits where it is if the workshop is closed.
                mayRest: place.coordinate),
            board: draft.board, taken: draft.takenSlots)
        guard let chosen = choice.chosen else { return }
        draft.hold(
            .slot, String(chosen.slotID), as: chosen.confirmation == .confirmed ? .confirmed : .held, in: &current)
        guard let leg, current.legs[leg].kind == .tow else { return }
        current.legs[leg].workshop = chosen.workshopID
        current.legs[leg].to = draft.board.workshop(chosen.workshopID)?.coordinate
    }
}

extension CaseFile {
    /// Index of the leg that is being arranged or driven.
    var currentLeg: Int? {
        legs.firstIndex { leg in leg.state.map { !$0.endsLeg } ?? true }
    }

    /// The job that a unit has been asked for or has taken.
    package var liveJob: JobRow? { jobs.last { !$0.state.isFinal && $0.state != .stoodDown } }

    /// Units that let an offer lapse.
    var silentUnits: Set<String> { Set(jobs.filter { $0.state == .expired }.map(\.unit)) }

    /// Moves the expected arrival with the unit that drives towards the asset.
    mutating func follow(unit id: String, at coordinate: Coordinate, policy: CasePolicy, _ draft: inout Draft) {
        guard let job = liveJob, job.unit == id,
            job.state == .enRoute || job.state == .accepted || job.state == .delayed,
            let leg = legs.firstIndex(where: { $0.id == job.legID }), let target = legs[leg].from
        else { return }
        // The crew's own word stands until it drives: before that we know only where it starts.
        guard job.state == .enRoute else { return }
        let seconds = BuiltInTravelTime().seconds(from: coordinate, to: target)
        let arrival = draft.now.adding(seconds: seconds)
        if let before = legs[leg].etaAt, abs(before.seconds(since: arrival)) < 60 { return }
        setArrival(arrival, leg: leg, at: draft.now)
    }

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

import Outreach
import Planning
import Telemetry

/// Asking a unit, and telling it what has changed since.
extension Engine {
    /// Offers the leg to a unit and holds what it needs: the unit, a part on board, the slot it brings the asset to.
    func offer(
        to unit: Unit, _ chosen: UnitCandidate, leg: Int, from place: Place, in current: inout CaseFile,
        _ file: AssetFile, _ draft: inout Draft
    ) {
        let job = hold(unit, forLeg: leg, in: &current, &draft)
        if current.legs[leg].kind != .secondaryTow { current.legs[leg].kind = LegKind(chosen.kind) }
        current.legs[leg].state = .offered
        current.legs[leg].unit = unit.id
        current.legs[leg].provider = unit.providerID
        current.legs[leg].etaAt = chosen.arrival
        current.legs[leg].etaLow = draft.now.adding(minutes: Double(chosen.eta.low))
        current.legs[leg].etaHigh = draft.now.adding(minutes: Double(chosen.eta.high))
        current.legs[leg].etaSource = chosen.roadFactor == nil ? .estimate : .road
        current.legs[leg].roadFactor = chosen.roadFactor
        current.legs[leg].part = chosen.part
        if let part = chosen.part, let piece = draft.board.stock.nextPiece(of: part, at: unit.id) {
            draft.hold(.stock, piece, as: .confirmed, in: &current)
        }
        draft.note("offer_made", case: current.row.id, unit.id)
        if current.legs[leg].kind.movesAsset { holdSlot(&current, file, near: place, &draft) }
        send(job, to: unit, in: &current, file, &draft)
    }

    /// Asks a unit that would be there much sooner than the one that has the job; that one keeps it meanwhile.
    func offerBeside(
        _ unit: Unit, leg: Int, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        let job = hold(unit, forLeg: leg, in: &current, &draft)
        draft.note("offer_made_beside", case: current.row.id, unit.id)
        send(job, to: unit, in: &current, file, &draft)
    }

    /// A job that a unit is asked for, which holds the unit until it answers or the offer lapses.
    private func hold(_ unit: Unit, forLeg leg: Int, in current: inout CaseFile, _ draft: inout Draft) -> JobRow {
        let lifetime = unit.reach == .mqtt ? policy.outreach.offerLifetime : policy.phoneOfferLifetime
        let job = JobRow(
            id: draft.sequences.next(\.job), caseID: current.row.id, legID: current.legs[leg].id,
            offerID: draft.sequences.next(\.offer), unit: unit.id, offeredAt: draft.now,
            expiresAt: draft.now.adding(seconds: lifetime))
        current.jobs.append(job)
        draft.hold(.unit, unit.id, as: .asked, in: &current)
        current.schedule(.offerExpiry, at: job.expiresAt, reference: job.id, &draft)
        return job
    }

    private func send(
        _ job: JobRow, to unit: Unit, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        if unit.reach == .mqtt {
            publishOffer(job, in: current, file, isRevision: false, &draft)
        } else {
            askProvider(job, in: &current, file, &draft)
        }
    }

    /// Tells whoever was asked or has the job that the asset moved on.
    func redirect(_ current: inout CaseFile, _ file: AssetFile, to place: Place, _ draft: inout Draft) {
        guard let job = current.liveJob, let leg = current.legs.firstIndex(where: { $0.id == job.legID }),
            !current.jobs.contains(where: { $0.state == .loaded || $0.state == .onScene })
        else { return }
        current.legs[leg].from = place.coordinate
        draft.note("asset_moved", case: current.row.id, current.legs[leg].unit ?? job.unit)
        if let coming = current.jobs.last(where: { $0.unit == current.legs[leg].unit && $0.state.isComing }),
            let unit = draft.board.unit(coming.unit), let start = unit.coordinate
        {
            // Whatever the crew said was about the place before.
            let drive = Double(min(policy.travel.seconds(from: start, to: place.coordinate), 10_000_000))
            let factor = current.legs[leg].roadFactor.map { min(max($0, 0.2), 20) } ?? 1
            let readiness = coming.isDriving ? 0 : min(unit.readinessMinutes, 1_440) * 60
            current.setArrival(
                draft.now.adding(seconds: Int64((drive * factor + readiness).rounded())), leg: leg, by: .estimate,
                at: draft.now)
        }
        revise(current, file, &draft)
    }

    /// Tells staged units to wait, and that the scene is released once a person has said so.
    func release(_ current: inout CaseFile, _ plan: inout PlanRow, _ file: AssetFile, _ draft: inout Draft) {
        guard current.row.severity == .emergency, current.isStaged != (plan.reason == Engine.stagedReason) else {
            return
        }
        plan.reason = current.isStaged ? Engine.stagedReason : nil
        draft.note(current.isStaged ? "staged" : "scene_released", case: current.row.id)
        revise(current, file, &draft)
    }

    /// Tells every unit that was asked or has the job, and is not there yet, what has changed: a late one and the quicker
    /// one that was asked beside it both.
    private func revise(_ current: CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        for job in current.jobs where job.state == .offered || job.state.isComing {
            guard draft.board.unit(job.unit)?.reach == .mqtt else { continue }
            publishOffer(job, in: current, file, isRevision: true, &draft)
        }
    }

    static let stagedReason = "waits until a person says that the scene is released"
}

extension CaseFile {
    /// Whether help waits at a distance: an emergency that nobody has released.
    package var isStaged: Bool { row.severity == .emergency && facts.flag("scene_released") != true }
}

extension LegKind {
    init(_ kind: RescueKind) {
        switch kind {
        case .patrol: self = .patrol
        case .tow: self = .tow
        case .technicianVisit: self = .technicianVisit
        }
    }
}

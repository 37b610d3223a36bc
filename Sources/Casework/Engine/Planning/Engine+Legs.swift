import Planning
import Telemetry

/// Which leg comes next, and what it must wait for.
extension Engine {
    /// Index of the leg that is arranged next; a new one if there is none.
    ///
    /// An asset that stands in a yard goes on to its workshop with a second leg.
    func nextLeg(of current: inout CaseFile, _ plan: PlanRow, _ file: AssetFile, _ draft: inout Draft) -> Int {
        if let leg = current.currentLeg { return leg }
        let stored = current.legs.last.flatMap { $0.state == .stored ? $0 : nil }
        var leg = LegRow(
            id: draft.sequences.next(\.leg), caseID: current.row.id, planID: plan.id,
            ordinal: current.legs.count + 1, kind: stored == nil ? legKind(current, file) : .secondaryTow)
        if let stored {
            leg.from = stored.to
            leg.workshop = stored.workshop
            let workshop = stored.workshop.flatMap { draft.board.workshop($0) }
            leg.to = workshop?.coordinate
            leg.notBefore = workshop?.opening(after: draft.now)
        }
        current.legs.append(leg)
        return current.legs.count - 1
    }

    /// What kind of leg helps, before a unit is chosen; the unit may know a better way.
    func legKind(_ current: CaseFile, _ file: AssetFile) -> LegKind {
        if file.reference.traits.kind.isStationary { return .technicianVisit }
        return needed(current, file).isDisjoint(with: Engine.moving) ? .patrol : .tow
    }

    /// Whether the leg can't begin yet: the workshop or the site is closed, and nothing forces it open.
    func waits(
        _ leg: Int, in current: inout CaseFile, _ plan: inout PlanRow, _ file: AssetFile, _ draft: inout Draft
    ) -> Bool {
        guard let opening = current.legs[leg].notBefore ?? siteOpening(current, file, at: draft.now) else {
            return false
        }
        // Asked a little earlier than it must be there.
        let due = opening.adding(seconds: -policy.legLead)
        guard due > draft.now else { return false }
        plan.state = .made
        plan.reason =
            file.reference.traits.kind.isStationary
            ? "somebody is let in from \(opening.iso8601) on" : "goes on when the workshop opens, \(opening.iso8601)"
        plan.nextTryAt = due
        if !current.timers.contains(where: { $0.kind == .legDue && $0.dueAt == due }) {
            current.timers.removeAll { $0.kind == .legDue }
            current.schedule(.legDue, at: due, reference: current.legs[leg].id, &draft)
        }
        return true
    }

    /// When somebody is let in to a stationary asset, if not now.
    ///
    /// At night somebody comes only for danger, or where lives or a cold chain hang on it.
    private func siteOpening(_ current: CaseFile, _ file: AssetFile, at now: Timestamp) -> Timestamp? {
        guard file.reference.traits.kind.isStationary, !isInDanger(current),
            file.reference.impact != "life", file.reference.impact != "cold_chain",
            let access = file.reference.access
        else { return nil }
        return access.opening(after: now)
    }

    // MARK: Third parties

    /// Calls whoever has the right to recover here, where we have none.
    ///
    /// - Returns: Whether the leg is a third party's.
    func sendThirdParty(
        _ current: inout CaseFile, _ plan: inout PlanRow, _ file: AssetFile, at place: Place, _ draft: inout Draft
    ) -> Bool {
        guard !file.reference.traits.kind.isStationary, current.legs.last?.state != .stored,
            current.currentLeg.map({ current.legs[$0].kind }) != .secondaryTow,
            let zone = draft.board.zone(at: place.coordinate, road: current.facts["road"]), zone.rule != .ownUnit
        else { return false }
        let leg = nextLeg(of: &current, plan, file, &draft)
        current.legs[leg].kind = .thirdParty
        current.legs[leg].from = place.coordinate
        current.legs[leg].provider = zone.providerID
        current.timers.removeAll { $0.kind == .replan }
        plan.reasons = [
            "\(zone.name): only \(zone.rule == .police ? "the police decide" : "an approved firm") may recover"
        ]
        let party = "zone:\(zone.id)"
        if current.legs[leg].declined.contains(party) {
            plan.state = .noneAvailable
            plan.reason = "third_party_declined"
            // Nobody else may come: after a while the same firm is asked again.
            if let next = plan.nextTryAt, next <= draft.now {
                current.legs[leg].declined.removeAll { $0 == party }
            } else {
                let next = plan.nextTryAt ?? draft.now.adding(seconds: policy.thirdPartyLifetime)
                plan.nextTryAt = next
                current.schedule(.replan, at: next, &draft)
                return true
            }
        }
        plan.state = .made
        plan.reason = nil
        plan.nextTryAt = nil
        let job = JobRow(
            id: draft.sequences.next(\.job), caseID: current.row.id, legID: current.legs[leg].id,
            offerID: draft.sequences.next(\.offer), unit: party, offeredAt: draft.now,
            expiresAt: draft.now.adding(seconds: policy.thirdPartyLifetime))
        current.jobs.append(job)
        current.legs[leg].state = .offered
        current.schedule(.offerExpiry, at: job.expiresAt, reference: job.id, &draft)
        draft.note("third_party_asked", case: current.row.id, zone.id)
        askProvider(job, in: &current, file, &draft)
        return true
    }
}

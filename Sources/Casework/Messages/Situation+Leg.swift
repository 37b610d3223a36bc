import Outreach
import Planning
import Telemetry

/// What is true of the leg now.
extension Situation {
    var legSituation: LegSituation {
        switch current.plan?.state {
        case .needsLocation: return .needsLocation
        case .noneAvailable: return .noneAvailable
        case .needsApproval where current.plan?.approval == .refused: return .notPlanned
        case .needsApproval: return .needsApproval(ofTow: current.currentLeg.map { moves(current.legs[$0]) } ?? true)
        case .noneNeeded where !isComing: return current.plan?.standby == nil ? .notPlanned : .standby
        case nil: return .notPlanned
        case .made, .provisional, .noneNeeded: break
        }
        if let waiting = current.currentLeg.map({ current.legs[$0] }), waiting.state == nil,
            let begins = current.plan?.nextTryAt
        {
            return reference.traits.kind.isStationary
                ? .visitAsked(at: siteTime(begins)) : .stored(broughtAt: workshopTime(waiting.notBefore ?? begins))
        }
        guard let leg = current.legs.last(where: { $0.state != nil }), let state = leg.state else { return .notPlanned }
        if current.isStaged, state.isLive, state != .onScene, state != .loaded { return .staged }
        if leg.kind == .thirdParty, let found = thirdPartySituation(leg, state) { return found }
        return ownSituation(leg, state)
    }

    /// Whether somebody has a job for the case, whatever the plan says by now: nobody has told them to turn back.
    private var isComing: Bool {
        current.legs.last { $0.state != nil }?.state.map { $0.isLive && $0 != .offered } ?? false
    }

    private func ownSituation(_ leg: LegRow, _ state: JobState) -> LegSituation {
        switch state {
        case .offered:
            return current.plan?.state == .provisional ? .provisional : .offered(unit: unit?.kind)
        case .accepted, .delayed: return .accepted(unit: unit?.kind, eta: eta(of: leg))
        case .enRoute: return .enRoute(unit: unit?.kind, eta: eta(of: leg))
        case .onScene, .madeSafe: return .onScene(unit: unit?.kind)
        case .stored: return .stored(broughtAt: nil)
        case .loaded: return .loaded
        case .delivered, .fixed: return .finished
        default: return .notPlanned
        }
    }

    private func thirdPartySituation(_ leg: LegRow, _ state: JobState) -> LegSituation? {
        switch state {
        case .offered:
            .thirdPartyAsked(
                provider: thirdParty?.name, right: thirdParty?.rule == .police ? .police : .concession)
        case .accepted, .delayed, .enRoute: .thirdPartyAccepted(provider: thirdParty?.name, eta: eta(of: leg))
        default: nil
        }
    }

    private func eta(of leg: LegRow) -> MinuteRange? {
        leg.etaAt.map { arrival in
            let range = EtaRange(arrival: arrival, at: now)
            return MinuteRange(low: range.low, high: range.high)
        }
    }

    private func moves(_ leg: LegRow) -> Bool { leg.kind.movesAsset }

    private func siteTime(_ time: Timestamp) -> LocalTime {
        // The technician is asked somewhat earlier than somebody is let in.
        let opening = reference.access?.opening(after: now) ?? time
        let offset = reference.access?.zone.offsetMinutes(at: opening) ?? contactOffset ?? 0
        return LocalTime(opening, now: now, utcOffsetMinutes: offset)
    }

    func workshopTime(_ time: Timestamp) -> LocalTime {
        LocalTime(time, now: now, utcOffsetMinutes: workshop?.zone.offsetMinutes(at: time) ?? contactOffset ?? 0)
    }

    /// How far the clock of the people with the asset is ahead of UTC, if they are known.
    var contactOffset: Int? {
        reference.contacts.first?.utcOffsetMinutes(at: now) ?? surroundings?.zone?.offsetMinutes(at: now)
    }
}

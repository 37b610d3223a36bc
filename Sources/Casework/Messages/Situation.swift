package import Diagnostics
package import Outreach
package import Planning
package import Telemetry

/// A case as it is now, with what a script needs from elsewhere: what may be said comes from here alone.
package struct Situation: Sendable {
    package var current: CaseFile
    package var reference: AssetReference
    /// The newest fix, for whether the asset moves.
    package var fix: AssetFix?
    /// The unit of the current leg.
    package var unit: Unit?
    /// The slot that is held.
    package var slot: Slot?
    package var workshop: Workshop?
    package var catalogue: FaultCatalogue
    package var now: Timestamp

    package init(
        current: CaseFile, reference: AssetReference, fix: AssetFix?, unit: Unit?, slot: Slot?, workshop: Workshop?,
        catalogue: FaultCatalogue, now: Timestamp
    ) {
        self.current = current
        self.reference = reference
        self.fix = fix
        self.unit = unit
        self.slot = slot
        self.workshop = workshop
        self.catalogue = catalogue
        self.now = now
    }

    /// What the phrasebook needs to say about this case.
    ///
    /// - Parameters:
    ///   - language: The addressee's.
    ///   - task: What the words are for; without one a breakdown call.
    ///   - contactName: Only for a person with the asset, or one whose role may know.
    package func scriptContext(
        language: String, task: TaskRow? = nil, contactName: String? = nil
    ) -> ScriptContext {
        let row = current.row
        var context = ScriptContext(
            language: language, task: task?.kind ?? .breakdownCall, caseNumber: String(row.id),
            severity: row.severity, immobile: row.immobile, motion: motion, assetKind: reference.traits.kind,
            leg: legSituation, slot: slotSituation)
        if let change = task?.change { context.change = change }
        context.contactName = contactName
        context.plate = reference.plate
        context.assetName = reference.traits.kind.isStationary ? reference.id : nil
        context.placeAgeSeconds = current.plan?.place.map { max(0, now.seconds(since: $0.time)) }
        context.symptomClause = catalogue.text(ofSymptom: row.symptom, language: language)?.clause
        context.partName = row.part.flatMap { catalogue.partName($0, language: language) }
        context.seats = unit?.seats
        context.energy = reference.traits.energy
        return context
    }

    /// Whether the asset moves; an old fix tells nothing.
    private var motion: Motion {
        guard !reference.traits.kind.isStationary else { return .standing }
        guard let fix, now.seconds(since: fix.time) < 120, let speed = fix.position.speed else { return .unknown }
        return speed > 5 ? .moving : .standing
    }

    private var legSituation: LegSituation {
        switch current.plan?.state {
        case .needsLocation: return .needsLocation
        case .noneAvailable: return .noneAvailable
        case .noneNeeded, .needsApproval, nil: return .notPlanned
        case .made, .provisional: break
        }
        guard let leg = current.legs.last(where: { $0.state != nil }), let state = leg.state else { return .notPlanned }
        let eta = leg.etaAt.map { arrival in
            let range = EtaRange(arrival: arrival, at: now)
            return MinuteRange(low: range.low, high: range.high)
        }
        switch state {
        case .offered:
            return current.plan?.state == .provisional ? .provisional : .offered(unit: unit?.kind)
        case .accepted, .delayed: return .accepted(unit: unit?.kind, eta: eta)
        case .enRoute: return .enRoute(unit: unit?.kind, eta: eta)
        case .onScene, .madeSafe: return .onScene(unit: unit?.kind)
        case .loaded, .delivered, .stored, .fixed: return .finished
        default: return .notPlanned
        }
    }

    private var slotSituation: SlotSituation {
        guard let slot, let workshop,
            let hold = current.holds.last(where: {
                $0.kind == .slot && $0.state.isLive && $0.resource == String(slot.id)
            })
        else { return .none }
        let time = LocalTime(slot.start, now: now, utcOffsetMinutes: workshop.zone.offsetMinutes(at: slot.start))
        let appointment = SlotSituation.Appointment(workshop: workshop.name, time: time)
        switch hold.state {
        case .confirmed: return .confirmed(appointment)
        case .asked: return .asked(appointment)
        case .held: return .held(appointment)
        case .refused, .released, .fulfilled: return .none
        }
    }
}

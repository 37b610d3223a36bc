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
    /// The times at which a part that may fail can be replaced, still to be had, the best first.
    package var offered: [OfferedTime] = []
    /// Whether it is said how likely such a part fails.
    package var saysLikelihood = true
    /// Who has the right to recover where we have none.
    package var thirdParty: ThirdParty?
    /// Kinds of units that were stood down and have not confirmed it.
    package var formerUnits: [String?] = []
    /// What is known around the asset; the lane has no need of it.
    package var surroundings: Surroundings?
    /// A person's name for a call, never for a message: who must approve.
    package var approver: String?
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
        context.droveLast = droveLast
        if let change = task?.change { context.change = change }
        context.contactName = contactName
        context.plate = reference.plate
        context.assetName = reference.traits.kind.isStationary ? reference.id : nil
        context.placeAgeSeconds = current.plan?.place.map { max(0, now.seconds(since: $0.time)) }
        context.symptomIsTold = current.isTold
        context.symptomIsCleared = !current.problems.isEmpty && current.problems.allSatisfy { $0.clearedAt != nil }
        context.isForeseen = current.isPrevention
        context.symptomClause = catalogue.text(ofSymptom: row.symptom, language: language)?.clause
        context.partName = row.part.flatMap { catalogue.partName($0, language: language) }
        context.seats = unit?.seats
        context.energy = reference.traits.energy
        context.passengers = current.facts.number("people").flatMap { (0...1_000).contains($0) ? Int($0) : nil }
        context.purpose = purpose(of: task)
        addPlan(to: &context)
        addForecast(to: &context)
        addScene(to: &context)
        addPlace(to: &context)
        return context
    }
}

/// A slot that is offered, with its workshop.
package struct OfferedTime: Sendable {
    package var slot: Slot
    /// `nil` if nothing is known of it but its id.
    package var workshop: Workshop?

    package init(slot: Slot, workshop: Workshop?) {
        self.slot = slot
        self.workshop = workshop
    }

    package var workshopName: String { workshop?.name ?? slot.workshopID }
}

/// Who has the right to recover on a road or in an area.
package struct ThirdParty: Sendable, Equatable {
    /// As a person would say it; `nil` is unknown.
    package var name: String?
    package var rule: Zone.Rule

    package init(name: String?, rule: Zone.Rule) {
        self.name = name
        self.rule = rule
    }
}

import Diagnostics
import Outreach
import Planning
import Telemetry

/// What leaves over MQTT after the commit; the topics and keys are the contract `callahead/v1`.
extension Engine {
    /// Offers a job to a unit.
    ///
    /// A later revision tells that something about the job has changed; its numbers only grow.
    func publishOffer(
        _ job: JobRow, in current: CaseFile, _ file: AssetFile, isRevision: Bool, _ draft: inout Draft
    ) {
        let revision = isRevision ? draft.sequences.outbox : nil
        let leg = current.legs.first { $0.id == job.legID }
        var about = JSONText()
        about.add("asset", file.reference.id)
        about.add("symptom", current.row.symptom)
        about.add("severity", current.row.severity.rawValue)
        var offer = JSONText()
        offer.add("offer_id", job.offerID)
        offer.add("job_id", job.id)
        offer.add("expires_at", job.expiresAt.iso8601)
        offer.add("lat", leg?.from?.latitude)
        offer.add("lon", leg?.from?.longitude)
        offer.add("leg", leg?.kind.rawValue)
        offer.add("part", leg?.part)
        offer.add("to_lat", leg?.to?.latitude)
        offer.add("to_lon", leg?.to?.longitude)
        offer.add("needs", words: needed(current, file).names)
        offer.add("case", json: about.text)
        offer.add("revision", revision)
        if current.isStaged { offer.add("staged", json: "true") }
        publish(
            "callahead/v1/units/\(job.unit)/offer", offer, expiresAt: revision == nil ? job.expiresAt : nil, &draft)
    }

    /// Tells a unit that it need not come.
    func publishStandDown(_ job: JobRow, _ reason: String, _ draft: inout Draft) {
        publishStandDown(offer: job.offerID, job: job.id, unit: job.unit, reason, &draft)
    }

    /// Tells a unit that it need not come; of an offer whose case has ended the job is not known any more.
    func publishStandDown(offer: Int64, job: Int64?, unit: String, _ reason: String, _ draft: inout Draft) {
        var message = JSONText()
        message.add("offer_id", offer)
        message.add("job_id", job)
        message.add("reason", reason)
        publish("callahead/v1/units/\(unit)/stand_down", message, &draft)
    }

    /// Tells the car and the driver's app what to do now.
    func advise(_ current: CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        let language = phrasebook.language(for: addressee(current, file, at: draft.now)?.language ?? "")
        let context = situation(current, file, draft).scriptContext(language: language)
        let id = draft.sequences.next(\.outbox)
        var message = JSONText()
        message.add("id", id)
        message.add("time", draft.now.iso8601)
        message.add("severity", current.row.severity.rawValue)
        message.add("text", phrasebook.advice(for: context))
        message.add("language", language)
        if let leg = current.currentLeg, let job = current.liveJob, job.state != .offered {
            let range = current.legs[leg].etaAt.map { EtaRange(arrival: $0, at: draft.now) }
            message.add("eta_low", range.map { Int64($0.low) })
            message.add("eta_high", range.map { Int64($0.high) })
            message.add("unit", job.unit)
        }
        draft.changes.outbox.append(
            OutboxRow(
                id: id, topic: "callahead/v1/assets/\(file.reference.id)/advice", payload: message.text,
                createdAt: draft.now))
        said("advice", to: nil, task: nil, channel: "app", current, promise: nil, &draft)
    }

    func situation(_ current: CaseFile, _ file: AssetFile, _ draft: Draft) -> Situation {
        let leg = current.currentLeg.map { current.legs[$0] }
        let slot = current.liveSlot.flatMap { draft.board.slot($0) }
        var situation = Situation(
            current: current, reference: file.reference, fix: draft.newestFix(of: file.reference.key),
            unit: leg?.unit.flatMap { draft.board.unit($0) }, slot: slot,
            workshop: slot.flatMap { draft.board.workshop($0.workshopID) }, catalogue: diagnostician.catalogue,
            now: draft.now)
        if let party = current.liveJob?.unit, party.hasPrefix("zone:"),
            let zone = draft.board.zones.first(where: { "zone:\($0.id)" == party })
        {
            situation.thirdParty = ThirdParty(name: zone.providerName, rule: zone.rule)
        }
        if let offer = current.offers.last(where: \.isOpen) {
            situation.offered = freeTimes(of: offer, draft).map {
                OfferedTime(slot: $0, workshop: draft.board.workshop($0.workshopID))
            }
        }
        situation.saysLikelihood = policy.prevention.saysLikelihood
        situation.formerUnits = current.jobs.filter { $0.state == .stoodDown }.map { draft.board.unit($0.unit)?.kind }
        return situation
    }

    func said(
        _ template: String, to contact: String?, task: Int64?, channel: String, _ current: CaseFile,
        promise: Promise?, _ draft: inout Draft
    ) {
        draft.changes.said.append(
            SaidRow(
                at: draft.now, caseID: current.row.id, task: task, contact: contact, channel: channel,
                by: "callahead", template: template, promise: promise))
    }

    private func publish(
        _ topic: String, _ message: JSONText, expiresAt: Timestamp? = nil, _ draft: inout Draft
    ) {
        draft.changes.outbox.append(
            OutboxRow(
                id: draft.sequences.next(\.outbox), topic: topic, payload: message.text, expiresAt: expiresAt,
                createdAt: draft.now))
    }
}

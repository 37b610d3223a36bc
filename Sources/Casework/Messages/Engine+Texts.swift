import Outreach
import Planning
import Telemetry

/// Text messages: each says one thing once, at an hour at which it may.
extension Engine {
    /// Tells whoever waits that a unit has taken the job, on the app and by text message.
    ///
    /// What the message says is a promise like a spoken one: a slip against it is a reason to call.
    func sendAcceptance(_ current: inout CaseFile, _ file: AssetFile, leg: Int, _ draft: inout Draft) {
        advise(current, file, &draft)
        guard let contact = listener(current, file, at: draft.now) else { return }
        let text = phrasebook.acceptance(
            for: situation(current, file, draft).scriptContext(
                language: phrasebook.language(for: contact.language)))
        let job = current.jobs.last { $0.legID == current.legs[leg].id && $0.unit == current.legs[leg].unit }
        let reason = "acceptance \(job?.id ?? current.legs[leg].id)"
        let promise = Promise(
            at: draft.now, unit: current.legs[leg].unit, latest: current.legs[leg].etaHigh, slot: nil)
        let isSent = write(
            text, template: "acceptance", because: reason, to: contact, task: nil, promise: promise, in: &current, file,
            &draft)
        if isSent { current.row.promise = promise }
    }

    /// Sends the text message of a call, once for each reason.
    ///
    /// If it names minutes it is a promise, beside what was said before about a workshop.
    ///
    /// - Returns: Whether it leaves now.
    @discardableResult
    func sendMessage(
        about task: TaskRow, to id: String, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) -> Bool {
        guard let contact = file.reference.contacts.first(where: { $0.id == id }) else { return false }
        let situation = situation(current, file, draft)
        let language = phrasebook.language(for: contact.language)
        var context = situation.scriptContext(language: language, task: task)
        // Somebody without a role hears neither where it is nor where it goes.
        if contact.duties.isEmpty {
            context.mayKnowPlace = false
            context.slot = .none
        }
        let text = phrasebook.message(for: context)
        let promise = promised(by: situation, current, at: draft.now)
        let isSent = write(
            text, template: "message", because: current.reasonToWrite(task), to: contact, task: task.id,
            promise: promise, in: &current, file, &draft)
        guard isSent else { return false }
        if let promise { current.row.promise = promise }
        draft.note("message_sent", case: current.row.id, task: task.id)
        return true
    }

    /// Whether what there is to say in a call has been written to its addressee.
    func hasWritten(about task: TaskRow, in current: CaseFile) -> Bool {
        guard let contact = task.contact else { return false }
        return current.addressee(contact)?.texts.contains(current.reasonToWrite(task)) ?? false
    }

    /// What a message promises: the arrival of a unit that has the job.
    private func promised(by situation: Situation, _ current: CaseFile, at now: Timestamp) -> Promise? {
        switch situation.legSituation {
        case .accepted, .enRoute, .thirdPartyAccepted: break
        default: return nil
        }
        guard let leg = current.currentLeg, let latest = current.legs[leg].etaHigh else { return nil }
        return Promise(at: now, unit: current.legs[leg].unit, latest: latest, slot: current.row.promise?.slot)
    }

    /// Writes to somebody, unless it has been written before or the hour is against it.
    private func write(
        _ text: String, template: String, because reason: String, to contact: ContactReference, task: Int64?,
        promise: Promise?, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) -> Bool {
        let known = current.addressee(contact.id)
        guard contact.hasPhone, known?.wrongNumber != true, known?.texts.contains(reason) != true else { return false }
        guard case .at(let earliest, let overriding) = hourToWrite(to: contact, current, at: draft.now),
            earliest <= draft.now
        else {
            draft.note("message_not_sent", case: current.row.id, task: task, "quiet hours or their wish: \(contact.id)")
            return false
        }
        for rule in overriding {
            let why = words(for: rule, current)
            draft.note("rule_overridden", case: current.row.id, task: task, "text, \(rule.rawValue): \(why)")
        }
        current.note(contact.id, &draft) { $0.texts.append(reason) }
        let id = draft.sequences.next(\.outbox)
        var message = JSONText()
        message.add("id", id)
        message.add("channel", contact.channel == .relay ? "relay" : "text")
        message.add("text", text)
        message.add("language", phrasebook.language(for: contact.language))
        let lifetime = promise?.latest == nil ? policy.outreach.messageLifetime : policy.outreach.promiseLifetime
        draft.changes.outbox.append(
            OutboxRow(
                id: id, topic: "callahead/v1/messages/out", payload: message.text,
                expiresAt: draft.now.adding(seconds: lifetime), contact: contact.id, createdAt: draft.now))
        said(template, to: contact.id, task: task, channel: "text", current, promise: promise, &draft)
        return true
    }

    /// When somebody may be written to: office hours don't matter, the night does.
    private func hourToWrite(to contact: ContactReference, _ current: CaseFile, at now: Timestamp) -> CallTime {
        policy.outreach.earliestCall(
            after: now, utcOffsetMinutes: contact.utcOffsetMinutes(at: now), severity: current.row.severity,
            immobile: current.row.immobile, doNotCall: contact.doNotCall && contact.channel != .text,
            hasAsked: current.hasAsked)
    }
}

extension CaseFile {
    /// Why there is something to write: once for each severity, and once for each change.
    func reasonToWrite(_ task: TaskRow) -> String {
        switch task.kind {
        case .callAgain, .followUp, .preventOffer: "\(task.kind.rawValue) \(task.id)"
        default: "\(row.severity.rawValue)\(row.immobile ? " immobile" : "")"
        }
    }
}

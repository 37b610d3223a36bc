import Outreach
import Planning
import Telemetry

/// What follows from a call.
extension Engine {
    /// Takes over what became of a call.
    func finish(
        _ index: Int, _ call: FinishedCall, by action: DeskAction, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        let task = current.tasks[index]
        let outcome = call.outcome
        draft.note("task_\(outcome.rawValue)", case: current.row.id, task: task.id, action.actor)
        switch task.kind {
        case .providerCall:
            answerForProvider(index, outcome, call.etaMinutes, in: &current, file, &draft)
            return
        case .workshopCall:
            answerForWorkshop(index, outcome, in: &current, file, &draft)
            return
        case .authorityCall:
            answerForAuthority(index, outcome, in: &current, file, &draft)
            return
        default: break
        }
        if task.isForData {
            dataCorrected(index, outcome, in: &current, &draft)
            return
        }
        if acceptOffer(index, call, by: action, in: &current, file, &draft) { return }
        if answerForApproval(index, outcome, in: &current, file, &draft) { return }
        if current.row.severity == .emergency, !outcome.endsCall { hurryAuthority(in: &current, &draft) }
        switch outcome {
        case .reached, .accepted: told(index, call, by: action, in: &current, file, &draft)
        case .solved:
            done(index, outcome, in: &current, &draft)
            if replacedAlready(task, in: &current, &draft) { return }
            close(&current, as: .solved, because: "\(action.actor): solved", &draft)
        case .declined, .hasOwnHelp, .noNeed:
            done(index, outcome, in: &current, &draft)
            guard task.tells else { return }
            close(&current, as: .declined, because: "\(action.actor): \(outcome.rawValue)", &draft)
        case .inDanger:
            done(index, outcome, in: &current, &draft)
            inDanger(&current, file, &draft)
        case .voicemail:
            draft.changes.said.append(
                SaidRow(
                    at: action.at, caseID: current.row.id, task: task.id, contact: task.contact, channel: "voice",
                    by: action.actor, template: "voicemail", promise: nil))
            carryOn(index, after: outcome, in: &current, file, &draft)
        case .noAnswer, .busy, .hungUp, .phoneOff, .otherPerson:
            carryOn(index, after: outcome, in: &current, file, &draft)
        case .callBack: callBack(index, at: call.callBackAt, in: &current, file, &draft)
        case .language: wrongLanguage(index, in: &current, file, &draft)
        case .wrongNumber: wrongNumber(index, in: &current, file, &draft)
        }
    }

    func told(
        _ index: Int, _ call: FinishedCall, by action: DeskAction, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        let task = current.tasks[index]
        done(index, call.outcome, in: &current, &draft)
        if let contact = task.contact {
            let now = draft.now
            current.note(contact, &draft) {
                $0.spokenAt = action.at
                $0.triedAt = now
            }
        }
        for row in current.addressees.indices { current.addressees[row].rounds = 0 }
        current.row.toldAt = current.row.toldAt ?? action.at
        // A text that was sent after the screen was shown is the later word.
        let text = current.row.promise
        let promise = call.promise
        if call.outcome == .reached || promise != nil { current.row.promise = promise }
        if let promise, promise.unit == nil, let text, text.at > promise.at {
            current.row.promise?.unit = text.unit
            current.row.promise?.latest = text.latest
        }
        current.row.owner = current.row.owner ?? action.actor
        current.advance(to: .told)
        tellLate(task, shownAt: promise?.at ?? action.at, in: &current, file, &draft)
        if task.kind != .followUp, current.waitsForWord {
            if current.wasMissedTwice {
                askWhereItIs(&current, file, &draft)
            } else {
                resumeAfterWord(&current, &draft)
            }
        }
        askAgainForPlace(&current, file, &draft)
    }

    /// Two crews have found nobody, and whoever was reached has told no other place: a third one would not find them
    /// either.
    ///
    /// A place or a fact sends the next one at once; until then somebody asks again.
    private func askWhereItIs(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard !current.tasks.contains(where: { $0.isOpen && $0.tells }),
            let index = callAgain(&current, file, because: Reason.stillNoPlace, &draft)
        else { return }
        approach(
            index, from: draft.now.adding(seconds: policy.askAgainAfter), in: &current, file, &draft)
    }

    /// Something changed while somebody was on the telephone: their screen did not have it yet.
    private func tellLate(
        _ task: TaskRow, shownAt shown: Timestamp, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        guard let changed = task.changedAt, changed > shown, let reason = task.reasons.last(where: Reason.isNews) else {
            return
        }
        callAgain(&current, file, because: Reason(reason, task.change ?? .other), &draft)
    }

    /// A grave case without a place must not leave the queue: nobody else would touch it.
    func askAgainForPlace(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard needsUnit(current), current.plan?.state == .needsLocation, current.row.toldAt != nil,
            !current.tasks.contains(where: { $0.isOpen && $0.tells })
        else { return }
        guard let index = callAgain(&current, file, because: Reason.stillNoPlace, &draft) else { return }
        approach(
            index, from: draft.now.adding(seconds: policy.askAgainAfter), in: &current, file, &draft)
    }

    func done(_ index: Int, _ outcome: Outcome, in current: inout CaseFile, _ draft: inout Draft) {
        current.tasks[index].state = .done
        current.tasks[index].outcome = outcome
        current.tasks[index].closedAt = draft.now
        let id = current.tasks[index].id
        current.timers.removeAll { ($0.kind == .taskUnclaimed || $0.kind == .messageFallback) && $0.reference == id }
    }

    /// They wish to be called at another time: then, and in a grave case not much later than now.
    private func callBack(
        _ index: Int, at wished: Timestamp?, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        current.tasks[index].alarm = false
        let latest = draft.now.adding(
            seconds: current.isGrave ? policy.outreach.callBackStop : policy.outreach.longestCallBack)
        let time = min(wished ?? draft.now.adding(seconds: redial(current)), latest)
        current.tasks[index].reasons.removeAll { $0.hasPrefix(TaskRow.callBackWords) }
        if let wished {
            let zone = file.reference.contacts.first { $0.id == current.tasks[index].contact }?.zone ?? .utc
            var words = "\(TaskRow.callBackWords) \(Engine.clock(wished, zone))"
            if time < wished { words += "; this cannot wait longer than until \(Engine.clock(time, zone))" }
            current.tasks[index].reasons.append(words)
        }
        approach(index, from: time, isWished: wished != nil, in: &current, file, &draft)
    }

    /// A time of the day by somebody's clock.
    private static func clock(_ time: Timestamp, _ zone: ZoneRule) -> String {
        let local = time.adding(seconds: Int64(zone.offsetMinutes(at: time)) * 60)
        return String(local.iso8601.dropFirst(11).prefix(5))
    }

    /// Somebody who speaks their language is needed; in danger what to do is written to them at once.
    private func wrongLanguage(
        _ index: Int, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        current.tasks[index].alarm = false
        let contact = file.reference.contacts.first { $0.id == current.tasks[index].contact }
        if let contact {
            let words = "somebody who speaks \(contact.language) is needed"
            if !current.tasks[index].reasons.contains(words) { current.tasks[index].reasons.append(words) }
            if current.isGrave, current.tasks[index].tells {
                sendMessage(about: current.tasks[index], to: contact.id, in: &current, file, &draft)
            }
        }
        approach(index, from: draft.now, in: &current, file, &draft)
    }

    /// The number leads to somebody else: it is not dialled again, and somebody corrects it.
    private func wrongNumber(
        _ index: Int, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        current.tasks[index].alarm = false
        guard let contact = current.tasks[index].contact else {
            approach(index, from: draft.now.adding(seconds: redial(current)), in: &current, file, &draft)
            return
        }
        let now = draft.now
        current.note(contact, &draft) {
            $0.wrongNumber = true
            $0.triedAt = now
        }
        askForData(contact, in: &current, &draft)
        goOn(index, after: 0, in: &current, file, &draft)
    }

    // MARK: Data

    /// Has somebody correct the number of a contact.
    private func askForData(_ contact: String, in current: inout CaseFile, _ draft: inout Draft) {
        let words = "\(TaskRow.dataWords) \(contact)"
        if let index = current.tasks.firstIndex(where: { $0.isOpen && $0.isCall && $0.contact == nil }) {
            if !current.tasks[index].reasons.contains(words) { current.tasks[index].reasons.append(words) }
            return
        }
        let task = TaskRow(
            id: draft.sequences.next(\.task), kind: .followUp, caseID: current.row.id, asset: current.row.asset,
            contact: nil, priority: policy.outreach.priority(.serviceSoon, exposure: Exposure()).value,
            dueAt: draft.now.adding(seconds: policy.outreach.dueUnknown), createdAt: draft.now, reasons: [words])
        current.tasks.append(task)
        draft.note("task_created", case: current.row.id, task: task.id, task.kind.rawValue)
    }

    /// Somebody has looked after the numbers: they may be dialled again.
    private func dataCorrected(
        _ index: Int, _ outcome: Outcome, in current: inout CaseFile, _ draft: inout Draft
    ) {
        if outcome.consequence == .tryAgain {
            current.putOff(task: index, until: draft.now.adding(seconds: policy.outreach.redial))
            return
        }
        done(index, outcome, in: &current, &draft)
        for row in current.addressees.indices { current.addressees[row].wrongNumber = false }
    }
}

extension Outcome {
    /// Whether somebody was spoken to who had an answer.
    fileprivate var endsCall: Bool { consequence == .done }
}

extension TaskRow {
    /// How the reason of a task begins that is only about the data.
    static let dataWords = "correct the number of"
    /// How the reason begins that says when somebody wished to be called.
    static let callBackWords = "they asked to be called back at"

    /// Whether somebody is to correct what was imported; nobody is called for that.
    package var isForData: Bool {
        kind == .followUp && contact == nil && reasons.contains { $0.hasPrefix(TaskRow.dataWords) }
    }

    /// Whether they asked to be called at this time.
    package var isCallBack: Bool { reasons.contains { $0.hasPrefix(TaskRow.callBackWords) } }
}

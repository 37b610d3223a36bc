import Outreach
import Planning
import Telemetry

/// The attempt plan of a call: ring, write, ring again, the next person, and from the beginning while somebody waits.
extension Engine {
    /// Sets out to reach the addressee of a call: when it may be dialled, or in writing if that is how they are reached.
    func approach(
        _ index: Int, from time: Timestamp, isWished: Bool = false, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        guard current.tasks[index].isOpen else { return }
        let person = file.reference.contacts.first { $0.id == current.tasks[index].contact }
        if let person, current.tasks[index].tells, !isWished,
            earliestCall(to: person, about: current, file, from: time) == .never
        {
            // Since they asked not to be called it is somebody else's turn.
            goOn(index, after: 0, in: &current, file, &draft)
            return
        }
        plan(index, from: time, isWished: isWished, in: &current, file, &draft)
        current.tasks[index].reasons.removeAll { $0 == Reason.inWriting || $0 == Reason.byRelay }
        guard let contact = person, current.tasks[index].tells else { return }
        switch contact.channel {
        case .voice: break
        case .relay: current.tasks[index].reasons.append(Reason.byRelay)
        case .text:
            current.tasks[index].reasons.append(Reason.inWriting)
            if let later = current.tasks[index].notBefore {
                current.schedule(.messageFallback, at: later, reference: current.tasks[index].id, &draft)
            } else {
                sendMessage(about: current.tasks[index], to: contact.id, in: &current, file, &draft)
            }
        }
    }

    /// Sets the alarms of a call that must not lie unclaimed; with every attempt anew.
    func watch(_ index: Int, in current: inout CaseFile, _ draft: inout Draft) {
        let task = current.tasks[index]
        guard current.isGrave else { return }
        let start = max(task.notBefore ?? draft.now, draft.now)
        let isNew = task.notBefore != nil
        let isWatched = current.timers.contains { $0.kind == .taskUnclaimed && $0.reference == task.id }
        if !isWatched || isNew, !task.alarm {
            current.timers.removeAll { $0.kind == .taskUnclaimed && $0.reference == task.id }
            current.schedule(
                .taskUnclaimed, at: start.adding(seconds: policy.outreach.alarmAfter), reference: task.id, &draft)
        }
        guard task.contact != nil, task.tells,
            !current.timers.contains(where: { $0.kind == .messageFallback && $0.reference == task.id }),
            !hasWritten(about: task, in: current)
        else { return }
        current.schedule(
            .messageFallback, at: start.adding(seconds: policy.outreach.messageAfter), reference: task.id, &draft)
    }

    /// Nobody was told by an attempt: what the plan of the addressee says next.
    func carryOn(
        _ index: Int, after outcome: Outcome, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        current.tasks[index].alarm = false
        guard let contact = current.tasks[index].contact, current.tasks[index].isCall else {
            approach(index, from: draft.now.adding(seconds: redial(current)), in: &current, file, &draft)
            return
        }
        let now = draft.now
        current.note(contact, &draft) { $0.triedAt = now }
        if file.reference.contacts.first(where: { $0.id == contact })?.channel == .text {
            goOn(index, after: redial(current), in: &current, file, &draft)
            return
        }
        let steps = policy.outreach.attempts(
            for: current.row.severity, immobile: current.row.immobile, calls: policy.attemptsPerContact)
        for step in min(max(0, current.tasks[index].step) + 1, steps.count)..<steps.count {
            let wait = steps[step].after
            switch steps[step].way {
            case .message:
                guard writes(after: outcome, current) else { continue }
                sendMessage(about: current.tasks[index], to: contact, in: &current, file, &draft)
            case .call:
                // A telephone that is off is off in a minute, too.
                if outcome == .phoneOff { continue }
                current.tasks[index].step = step
                let pause = outcome == .busy ? min(wait, policy.outreach.redialBusy) : wait
                approach(index, from: draft.now.adding(seconds: pause), in: &current, file, &draft)
                return
            case .nextContact:
                goOn(index, after: outcome == .phoneOff ? 0 : wait, in: &current, file, &draft)
                return
            }
        }
        goOn(index, after: 0, in: &current, file, &draft)
    }

    /// Whether the text message of the plan goes after an outcome.
    ///
    /// Not to a telephone that somebody else has picked up. What was left on an answering machine is message enough for
    /// what can wait; what to do in danger is not said there.
    private func writes(after outcome: Outcome, _ current: CaseFile) -> Bool {
        switch outcome {
        case .otherPerson: false
        case .voicemail: current.isUrgent
        default: true
        }
    }

    /// The next person, the one who was tried least; when everybody was, from the beginning after a pause.
    func goOn(
        _ index: Int, after wait: Int64, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        let task = current.tasks[index]
        if let contact = task.contact { current.note(contact, &draft) { $0.rounds += 1 } }
        let busy = current.tasks.filter { $0.isOpen && $0.isCall && $0.id != task.id }.compactMap(\.contact)
        let candidates = people(current, file, at: draft.now).filter { person in
            !busy.contains(person.id) && (task.tells || person.mayDecide(at: draft.now))
        }
        let rounds = candidates.map { current.addressee($0.id)?.rounds ?? 0 }
        guard let least = rounds.min(), let place = rounds.firstIndex(of: least) else {
            nobodyLeft(index, in: &current, file, &draft)
            return
        }
        var pause = wait
        if least > 0 {
            if givesUp(index, after: least, in: &current, &draft) { return }
            pause = max(wait, policy.outreach.pause(afterRounds: least, isGrave: current.isGrave))
            draft.note("nobody_reached", case: current.row.id, task: task.id, "round \(least)")
        }
        let next = candidates[place]
        if next.id != task.contact {
            current.tasks[index].contact = next.id
            if !current.tasks[index].reasons.contains(Reason.nextPerson) {
                current.tasks[index].reasons.append(Reason.nextPerson)
            }
        }
        current.tasks[index].step = 0
        approach(index, from: draft.now.adding(seconds: pause), in: &current, file, &draft)
        // Nobody is reached and somebody waits: every desk hears of it.
        if least > 0, current.isGrave || current.hasAsked { current.tasks[index].alarm = true }
    }

    /// Whether nobody is tried any more: only for what can wait.
    private func givesUp(
        _ index: Int, after rounds: Int, in current: inout CaseFile, _ draft: inout Draft
    ) -> Bool {
        guard !current.isGrave, !current.hasAsked, current.tasks[index].tells,
            rounds >= policy.outreach.roundsBeforeUnreached
        else { return false }
        if current.row.toldAt == nil {
            close(&current, as: .unreached, because: "nobody answered in \(rounds) rounds", &draft)
        } else {
            let id = current.tasks[index].id
            current.withdrawTasks(reason: "nobody answered in \(rounds) rounds", at: draft.now) { $0.id == id }
        }
        return true
    }

    /// Nobody can be reached at all: somebody has to find out who can.
    private func nobodyLeft(
        _ index: Int, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        guard current.tasks[index].tells else {
            approach(
                index, from: draft.now.adding(seconds: policy.outreach.dueLimp), in: &current, file, &draft)
            return
        }
        let id = current.tasks[index].id
        let reasons = [Reason("\(current.row.severity.rawValue): \(current.row.symptom)"), Reason.nobodyToCall]
        current.withdrawTasks(reason: "nobody is left to call", at: draft.now) { $0.id == id }
        call(.triage, to: nil, in: &current, file, because: reasons, dueIn: nil, &draft)
    }

    /// From one attempt to the next.
    func redial(_ current: CaseFile) -> Int64 {
        policy.outreach.attempts(for: current.row.severity, immobile: current.row.immobile)
            .filter { $0.way == .call }.dropFirst().first?.after ?? policy.outreach.dueLimp
    }
}

extension ContactReference {
    /// Whether somebody may be asked who pays.
    fileprivate func mayDecide(at time: Timestamp) -> Bool {
        mayAuthorise(at: time) || holds(.fleetManager, at: time) || holds(.owner, at: time)
    }
}

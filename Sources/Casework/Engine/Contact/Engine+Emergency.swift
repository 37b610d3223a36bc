import Outreach
import Planning
import Telemetry

/// Two calls for two people: to those in danger, and to the authorities.
extension Engine {
    /// Makes the call to the authorities.
    ///
    /// It may be made at once; if those in danger have not answered after a while it goes ahead with an alarm. Those who
    /// were told are called again only if there is something new to tell them.
    /// - Parameter news: What makes the call beside what is known of the scene.
    func requireAuthorityCall(_ current: inout CaseFile, news: String? = nil, _ draft: inout Draft) {
        var reasons = ["emergency: \(current.row.symptom)"]
        if let news { reasons.append(news) }
        for key in Engine.factsForAuthority {
            if let value = current.facts[key] { reasons.append(Engine.words(forAuthority: key, value)) }
        }
        if let told = current.facts[Engine.toldAuthority]?.split(separator: Engine.toldSeparator).map(String.init),
            reasons.allSatisfy(told.contains)
        {
            return
        }
        guard !current.tasks.contains(where: { $0.kind == .authorityCall && $0.isOpen }) else { return }
        let task = TaskRow(
            id: draft.sequences.next(\.task), kind: .authorityCall, caseID: current.row.id, asset: current.row.asset,
            contact: nil, priority: policy.outreach.priority(.emergency, exposure: Exposure()).value,
            dueAt: draft.now.adding(seconds: policy.outreach.authorityAfter), createdAt: draft.now,
            reasons: reasons)
        current.tasks.append(task)
        draft.note("task_created", case: current.row.id, task: task.id, task.kind.rawValue)
        current.schedule(.taskUnclaimed, in: policy.outreach.authorityAfter, reference: task.id, &draft)
    }

    /// Those in danger did not answer: nobody waits any longer with the authorities.
    func hurryAuthority(in current: inout CaseFile, _ draft: inout Draft) {
        for index in current.tasks.indices
        where current.tasks[index].isOpen && current.tasks[index].kind == .authorityCall {
            current.tasks[index].dueAt = min(current.tasks[index].dueAt, draft.now)
            guard !current.tasks[index].alarm, current.tasks[index].state != .waiting else { continue }
            current.tasks[index].alarm = true
            draft.note("task_alarm", case: current.row.id, task: current.tasks[index].id)
        }
    }

    /// What the authorities said, or that nobody got through to them: then again at once, never to anybody else.
    func answerForAuthority(
        _ index: Int, _ outcome: Outcome, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        switch outcome.consequence {
        case .done:
            done(index, outcome, in: &current, &draft)
            let before =
                current.facts[Engine.toldAuthority]?.split(separator: Engine.toldSeparator).map(String.init) ?? []
            let new = current.tasks[index].reasons.filter { !before.contains($0) }
            current.tell(
                Engine.toldAuthority, (before + new).joined(separator: String(Engine.toldSeparator)), by: "callahead",
                &draft)
        case .tryAgain, .nextContact, .escalate:
            let wait = min(policy.outreach.redialBusy, policy.outreach.redialStop)
            current.putOff(task: index, until: draft.now.adding(seconds: wait))
            current.tasks[index].alarm = false
            let id = current.tasks[index].id
            current.timers.removeAll { $0.kind == .taskUnclaimed && $0.reference == id }
            current.schedule(
                .taskUnclaimed, in: wait.addingReportingOverflow(policy.outreach.alarmAfter).partialValue,
                reference: id, &draft)
        }
    }

    /// Somebody said that people are in danger: whatever the case was, it is an emergency, and both calls are made.
    func inDanger(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        if current.row.severity < .emergency {
            raiseEmergency(&current, file, because: Reason.inDanger, &draft)
        } else {
            // They have just been on the line and know what to do; a call a minute would keep them from it.
            if let index = callAgain(&current, file, because: Reason.inDanger, &draft) {
                current.putOff(task: index, until: draft.now.adding(seconds: policy.outreach.callBackStop))
            }
        }
        requireAuthorityCall(&current, news: "a person there says that they are in danger", &draft)
        hurryAuthority(in: &current, &draft)
    }

    /// The fact under which a case keeps what the authorities have been told, and what stands between two of them.
    private static let toldAuthority = "authority_told"
    private static let toldSeparator: Character = "|"

    func raiseEmergency(
        _ current: inout CaseFile, _ file: AssetFile, because reason: Reason, _ draft: inout Draft
    ) {
        guard current.row.severity < .emergency else { return }
        current.row.severity = .emergency
        draft.note("severity_raised", case: current.row.id, "to emergency: \(reason.text)")
        callAgain(&current, file, because: reason, &draft)
        draft.touch(current.row.asset, .replan)
    }

    // MARK: Facts

    /// What the authorities must hear, in the order in which it is said.
    private static let factsForAuthority = [
        "fire", "smoke", "in_water", "trapped", "injured", "people", "children", "reduced_mobility", "live_lane",
        "others_called",
    ]

    /// Of these a yes is danger to people, whatever the device says.
    private static let dangers = ["fire", "smoke", "in_water", "trapped", "injured"]

    /// A person told something: it may be an emergency, and the authorities may have to hear of it.
    func weigh(
        fact key: String, _ value: String, by action: DeskAction, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        if Engine.dangers.contains(key), current.facts.flag(key) == true {
            let isNew = current.row.severity == .emergency
            raiseEmergency(&current, file, because: Reason("\(action.actor) was told of \(key)"), &draft)
            // They were called before this was known.
            if isNew { requireAuthorityCall(&current, &draft) }
        }
        guard Engine.factsForAuthority.contains(key) else { return }
        let words = Engine.words(forAuthority: key, value)
        for index in current.tasks.indices
        where current.tasks[index].isOpen && current.tasks[index].kind == .authorityCall
            && !current.tasks[index].reasons.contains(words)
        {
            let prefix = Engine.words(forAuthority: key, "")
            current.tasks[index].reasons.removeAll { $0.hasPrefix(prefix) }
            current.tasks[index].reasons.append(words)
            current.tasks[index].changedAt = draft.now
        }
    }

    private static func words(forAuthority key: String, _ value: String) -> String {
        if key == "others_called" {
            return "they have called themselves: ask whether help is on its way (" + value + (value.isEmpty ? "" : ")")
        }
        return "told: \(key.wordsOfKey) " + value
    }
}

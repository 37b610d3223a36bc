package import Outreach
import Planning
import Telemetry

/// When somebody may be reached, and why in spite of a rule.
extension Engine {
    /// The earliest time from `time` on at which somebody may be called about a case.
    ///
    /// What can wait also waits until they are at work.
    func earliestCall(
        to contact: ContactReference, about current: CaseFile, _ file: AssetFile, from time: Timestamp
    ) -> CallTime {
        var start = time
        var allowed = CallTime.at(time, overriding: [])
        // The morning may be before office hours, and their beginning in the night.
        for _ in 0..<3 {
            if !current.isUrgent { start = contact.presence(from: start, else: file.reference.access) }
            allowed = policy.outreach.earliestCall(
                after: start, utcOffsetMinutes: contact.utcOffsetMinutes(at: start), severity: current.row.severity,
                immobile: current.row.immobile, doNotCall: contact.doNotCall && contact.channel != .text,
                hasAsked: current.hasAsked)
            guard case .at(let next, _) = allowed, next > start else { break }
            start = next
        }
        return allowed
    }

    /// Why a rule is broken, as the screen says it.
    func words(for override: CallTime.Override, _ current: CaseFile) -> String {
        TaskRow.words(for: override) + (current.isGrave ? "danger" : "they asked for help")
    }

    /// Sets when a call may be dialled: not before a time, and then when its addressee may be called.
    ///
    /// - Parameter isWished: Whether they named the time themselves: then no rule is in its way.
    func plan(
        _ index: Int, from time: Timestamp, isWished: Bool = false, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        let start = max(time, draft.now)
        var at = start
        var overriding: [CallTime.Override] = []
        if !isWished, let contact = file.reference.contacts.first(where: { $0.id == current.tasks[index].contact }),
            case .at(let earliest, let rules) = earliestCall(to: contact, about: current, file, from: start)
        {
            (at, overriding) = (earliest, rules)
        }
        let waits = at > draft.now
        current.tasks[index].state = waits ? .waiting : .ready
        current.tasks[index].notBefore = waits ? at : nil
        if waits { current.tasks[index].dueAt = max(current.tasks[index].dueAt, at) }
        record(overriding, of: index, in: &current, &draft)
        watch(index, in: &current, &draft)
    }

    /// Keeps for the screen and for ever that an attempt goes out although a rule speaks against it.
    private func record(
        _ overriding: [CallTime.Override], of index: Int, in current: inout CaseFile, _ draft: inout Draft
    ) {
        current.tasks[index].reasons.removeAll { reason in
            CallTime.Override.allCases.contains { reason.hasPrefix(TaskRow.words(for: $0)) }
        }
        for rule in overriding {
            let words = words(for: rule, current)
            current.tasks[index].reasons.append(words)
            draft.note(
                "rule_overridden", case: current.row.id, task: current.tasks[index].id,
                "call, \(rule.rawValue): \(words)")
        }
    }
}

extension TaskRow {
    /// The rules that speak against this call and were overridden when it was planned last.
    package var overriding: [CallTime.Override] {
        CallTime.Override.allCases.filter { rule in reasons.contains { $0.hasPrefix(TaskRow.words(for: rule)) } }
    }

    /// How a reason begins that says which rule was overridden.
    static func words(for override: CallTime.Override) -> String {
        "\(override.rawValue.wordsOfKey) overridden: "
    }
}

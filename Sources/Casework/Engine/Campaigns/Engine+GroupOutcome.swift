import Outreach
import Telemetry

/// What became of a call about several cases.
extension Engine {
    /// Takes over what a dispatcher did with a call about several cases.
    ///
    /// - Returns: Whether the action was about one.
    func takeGroup(_ action: DeskAction, _ draft: inout Draft) -> Bool {
        guard let id = action.kind.task, var task = draft.group(id) else { return false }
        switch action.kind {
        case .snooze(_, let until):
            task.state = .waiting
            task.notBefore = until
            draft.groups.put(task)
            draft.note("task_snoozed", case: nil, task: id, until.iso8601)
        case .finish(let call):
            draft.note("task_\(call.outcome.rawValue)", case: nil, task: id, action.actor)
            for question in call.openQuestions { draft.note("open_question", case: nil, task: id, question) }
            finish(task, call, by: action, &draft)
        default: return false
        }
        return true
    }

    private func finish(_ task: TaskRow, _ call: FinishedCall, by action: DeskAction, _ draft: inout Draft) {
        let members = draft.members(of: task.id)
        switch call.outcome.consequence {
        case .tryAgain:
            var task = task
            let wait = task.group == .digest ? policy.outreach.redialServiceSoon : policy.outreach.redial
            let next = max(call.callBackAt ?? draft.now.adding(seconds: wait), draft.now)
            task.state = .waiting
            task.notBefore = callTime(next, task, members, draft)
            task.step += 1
            draft.groups.put(task)
        case .done:
            over(task, call.outcome, &draft)
            for asset in members { tell(asset, task, call, by: action, &draft) }
        case .nextContact, .escalate:
            // Nobody who answers for the fleet is there: each case looks for its own people.
            over(task, call.outcome, &draft)
            for asset in members { letGo(asset, task, call, &draft) }
        }
    }

    private func over(_ task: TaskRow, _ outcome: Outcome, _ draft: inout Draft) {
        var task = task
        task.state = .done
        task.outcome = outcome
        task.closedAt = draft.now
        draft.groups.put(task)
    }

    /// The next time at which the addressee is there and may be called.
    private func callTime(_ time: Timestamp, _ task: TaskRow, _ members: [Int64], _ draft: Draft) -> Timestamp {
        for file in members.lazy.compactMap({ draft.file(of: $0) }) {
            guard let current = file.current,
                let contact = file.reference.contacts.first(where: { $0.id == task.contact }),
                case .at(let allowed, _) = earliestCall(to: contact, about: current, file, from: time)
            else { continue }
            return allowed
        }
        return time
    }

    /// One case of the call: told, or declined; one that joined after the screen was shown is told the next time.
    private func tell(
        _ asset: Int64, _ task: TaskRow, _ call: FinishedCall, by action: DeskAction, _ draft: inout Draft
    ) {
        let shown = call.promise?.at ?? action.at
        draft.edit(asset) { file, draft in
            guard var current = file.current else { return }
            file.current = nil
            defer { draft.settle(current, in: &file) }
            if let joined = current.row.groupedAt, joined > shown {
                current.row.group = nil
                current.row.groupedAt = nil
                return
            }
            switch call.outcome {
            case .solved: close(&current, as: .solved, because: "\(action.actor): solved", &draft)
            case .declined, .hasOwnHelp, .noNeed:
                close(&current, as: .declined, because: "\(action.actor): \(call.outcome.rawValue)", &draft)
            default:
                current.row.toldAt = current.row.toldAt ?? action.at
                let slot = current.holds.last { $0.kind == .slot && $0.state.isLive }
                current.row.promise = Promise(at: shown, slot: slot.flatMap { Int64($0.resource) })
                current.row.owner = current.row.owner ?? action.actor
                current.advance(to: .told)
            }
        }
    }

    /// A case out of the call: it gets its own, to somebody else where the number was wrong.
    private func letGo(_ asset: Int64, _ task: TaskRow, _ call: FinishedCall, _ draft: inout Draft) {
        draft.edit(asset) { file, draft in
            guard var current = file.current else { return }
            file.current = nil
            current.row.group = nil
            current.row.groupedAt = nil
            let others = file.reference.contacts.filter { $0.id != task.contact }
            callAlone(&current, file, to: others.first?.id ?? task.contact, call.outcome, &draft)
            draft.settle(current, in: &file)
        }
    }
}

extension OutreachPolicy {
    /// The next time at which a fleet manager hears what can wait, by a clock so many minutes ahead of UTC.
    func nextDigest(after now: Timestamp, _ utcOffsetMinutes: Int) -> Timestamp {
        let offset = Int64(max(-1_440, min(1_440, utcOffsetMinutes))) * 60_000
        let sinceMidnight = ((now.milliseconds + offset) % 86_400_000 + 86_400_000) % 86_400_000
        let wait = Int64(digestAt) * 60_000 - sinceMidnight
        return now.adding(milliseconds: wait >= 0 ? wait : wait + 86_400_000)
    }
}

import Outreach
package import Telemetry

/// What the desk's answers do.
extension Board {
    /// Takes an answer of the desk.
    package mutating func receive(_ answer: BoardAnswer, at now: Timestamp) {
        switch answer {
        case .snapshot(let snapshot): receive(snapshot)
        case .claimed(let held): begin(held)
        case .nothingToDo:
            pending = nil
            notice = "Nothing to take: nobody waits for a call now."
        case .done(let request):
            pending = nil
            trouble = nil
            finish(request)
        case .refused(let request, let refusal):
            pending = nil
            refuse(request, refusal, at: now)
        case .trouble(let words):
            let safe = words.terminalSafe
            trouble = (safe, trouble?.since ?? now)
        }
    }

    private mutating func receive(_ snapshot: BoardSnapshot) {
        trouble = nil
        self.snapshot = snapshot
        guard let mine else { return }
        if expectsChange {
            expectsChange = false
            seen = Set(mine.essences)
        }
    }

    /// A claim begins, or goes on after the board was away.
    private mutating func begin(_ held: Held) {
        pending = nil
        trouble = nil
        self.held = held
        looked = nil
        selection = nil
        // It was there to find this one.
        filter = TextField(limit: filter.limit)
        pane = .task
        mode = .browsing
        taskTop = 0
        seen = []
        expectsChange = true
        notice = "Task \(held.task) is yours. Say what stands under SAY; d when you dial, f when the call is over."
    }

    private mutating func letGo() {
        held = nil
        taskTop = 0
        seen = []
        if pane == .task, looked == nil { pane = .queue }
    }

    private mutating func finish(_ request: BoardRequest) {
        switch request {
        case .claimNext, .claim: break
        case .dial(let held, _, _):
            expectsChange = true
            notice = "Dialled: your claim of task \(held.task) is stretched. f when the call is over."
        case .renew(let held):
            expectsChange = true
            notice = "Your claim of task \(held.task) is renewed."
        case .release(let held):
            letGo()
            notice = "Task \(held.task) is given back: anybody may take it."
            if quitsAfterRelease { isOver = true }
        case .finish(let held, let call):
            letGo()
            notice =
                "Task \(held.task) is finished: \(call.outcome.rawValue.wordsOfKey). c takes the next."
        case .snooze(let held, let seconds):
            letGo()
            notice = "Task \(held.task) waits for \(seconds / 60) minutes."
        case .note(let task, _):
            expectsChange = true
            notice = "Kept as a note of task \(task)."
        case .fact(let task, let fact):
            expectsChange = true
            notice =
                "Task \(task) knows: \(fact.key.wordsOfKey) \(fact.value). The plan is made again with it."
        }
    }

    private mutating func refuse(_ request: BoardRequest, _ refusal: BoardAnswer.Refusal, at now: Timestamp) {
        quitsAfterRelease = false
        switch refusal {
        case .taken(let words): notice = words.terminalSafe
        case .failed(let words):
            notice = "NOT SAVED: \(words.terminalSafe)"
            trouble = (words.terminalSafe, trouble?.since ?? now)
            // What was typed comes back.
            if let form = lastForm { mode = form }
        case .notNow(let rule):
            if case .dial(let held, let channel, _) = request {
                mode = .overriding(held, channel: channel, rule: rule.terminalSafe, TextField(limit: 200))
            }
        case .over(let words):
            if request.isOfClaim { lose(request, because: words.terminalSafe) } else { notice = words.terminalSafe }
        case .lost(let holder):
            lose(request, because: holder.map { "\($0.terminalSafe) has it now" } ?? "it was released or withdrawn")
        }
        lastForm = nil
    }

    private mutating func lose(_ request: BoardRequest, because reason: String) {
        guard let held else { return }
        if case .finish = request {
            letGo()
            notice = "Task \(held.task) is not yours any more: \(reason). Your outcome is kept as a note on it."
        } else {
            notice =
                "Task \(held.task) is not yours any more: \(reason). f keeps an outcome as a note, Enter puts it away."
        }
    }
}

extension BoardRequest {
    /// Whether it needs a claim that is current.
    fileprivate var isOfClaim: Bool {
        switch self {
        case .dial, .renew, .release, .finish, .snooze: true
        case .claimNext, .claim, .note, .fact: false
        }
    }
}

extension TaskView {
    /// The lines without what changes with the clock alone.
    package var essences: [String] { lines.map(\.withoutClock) }
}

extension String {
    /// The line without words such as `3 min ago` and `in 40 s`.
    var withoutClock: String {
        replacing(/\b\d+ (s|min|h|days) ago\b|\bin \d+ (s|min|h|days)\b|\(now\)/, with: "")
    }
}

package import Telemetry

/// What keys do.
extension Board {
    /// Takes a key.
    ///
    /// - Returns: What is to be asked of the desk, if anything.
    package mutating func press(_ key: Key, at now: Timestamp) -> BoardRequest? {
        switch mode {
        case .browsing: return browse(key, at: now)
        case .filtering: pressFilter(key)
        case .help:
            if key != .unknown { mode = .browsing }
        case .confirmingRelease: return confirmRelease(key, at: now)
        case .confirmingQuit: return confirmQuit(key, at: now)
        case .outcome(var form):
            let reaction = form.press(key, at: now)
            return close(reaction, .outcome(form), at: now) { .finish(form.held, $0) }
        case .snooze(var form):
            let reaction = form.press(key)
            return close(reaction, .snooze(form), at: now) { .snooze(form.held, seconds: $0) }
        case .fact(var form):
            let reaction = form.press(key)
            return close(reaction, .fact(form), at: now) { .fact(task: form.task, $0) }
        case .note(let task, var field): return pressNote(key, task, &field, at: now)
        case .overriding(let held, let channel, let rule, var field):
            switch key {
            case .escape, .control("c"): mode = .browsing
            case .enter:
                guard let reason = field.value else { return nil }
                mode = .browsing
                return ask(.dial(held, channel: channel, reason: reason), at: now)
            default:
                _ = field.press(key)
                mode = .overriding(held, channel: channel, rule: rule, field)
            }
        }
        return nil
    }

    private mutating func close<Value>(
        _ reaction: FormReaction<Value>, _ form: Mode, at now: Timestamp, _ request: (Value) -> BoardRequest
    ) -> BoardRequest? {
        switch reaction {
        case .stays: mode = form
        case .cancelled: mode = .browsing
        case .filled(let value):
            mode = .browsing
            lastForm = form
            return ask(request(value), at: now)
        }
        return nil
    }

    /// One thing at a time: what was asked before must be answered first.
    private mutating func ask(_ request: BoardRequest, at now: Timestamp) -> BoardRequest? {
        guard pending == nil else {
            notice = "The database has not answered yet; nothing was asked of it again."
            if let form = lastForm { mode = form }
            return nil
        }
        pending = (request, now)
        notice = nil
        return request
    }

    private mutating func browse(_ key: Key, at now: Timestamp) -> BoardRequest? {
        if key != .unknown { notice = nil }
        switch key {
        case .up, .character("k"): move(by: -1, at: now)
        case .down, .character("j"): move(by: 1, at: now)
        case .pageUp, .control("b"): move(by: -max(1, page - 1), at: now)
        case .pageDown, .control("f"), .character(" "): move(by: max(1, page - 1), at: now)
        case .home, .character("g"): move(by: -1_000_000, at: now)
        case .end, .character("G"): move(by: 1_000_000, at: now)
        case .tab, .right: turn(by: 1)
        case .backTab, .left: turn(by: -1)
        case .enter: enter(at: now)
        case .escape: escape()
        case .character("/"):
            pane = .queue
            mode = .filtering
        case .character("?"): mode = .help
        case .character("q"), .control("c"): quit(key)
        case .character("c"): return claim(at: now)
        case .character("n"): startNote()
        case .character("F"): startFact()
        case .character("d"), .character("f"), .character("s"), .character("r"), .character("R"):
            return onClaim(key, at: now)
        case .character(let character):
            if let number = character.wholeNumberValue, let pane = Pane(rawValue: number - 1) {
                self.pane = pane
            } else {
                notice = "\(String(character).terminalSafe) is no key here; ? shows them all."
            }
        case .paste: notice = "Pasted text is not taken for keys; open a form first."
        default: break
        }
        return nil
    }

    private mutating func move(by steps: Int, at now: Timestamp) {
        switch pane {
        case .queue:
            let lines = lines
            guard !lines.isEmpty else { return }
            let current = selected(at: now).flatMap { line in lines.firstIndex { $0.id == line.id } } ?? 0
            selection = lines[min(max(current + steps, 0), lines.count - 1)].id
        case .task: taskTop = max(0, taskTop + steps)
        case .units, .levels, .campaigns, .foreseen: otherTop = max(0, otherTop + steps)
        }
    }

    private mutating func turn(by steps: Int) {
        let count = Pane.allCases.count
        pane = Pane(rawValue: (pane.rawValue + steps + count) % count) ?? .queue
        otherTop = 0
        notice = nil
    }

    private mutating func enter(at now: Timestamp) {
        switch pane {
        case .queue:
            guard let line = selected(at: now) else { return }
            looked = line.id == held?.task ? nil : line.id
            taskTop = 0
            pane = .task
        case .task where looked == nil && isLost:
            held = nil
            seen = []
            pane = .queue
        case .task:
            if let mine, looked == nil { seen = Set(mine.essences) }
        case .units, .levels, .campaigns, .foreseen: break
        }
        notice = nil
    }

    private mutating func escape() {
        notice = nil
        if looked != nil, pane == .task {
            looked = nil
            taskTop = 0
            if held == nil { pane = .queue }
            return
        }
        if pane != .queue { pane = .queue } else if filter.value != nil { filter = TextField(limit: filter.limit) }
        selection = nil
    }

    private mutating func claim(at now: Timestamp) -> BoardRequest? {
        if let held {
            notice =
                isLost
                ? "Task \(held.task) is not yours any more: Enter on it puts it away."
                : "You have task \(held.task): finish it (f), put it off (s) or give it back (r) first."
            return nil
        }
        if pane == .task, let looked { return ask(.claim(looked), at: now) }
        // Which is the next one decides the desk at that moment, unless the dispatcher chose a line.
        if let line = selected(at: now), selection == line.id || filter.value != nil {
            return ask(.claim(line.id), at: now)
        }
        return ask(.claimNext, at: now)
    }

    private mutating func onClaim(_ key: Key, at now: Timestamp) -> BoardRequest? {
        guard let held else {
            notice = "That is for your own task: take one with c first."
            return nil
        }
        if key == .character("f") {
            guard let mine else { return nil }
            looked = nil
            pane = .task
            mode = .outcome(
                OutcomeForm(
                    held, kind: mine.kind, asksApproval: mine.asksApproval, offered: mine.offered,
                    offeredWords: mine.offeredWords))
            return nil
        }
        guard !isLost else {
            notice = "Task \(held.task) is not yours any more. f keeps an outcome as a note, Enter puts it away."
            return nil
        }
        switch key {
        case .character("d"): return ask(.dial(held, channel: mine?.channel ?? "voice", reason: nil), at: now)
        case .character("R"): return ask(.renew(held), at: now)
        case .character("s"): mode = .snooze(SnoozeForm(held))
        case .character("r"): mode = .confirmingRelease
        default: break
        }
        return nil
    }

    private mutating func startNote() {
        guard let task = subject else { return }
        mode = .note(task: task, TextField())
    }

    private mutating func startFact() {
        guard let task = subject else { return }
        mode = .fact(FactForm(task: task))
    }

    /// The task that a note or a fact belongs to.
    private var subject: Int64? {
        mutating get {
            if let task = pane == .task ? looked ?? held?.task : held?.task ?? looked { return task }
            notice = "About which task? Look at one with Enter, or take one with c."
            return nil
        }
    }

    private mutating func pressNote(
        _ key: Key, _ task: Int64, _ field: inout TextField, at now: Timestamp
    ) -> BoardRequest? {
        switch key {
        case .escape, .control("c"): mode = .browsing
        case .enter:
            mode = .browsing
            guard let text = field.value else { return nil }
            lastForm = .note(task: task, field)
            return ask(.note(task: task, text: text), at: now)
        default:
            _ = field.press(key)
            mode = .note(task: task, field)
        }
        return nil
    }

    private mutating func pressFilter(_ key: Key) {
        switch key {
        case .enter: mode = .browsing
        case .escape, .control("c"):
            filter = TextField(limit: filter.limit)
            mode = .browsing
        default:
            if filter.press(key) { selection = nil }
        }
        queueTop = 0
    }

    private mutating func confirmRelease(_ key: Key, at now: Timestamp) -> BoardRequest? {
        mode = .browsing
        guard key == .character("y"), let held else { return nil }
        return ask(.release(held), at: now)
    }

    private mutating func quit(_ key: Key) {
        if pending != nil, key != .control("c") {
            // What was asked may be done yet: a claim that nobody knows of would lie until its end.
            notice = "The database has not answered yet. Ctrl-C quits all the same."
        } else if held == nil || isLost {
            isOver = true
        } else {
            mode = .confirmingQuit
        }
    }

    private mutating func confirmQuit(_ key: Key, at now: Timestamp) -> BoardRequest? {
        switch key {
        case .character("k"), .control("c"): isOver = true
        case .character("r"):
            mode = .browsing
            guard let held else { return nil }
            quitsAfterRelease = true
            return ask(.release(held), at: now)
        case .escape, .character("q"): mode = .browsing
        default: break
        }
        return nil
    }
}

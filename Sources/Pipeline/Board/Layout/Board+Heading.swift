import Telemetry

/// What stands above and below the panes.
extension Board {
    /// Words over the whole width that must not be missed.
    struct Banner: Sendable, Equatable {
        var text: String
        var style: Style
    }

    func title(width: Int, at now: Timestamp) -> StyledLine {
        let right = "\(now.clock) UTC "
        var left = " callahead board · \(actor)"
        if let snapshot {
            left += " · \(snapshot.openTasks) open, \(snapshot.overdueTasks) overdue"
            let alarms = alarms(at: now).count
            if alarms > 0 { left += ", \(alarms) ALARM\(alarms == 1 ? "" : "S")" }
        }
        var line = StyledLine()
        line.add(left, width: max(0, width - right.columns), .inverse)
        line.add(right, .inverse)
        return line
    }

    /// The panes by name and number; where there is no room for that, in fewer letters.
    func tabs(width: Int) -> StyledLine {
        let long = tabs(isShort: false)
        return long.columns <= width ? long : tabs(isShort: true)
    }

    private func tabs(isShort: Bool) -> StyledLine {
        var line = StyledLine()
        for pane in Pane.allCases {
            let name = isShort && pane == .levels ? "Levels" : name(of: pane)
            let words = "\(pane.rawValue + 1) \(name)"
            line.add(pane == self.pane ? "[\(words)]" : " \(words) ", pane == self.pane ? .bold : .plain)
            if !isShort { line.add(" ") }
        }
        return line
    }

    func name(of pane: Pane) -> String {
        switch pane {
        case .queue: filter.value == nil ? "Queue \(snapshot?.openTasks ?? 0)" : "Queue \(lines.count) filtered"
        case .task: looked.map { "Task \($0)" } ?? held.map { "My task \($0.task)" } ?? "My task"
        case .units: "Units \(snapshot?.units.count ?? 0)"
        case .levels: "Service levels"
        case .campaigns: "Campaigns \(snapshot?.campaigns.count ?? 0)"
        case .foreseen: "Foreseen \(snapshot?.foreseenCount.all ?? 0)"
        }
    }

    /// The most important first.
    func banners(at now: Timestamp) -> [Banner] {
        var banners: [Banner] = []
        let alarms = alarms(at: now)
        if let first = alarms.first {
            let more = alarms.count > 1 ? " And \(alarms.count - 1) more." : ""
            let severity = (first.severity?.rawValue ?? "").uppercased()
            banners.append(
                Banner(
                    text: "ALARM \(severity): task \(first.id) has waited "
                        + "\(now.length(since: first.createdAt)): \(first.asset), \(first.symptom).\(more)"
                        + (held == nil ? " c takes the most urgent." : ""),
                    style: .alarm))
        }
        if let banner = banner(ofMine: now) { banners.append(banner) }
        if let trouble {
            let age = snapshot.map { " What you see is of \($0.at.clock)." } ?? ""
            banners.append(
                Banner(
                    text: "DATABASE, since \(trouble.since.clock): \(trouble.words).\(age) Trying again.", style: .alarm
                ))
        } else if let pending, now.seconds(since: pending.since) >= 2 {
            banners.append(
                Banner(
                    text:
                        "WAITING for the database for \(now.seconds(since: pending.since)) s: somebody else is writing.",
                    style: .warning.inverted()))
        }
        if case .browsing = mode, !changedLines.isEmpty {
            banners.append(
                Banner(
                    text: "CHANGED while you look: the lines with * are new. Enter = seen.",
                    style: .warning.inverted()))
        }
        if mode == .filtering {
            banners.append(Banner(text: "Filter: \(filter.text)_", style: .bold))
        } else if let words = filter.value, pane == .queue {
            banners.append(Banner(text: "Only lines with “\(words)”: / changes it, Esc shows all.", style: .bold))
        }
        if let notice { banners.append(Banner(text: notice, style: .bold)) }
        return banners
    }

    /// What has become of the claim.
    private func banner(ofMine now: Timestamp) -> Banner? {
        guard let held, let mine else { return nil }
        let rest = "f keeps an outcome as a note, Enter puts it away."
        switch mine.standing {
        case .withdrawn(let reason):
            let why = reason.map { ", \($0)" } ?? ""
            return Banner(
                text: "WITHDRAWN: task \(held.task) is not needed any more\(why). \(rest)", style: .alarm)
        case .done: return Banner(text: "OVER: task \(held.task) has its outcome. Enter puts it away.", style: .alarm)
        case .lost(let holder):
            let who = holder.map { "\($0) has it now" } ?? "it was released or withdrawn"
            return Banner(text: "LOST: task \(held.task) is not yours any more, \(who). \(rest)", style: .alarm)
        case .open: break
        }
        guard let left = leaseLeft(at: now) else { return nil }
        if left <= 0 {
            return Banner(
                text: "YOUR CLAIM HAS ENDED: anybody may take task \(held.task). R renews it while nobody has.",
                style: .alarm)
        }
        guard left <= 60 else { return nil }
        return Banner(
            text: "Your claim of task \(held.task) ends in \(left) s: R renews it.", style: .warning.inverted())
    }

    /// Keys with their words, as many as have room.
    func keyLines(width: Int, limit: Int) -> [StyledLine] {
        var lines = [StyledLine()]
        for (key, words) in keys {
            let text = " \(key) \(words) "
            if (lines.last?.columns ?? 0) + text.columns > width {
                guard lines.count < limit else { break }
                lines.append(StyledLine())
            }
            lines[lines.count - 1].add(" ")
            lines[lines.count - 1].add(key, .inverse)
            lines[lines.count - 1].add(" \(words) ")
        }
        return lines
    }

    /// Keys with one word each, or without any if there is no room.
    func shortKeys(width: Int) -> StyledLine {
        let all = keys
        let words = all.map { " \($0.key) \($0.words.prefix { $0 != " " && $0 != "," })" }
        let showsWords = words.reduce(0) { $0 + $1.columns } <= width || all.count <= 2
        var line = StyledLine()
        for (key, words) in all {
            line.add(" ")
            line.add(key, .inverse)
            if showsWords { line.add(" \(words.prefix { $0 != " " && $0 != "," })") }
        }
        return line
    }

    /// The keys that do something now, the most useful first.
    var keys: [(key: String, words: String)] {
        switch mode {
        case .filtering: return [("Enter", "keep the filter"), ("Esc", "show all"), ("Ctrl-U", "clear")]
        case .help: return [("Esc", "back")]
        case .confirmingRelease: return [("y", "give it back"), ("Esc", "keep it")]
        case .confirmingQuit: return [("k", "quit and keep it"), ("r", "give it back and quit"), ("Esc", "stay")]
        case .outcome(let form): return form.keys
        case .snooze(let form): return form.keys
        case .fact(let form): return form.keys
        case .note: return [("Enter", "save"), ("Esc", "back, nothing is saved")]
        case .overriding: return [("Enter", "call all the same"), ("Esc", "don't call now")]
        case .browsing: return browsingKeys
        }
    }

    private var browsingKeys: [(key: String, words: String)] {
        var keys: [(String, String)] = []
        if held != nil, !isLost {
            keys = [
                ("d", "dial"), ("f", "finish"), ("n", "note"), ("F", "fact"), ("s", "snooze"), ("R", "renew"),
                ("r", "give back"),
            ]
        } else if held != nil {
            keys = [("f", "outcome as a note"), ("Enter", "put it away")]
        } else if pane == .task, let looked {
            keys = [("c", "take task \(looked)"), ("n", "note"), ("F", "fact")]
        } else if let selection, pane == .queue {
            keys = [("c", "take task \(selection)")]
        } else {
            keys = [("c", "take the next task")]
        }
        switch pane {
        case .queue: keys += [("j/k", "move"), ("Enter", "look at it"), ("/", "filter")]
        case .task: keys += [("j/k", "scroll")] + (looked == nil ? [] : [("Esc", "back")])
        case .units, .levels, .campaigns, .foreseen: keys += [("j/k", "scroll")]
        }
        return keys + [("Tab", "next pane"), ("?", "help"), ("q", "quit")]
    }
}

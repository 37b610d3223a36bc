import Casework
import Outreach
package import Persistence
import Planning
package import Telemetry

/// What the desk reads, in the words of the board.
extension QueueLine {
    package init(_ task: BoardTask, scripts: ScriptBuilder, at now: Timestamp) {
        let row = task.entry.row
        self.init(
            id: row.id, kind: row.kind, dueAt: row.dueAt, createdAt: row.createdAt, state: task.entry.state(at: now))
        severity = task.severity
        immobile = task.immobile
        asset = task.asset ?? "-"
        who = task.who ?? "-"
        symptom = task.symptom.map { scripts.title(ofSymptom: $0) } ?? "-"
        if state == .claimed {
            holder = task.entry.claimedBy
            leaseUntil = task.entry.leaseUntil
        }
        if state == .waiting { notBefore = task.entry.pendingSnooze ?? row.notBefore }
        onThePhone = task.entry.mayBeOnThePhone(at: now)
        isAlarmed = row.alarm
    }
}

extension UnitLine {
    package init(_ unit: BoardUnit) {
        let isAway = unit.reach == .mqtt && !unit.online
        let state = unit.state?.rawValue.wordsOfKey ?? (unit.caseID == nil ? "free" : "held")
        self.init(name: unit.name, state: isAway ? (unit.caseID == nil ? "away" : "\(state), away") : state)
        kind = unit.kind ?? ""
        isBusy = unit.caseID != nil
        arrival = unit.arrival
        switch unit.state {
        case .offered, .accepted, .delayed, .enRoute: isComing = true
        default: isComing = false
        }
        guard isBusy else { return }
        var parts = [unit.asset ?? unit.caseID.map { "case \($0)" } ?? "-"]
        if let leg = unit.leg { parts.append(leg.rawValue.wordsOfKey) }
        if let workshop = unit.workshop { parts.append("then \(workshop)") }
        goes = parts.joined(separator: ", ")
    }
}

extension TaskView {
    /// The screen of a task.
    ///
    /// - Parameter token: The claim's own; it says whether the claim still holds.
    package init(_ task: TaskDetail, token: Int64?, scripts: ScriptBuilder, at now: Timestamp) {
        let entry = task.entry
        self.init(id: entry.row.id, kind: entry.row.kind)
        asksApproval = entry.row.asksApproval
        let times = task.caseDetail?.offered ?? []
        offered = times.map(\.slot.start)
        offeredWords = times.map { "\($0.localStart.replacing("T", with: " ")) · \($0.workshopName)" }
        if entry.row.state == .withdrawn {
            standing = .withdrawn(entry.row.reasons.last { $0.hasPrefix("withdrawn: ") })
        } else if entry.row.state == .done || entry.pendingOutcome != nil {
            standing = .done
        } else if let token, entry.token != token {
            standing = .lost(entry.claimedBy)
        }
        if let person = task.addressee {
            let words = [
                person.name ?? person.contactID, person.role?.wordsOfKey, person.phone ?? "no number",
                person.language, person.needs,
            ]
            addressee = words.compactMap { $0 }.joined(separator: " · ")
            phone = person.phone
            channel = person.channel
        }
        leaseUntil = entry.leaseUntil
        dialledAt = entry.dialledAt
        lines = Self.screen(of: task, scripts: scripts, at: now)
        // The board counts the claim down by itself.
        if token != nil, standing == .open { lines.removeAll { $0.hasPrefix("With \(entry.claimedBy ?? "") until ") } }
    }

    /// The screen's own lines without what a shell would be told next: the board has keys for that.
    private static func screen(of task: TaskDetail, scripts: ScriptBuilder, at now: Timestamp) -> [String] {
        let text = TaskScreen(scripts: scripts, now: now).text(task)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while let last = lines.popLast(), !last.isEmpty {}
        return lines
    }
}

extension CampaignLine {
    package init(_ campaign: BoardCampaign) {
        self.init(cause: campaign.cause.words, open: campaign.open, told: campaign.told, since: campaign.since)
    }
}

extension ForecastLine {
    package init(_ forecast: BoardForecast, scripts: ScriptBuilder, at now: Timestamp) {
        self.init(
            isBooked: forecast.level == .book, asset: forecast.asset, part: scripts.name(ofPart: forecast.part),
            share: ForecastWords.briefShare(forecast.probability),
            within: ForecastWords.span(seconds: forecast.horizon), since: forecast.since)
        guard let made = forecast.offer else {
            if isBooked { offer = "no offer yet" }
            return
        }
        let ago = "\(max(0, now.seconds(since: made.at)).briefTime) ago"
        switch (made.answer, made.result) {
        case (nil, nil):
            isOpen = true
            offer = made.task.map { "offer: task \($0)" } ?? "an offer is open"
        case (.accepted, nil): offer = "a time is agreed"
        case (.accepted, .prevented): offer = "replaced \(ago)"
        case (.accepted, _): offer = "was agreed \(ago)"
        case (.declined, _): offer = "declined \(ago)"
        case (.unreached, _): offer = "not reached \(ago)"
        case (.undecided, _): offer = "undecided \(ago)"
        case (.overtaken, _), (nil, _): offer = "offered \(ago)"
        }
    }
}

extension ForecastCount {
    package init(_ counts: BoardForecastCounts) {
        self.init()
        watched = counts.watch
        booked = counts.book
        isLearnt = counts.isLearnt
    }
}

extension LevelLine {
    /// The figures as a person reads them.
    package static func lines(_ levels: ServiceLevels) -> [LevelLine] {
        var lines = [
            LevelLine("Tasks overdue now", "\(levels.overdue)", isBad: levels.overdue > 0),
            LevelLine(
                "Oldest stop with nobody",
                levels.oldestUnclaimedStop.map { "task \($0.task), \(levels.at.length(since: $0.since))" } ?? "none",
                isBad: levels.oldestUnclaimedStop.map { levels.at.seconds(since: $0.since) >= 60 } ?? false),
            LevelLine(
                "Open cases",
                levels.open.isEmpty
                    ? "none"
                    : levels.open.map { "\($0.count) \($0.severity.rawValue.wordsOfKey)" }
                        .joined(separator: ", ")),
        ]
        lines.append(LevelLine("Fault to task", levels.faultToTask.words))
        lines.append(LevelLine("Task to first claim", levels.timeToClaim.words))
        lines.append(LevelLine("  of stop and emergency", levels.timeToClaimOfStop.words))
        lines.append(LevelLine("Fault to first instruction", levels.timeToInstruction.words))
        lines.append(
            LevelLine(
                "Told before they asked",
                levels.shareToldFirst.map {
                    "\(($0 * 100).places(0)) % (\(levels.toldFirst) of \(levels.toldFirst + levels.askedFirst))"
                } ?? "no cases yet"))
        lines.append(LevelLine("Tasks nobody took in time", "\(levels.alarms)", isBad: levels.alarms > 0))
        lines.append(LevelLine("Calls", "\(levels.callCount)"))
        for call in levels.calls {
            lines.append(LevelLine("  \(call.outcome.rawValue.wordsOfKey)", "\(call.count)"))
        }
        return lines
    }
}

extension ServiceLevels.Spread {
    /// `half within 2 s, 99 of 100 within 9 s (12)`.
    package var words: String {
        count == 0 ? "none yet" : "half in \(p50.shortTime), 99 % in \(p99.shortTime) (\(count))"
    }
}

extension Int64 {
    /// Milliseconds as `0.4 s`, `12 s`, `3:05 min`, `2 h 10 min`.
    package var shortTime: String {
        let seconds = self / 1_000
        switch self {
        case ..<10_000: return "\((Double(self) / 1_000).places(1)) s"
        case ..<120_000: return "\(seconds) s"
        case ..<7_200_000:
            let rest = seconds % 60
            return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest) min"
        default: return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
        }
    }
}

extension Timestamp {
    /// How long it is since an earlier moment: `3:05 min`.
    package func length(since earlier: Timestamp) -> String { (max(0, seconds(since: earlier)) * 1_000).shortTime }
}

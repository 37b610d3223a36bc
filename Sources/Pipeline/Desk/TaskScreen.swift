import Casework
import Outreach
package import Persistence
import Planning
package import Telemetry

/// A task on one screen: what to say first, then to whom, and at the end what to type next.
package struct TaskScreen: Sendable {
    private let scripts: ScriptBuilder
    private let now: Timestamp

    package init(scripts: ScriptBuilder, now: Timestamp) {
        self.scripts = scripts
        self.now = now
    }

    /// The screen as lines of text.
    ///
    /// - Parameter token: The claim's, for the commands to type next; without one they begin with the claim.
    package func text(_ task: TaskDetail, token: Int64? = nil) -> String {
        var lines = heading(task)
        if let script = scripts.script(for: task, at: now) { lines += words(script, task) }
        lines.append("")
        var facts = Columns()
        facts.add("CALL", addressee(task))
        facts.add("CUSTOMER", task.customer.map(person))
        if let file = task.caseDetail {
            facts.add("PLACE", place(file))
            facts.add("SYMPTOM", symptom(file.current.row))
            facts.add("UNIT", unit(file))
            for helper in file.alsoComing {
                facts.add("ALSO", "\(helper.named) has not confirmed that it is not needed, and may still come")
            }
            facts.add("SLOT", slot(file))
            facts.add("FACTS", file.facts.map { "\($0.key) = \($0.value)" }.joined(separator: "; "))
        }
        facts.add("WHY", task.entry.row.reasons.joined(separator: "; "))
        for attempt in task.attempts {
            let end = attempt.outcome ?? (attempt.endedAt == nil ? "open" : "ended")
            facts.add("TRIED", "\(attempt.at.clock) \(attempt.actor), \(attempt.channel): \(end)")
        }
        for note in task.notes { facts.add("NOTE", "\(note.at.clock) \(note.actor): \(note.text)") }
        lines += facts.lines
        lines.append("")
        lines += nextSteps(task, token)
        return lines.joined(separator: "\n")
    }

    private func heading(_ task: TaskDetail) -> [String] {
        let row = task.entry.row
        var parts = ["Task \(row.id)", row.kind.rawValue.replacing("_", with: " ")]
        if let file = task.caseDetail?.current.row {
            parts.append(file.severity.rawValue.replacing("_", with: " ") + (file.immobile ? ", immobile" : ""))
        }
        parts.append(task.entry.state(at: now).rawValue)
        parts.append("due \(row.dueAt.clock) (\(now.spoken(until: row.dueAt)))")
        if row.alarm { parts.append("NOBODY CLAIMED IT IN TIME") }
        var lines = [parts.joined(separator: " · ")]
        if let holder = task.entry.mayBeOnThePhone(at: now) {
            lines.append("\(holder) dialled and has not come back: may still be on the phone.")
        } else if let holder = task.entry.claimedBy, let until = task.entry.leaseUntil {
            lines.append("With \(holder) until \(until.clock).")
        }
        lines += deskLines(task)
        if let file = task.caseDetail {
            let traits = file.reference.traits
            var about = ["Case \(file.current.row.id)", file.reference.plate ?? file.reference.id]
            about.append(
                [traits.kind.rawValue, traits.make, traits.model, traits.year.map(String.init)].compactMap { $0 }
                    .joined(separator: " "))
            if let owner = file.current.row.owner { about.append("owner \(owner)") }
            lines.append(about.joined(separator: " · "))
        }
        return lines
    }

    /// Each block in the customer's language, the dispatcher's own beside it.
    private func words(_ script: Script, _ task: TaskDetail) -> [String] {
        let own = scripts.dispatcherScript(for: task, beside: script, at: now)
        var lines = ["", "SAY (\(script.language))"]
        for block in script.blocks {
            lines += block.text.split(separator: "\n").map { "  \($0)" }
            guard let beside = own?.blocks.first(where: { $0.kind == block.kind }) else { continue }
            lines += beside.text.split(separator: "\n").map { "      \(own?.language ?? ""): \($0)" }
        }
        return lines
    }

    private func addressee(_ task: TaskDetail) -> String {
        task.addressee.map(person) ?? "nobody is known; look for the owner of \(task.assetID ?? "the device")"
    }

    private func person(_ person: Person) -> String {
        let name = person.name ?? person.contactID ?? "name unknown"
        return [
            person.role.map { "\(name) (\($0.replacing("_", with: " ")))" } ?? name, person.phone ?? "no number",
            person.language, person.channel == "voice" ? nil : "by \(person.channel)", person.needs,
        ].compactMap { $0 }.joined(separator: " · ")
    }

    private func place(_ file: CaseDetail) -> String {
        guard let place = file.place else { return "unknown: ask where they are" }
        var parts = ["\(place.coordinate.latitude.places(5)), \(place.coordinate.longitude.places(5))"]
        if let accuracy = place.accuracy { parts.append("± \(Double(accuracy).places(0)) m") }
        parts.append(place.source.rawValue)
        parts.append("\(place.time.clock) (\(now.spoken(until: place.time)))")
        parts.append(place.confirmed ? "confirmed" : "not confirmed")
        return parts.joined(separator: " · ")
    }

    private func symptom(_ row: CaseRow) -> String {
        var parts = [scripts.title(ofSymptom: row.symptom)]
        if let part = row.part { parts.append("probably \(scripts.name(ofPart: part))") }
        if !row.codes.isEmpty { parts.append(row.codes.joined(separator: " ")) }
        return parts.joined(separator: " · ")
    }

    private func unit(_ file: CaseDetail) -> String {
        let plan = file.current.plan
        guard let leg = file.leg, let helper = file.helper, let state = leg.state else {
            guard let plan else { return "none planned" }
            return [plan.state.rawValue.replacing("_", with: " "), plan.reason].compactMap { $0 }
                .joined(separator: ": ")
        }
        var parts = [helper.named]
        parts.append(state.rawValue.replacing("_", with: " "))
        if let eta = file.eta(at: now) { parts.append("\(eta.low) to \(eta.high) minutes") }
        if plan?.state == .provisional { parts.append("provisional: the asset still moves") }
        if let phone = helper.phone { parts.append(phone) }
        return parts.joined(separator: " · ")
    }

    private func slot(_ file: CaseDetail) -> String? {
        guard let slot = file.slot, let hold = file.slotHold else { return nil }
        let start = file.localStart(of: slot).replacing("T", with: " ")
        let isUTC = file.workshop?.zone.offsetMinutes(at: slot.start) ?? 0 == 0
        return [
            file.workshop?.name ?? slot.workshopID, "\(start)\(isUTC ? " UTC" : "")", hold.state.rawValue,
            file.workshop?.phone,
        ].compactMap { $0 }.joined(separator: " · ")
    }

    private func nextSteps(_ task: TaskDetail, _ token: Int64?) -> [String] {
        let id = task.entry.row.id
        guard task.entry.row.isOpen, task.entry.pendingOutcome == nil else { return ["This task is over."] }
        guard let token else {
            return ["  callahead tasks claim \(id)                       to take it"]
        }
        let finish =
            switch task.entry.row.kind {
            case .providerCall: "--accepted --eta 25          or --declined, --outcome no_answer, busy, …"
            case .workshopCall: "--accepted                   or --declined, --outcome no_answer, busy, …"
            case .followUp where task.entry.row.asksApproval:
                "--accepted                   or --declined, --outcome no_answer, busy, …"
            default: "--outcome reached   or no_answer, voicemail, declined, in_danger, …"
            }
        return [
            "  callahead tasks dial \(id) --token \(token)                       when you dial",
            "  callahead tasks finish \(id) --token \(token) \(finish)",
            "  callahead tasks fact \(id) KEY=VALUE                    what you were told, position=59.43,24.75 too",
            "  callahead tasks release \(id) --token \(token)                    to give it back",
        ]
    }
}

extension Helper {
    /// The name with the id, if they differ.
    fileprivate var named: String { name == id ? id : "\(name) (\(id))" }
}

extension CaseDetail {
    /// When a slot begins by the clock of its workshop: `2026-11-22T14:30`.
    func localStart(of slot: Slot) -> String {
        let offset = workshop?.zone.offsetMinutes(at: slot.start) ?? 0
        let local = slot.start.adding(seconds: Int64(offset) * 60)
        return "\(local.day)T\(local.minute)"
    }
}

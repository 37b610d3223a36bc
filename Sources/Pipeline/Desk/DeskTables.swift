import Casework
import Outreach
package import Persistence
import Planning
package import Telemetry

/// Lists for a terminal: a heading and a row for each.
package struct DeskTables: Sendable {
    let scripts: ScriptBuilder
    let now: Timestamp

    package init(scripts: ScriptBuilder, now: Timestamp) {
        self.scripts = scripts
        self.now = now
    }

    /// Tasks in the order of the queue.
    ///
    /// Numbers of people are not shown in lists.
    package func tasks(_ tasks: [TaskDetail]) -> [String] {
        var table = Columns()
        table.add(row: ["TASK", "STATE", "DUE", "KIND", "SEVERITY", "ASSET", "SYMPTOM", "UNIT", "WITH"])
        for task in tasks {
            let row = task.entry.row
            let file = task.caseDetail
            let severity = file.map { $0.current.row.severity.rawValue + ($0.current.row.immobile ? "*" : "") }
            let holder = task.entry.state(at: now) == .claimed ? task.entry.claimedBy : nil
            table.add(row: [
                "\(row.id)", task.entry.state(at: now).rawValue + (row.alarm && row.isOpen ? "!" : ""),
                now.spoken(until: row.dueAt), row.kind.rawValue, severity ?? "-",
                file?.reference.plate ?? task.assetID ?? "-",
                file.map { scripts.title(ofSymptom: $0.current.row.symptom) } ?? "-",
                file.map(unit) ?? "-", holder ?? "-",
            ])
        }
        return table.lines
    }

    /// Cases, open ones first.
    package func cases(_ cases: [CaseDetail]) -> [String] {
        var table = Columns()
        table.add(row: ["CASE", "STATE", "SEVERITY", "OPENED", "ASSET", "SYMPTOM", "PLAN", "UNIT", "OWNER"])
        for file in cases {
            let row = file.current.row
            table.add(row: [
                "\(row.id)", row.state.rawValue, row.severity.rawValue + (row.immobile ? "*" : ""),
                now.spoken(until: row.openedAt), file.reference.plate ?? file.reference.id,
                scripts.title(ofSymptom: row.symptom), file.current.plan?.state.rawValue ?? "-", unit(file),
                row.owner ?? "-",
            ])
        }
        return table.lines
    }

    /// Units with what they are doing.
    package func units(_ units: [UnitEntry]) -> [String] {
        var table = Columns()
        table.add(row: [
            "UNIT", "NAME", "KIND", "STATE", "CASE", "REACH", "ONLINE", "PLACE", "JOB ENDS", "PARTS", "CAPABILITIES",
        ])
        for entry in units {
            let unit = entry.unit
            table.add(row: [
                unit.id, unit.name, unit.kind, entry.state,
                entry.caseID.map(String.init) ?? "-", unit.reach.rawValue, online(entry),
                place(unit.coordinate) ?? "-", entry.job.map(end) ?? "-",
                entry.parts.isEmpty ? "-" : entry.parts.map(part).joined(separator: ", "),
                unit.capabilities.names.joined(separator: " "),
            ])
        }
        return table.lines
    }

    private func online(_ entry: UnitEntry) -> String {
        if entry.unit.online { return "yes" }
        return entry.offlineSince.map { "no, went \(now.spoken(until: $0))" } ?? "no"
    }

    /// Where and when a job is expected to end, as far as anybody knows.
    private func end(_ job: UnitJob) -> String {
        let place = job.workshop ?? self.place(job.endsIn)
        let words = [place, job.endsAt.map { now.spoken(until: $0) }].compactMap { $0 }
        return words.isEmpty ? "-" : words.joined(separator: ", ")
    }

    private func part(_ part: PartEntry) -> String {
        "\(part.quantity) \(part.part)" + (part.held > 0 ? " (\(part.held) held)" : "")
    }

    private func place(_ coordinate: Coordinate?) -> String? {
        coordinate.map { "\($0.latitude.places(5)), \($0.longitude.places(5))" }
    }

    /// Slots by start.
    package func slots(_ slots: [SlotEntry]) -> [String] {
        var table = Columns()
        table.add(row: ["SLOT", "START (UTC)", "MINUTES", "STATE", "CASE", "WORKSHOP", "SKILLS"])
        for entry in slots {
            table.add(row: [
                "\(entry.slot.id)", "\(entry.slot.start.day) \(entry.slot.start.minute)", "\(entry.slot.minutes)",
                entry.stateWord + (entry.withdrawn ? ", withdrawn" : ""), entry.caseID.map(String.init) ?? "-",
                entry.workshop ?? entry.slot.workshopID, entry.slot.skills.joined(separator: " "),
            ])
        }
        return table.lines
    }

    /// A case with its problems, plan and tasks.
    package func caseFile(_ file: CaseDetail) -> [String] {
        let row = file.current.row
        var facts = Columns()
        facts.add(
            "CASE", "\(row.id) · \(row.state.rawValue) · \(row.severity.rawValue)\(row.immobile ? ", immobile" : "")")
        facts.add("ASSET", [file.reference.plate, file.reference.id].compactMap { $0 }.joined(separator: " · "))
        facts.add("OPENED", "\(row.openedAt.day) \(row.openedAt.clock) (\(now.spoken(until: row.openedAt)))")
        facts.add("TOLD", row.toldAt.map { "\($0.day) \($0.clock)" })
        facts.add("OWNER", row.owner)
        for problem in file.current.problems {
            var parts = [scripts.title(ofSymptom: problem.symptom), problem.severity.rawValue]
            parts += problem.codes + (problem.cleared.map { ["gone \($0)"] } ?? [])
            facts.add("PROBLEM", parts.joined(separator: " · "))
        }
        for text in row.evidence { facts.add("EVIDENCE", text) }
        facts.add(
            "PLACE",
            file.place.map {
                "\($0.coordinate.latitude.places(5)), \($0.coordinate.longitude.places(5)) · \($0.source.rawValue) · "
                    + now.spoken(until: $0.time)
            })
        facts.add(
            "PLAN",
            file.current.plan.map {
                [$0.state.rawValue.wordsOfKey, $0.reason].compactMap { $0 }.joined(separator: ": ")
            })
        for leg in file.current.legs where leg.planID == file.current.plan?.id { facts.add("LEG", self.leg(leg, file)) }
        addPlan(file, to: &facts)
        facts.add("UNIT", unit(file))
        for helper in file.alsoComing { facts.add("ALSO", "\(helper.id) has not confirmed that it is not needed") }
        facts.add(
            "SLOT",
            file.slot.map {
                "\(file.workshop?.name ?? $0.workshopID) · \(file.spokenStart(of: $0)) · "
                    + (file.slotHold?.state.rawValue ?? "")
            })
        for reason in file.current.plan?.reasons ?? [] { facts.add("WHY", reason) }
        for fact in file.facts { facts.add("FACT", "\(fact.key) = \(fact.value) (\(fact.actor), \(fact.at.clock))") }
        for task in file.current.tasks {
            let outcome = task.outcome.map { " · \($0.rawValue)" } ?? ""
            facts.add("TASK", "\(task.id) · \(task.kind.rawValue) · \(task.state.rawValue)\(outcome)")
        }
        return facts.lines
    }

    private func unit(_ file: CaseDetail) -> String {
        guard let leg = file.leg, let helper = file.helper, let state = leg.state else { return "-" }
        let eta = file.eta(at: now).map { ", \($0.low)-\($0.high) min" } ?? ""
        return "\(helper.id) \(state.rawValue)\(eta)"
    }

    /// What the plan says beside its legs.
    private func addPlan(_ file: CaseDetail, to facts: inout Columns) {
        guard let plan = file.current.plan else { return }
        facts.add("STANDBY", plan.standby.map { "\($0) would come; it is not reserved" })
        facts.add("APPROVAL", plan.approval?.rawValue)
        facts.add("INSTEAD", plan.alternative)
        facts.add("NEXT TRY", plan.nextTryAt.map { "\($0.clock) (\(now.spoken(until: $0)))" })
        facts.add("REPAIRED", plan.repairedAt.map { "\($0.day) \($0.minute) (\(now.spoken(until: $0)))" })
        facts.add(
            "GAP", plan.gap.map { $0 == 0 ? "none: no better choice exists" : "at most \(($0 * 100).places(2)) %" })
    }

    /// One stage: who, to where, and who says when.
    private func leg(_ leg: LegRow, _ file: CaseDetail) -> String {
        var parts = [leg.kind.rawValue.wordsOfKey]
        parts.append(
            [leg.unit ?? leg.provider, leg.state?.rawValue ?? "not asked"].compactMap { $0 }
                .joined(separator: " "))
        if let workshop = leg.workshop { parts.append("to \(workshop)") }
        if let part = leg.part { parts.append("brings \(part)") }
        if let start = leg.notBefore, start > now { parts.append("not before \(start.day) \(start.minute)") }
        if let arrival = leg.etaAt {
            let source =
                switch leg.etaSource {
                case .estimate: ", estimated"
                case .road: ", by road"
                case .crew: ", the crew says"
                case nil: ""
                }
            parts.append("there \(arrival.clock) (\(now.spoken(until: arrival))\(source))")
        }
        if !leg.declined.isEmpty { parts.append("declined by \(leg.declined.joined(separator: ", "))") }
        return parts.joined(separator: " · ")
    }
}

extension ProblemRow {
    fileprivate var cleared: String? { clearedAt?.clock }
}

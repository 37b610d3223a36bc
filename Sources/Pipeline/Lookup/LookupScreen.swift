import Casework
import Outreach
package import Persistence
import Planning
package import Telemetry

/// One screen for a dispatcher who has just picked up the telephone.
///
/// The likely reason comes first, then who it is, then what to say.
package struct LookupScreen: Sendable {
    private let scripts: ScriptBuilder
    private let now: Timestamp

    package init(scripts: ScriptBuilder, now: Timestamp) {
        self.scripts = scripts
        self.now = now
    }

    /// The screen as lines of text.
    package func lines(_ card: LookupCard) -> [String] {
        let reasons = CallReason.ranked(card, at: now) { scripts.title(ofSymptom: $0) }
        var lines = reasons.prefix(1).map { $0.text.prefix(1).uppercased() + $0.text.dropFirst() }
        lines += reasons.dropFirst().prefix(2).map { "  or: \($0.text)" }
        lines.append("")
        var who = Columns()
        for person in card.people { who.add(card.isCaller ? "CALLER" : "CONTACT", words(person)) }
        if !card.isCaller, !card.openCases.isEmpty {
            who.add("ASK", "who is calling: the place and the destination are for these people only")
        }
        for helper in card.helpers { who.add("HELPER", [helper.name, helper.id, helper.kind].words) }
        for asset in card.assets.prefix(card.openCases.isEmpty ? 12 : 6) { who.add("DRIVES", words(asset)) }
        let more = card.assetCount - min(card.assets.count, card.openCases.isEmpty ? 12 : 6)
        if more > 0 { who.add("", "and \(more) more") }
        lines += who.lines
        for one in card.openCases { lines += [""] + self.lines(one, card) }
        if card.openCaseCount > card.openCases.count {
            lines.append("and \(card.openCaseCount - card.openCases.count) more open cases: callahead cases list")
        }
        let before = self.before(card)
        if !before.isEmpty { lines += [""] + before }
        lines += [""] + nextSteps(card)
        return lines
    }

    /// What a query can mean, with what to type for each.
    package static func lines(_ candidates: [LookupCandidate]) -> [String] {
        var table = Columns()
        for one in candidates {
            table.add(row: [
                [one.name, one.phone, one.plate].words, "callahead lookup --by \(one.kind.rawValue) \(quoted(one.id))",
            ])
        }
        return table.lines
    }

    /// What to do with somebody nobody knows.
    package static let nobody = "nobody by this; `callahead cases open` for people without telemetry"

    private func words(_ person: LookupPerson) -> String {
        let roles = person.roles.prefix(4).map { "\($0.role.wordsOfKey) of \($0.ofKind) \($0.ofID)" }
        let one = person.person
        return [
            one.name ?? one.contactID, roles.joined(separator: ", "), one.phone ?? "no number", one.language,
            one.channel == "voice" ? nil : "by \(one.channel)", one.needs,
        ].words
    }

    private func words(_ asset: LookupAsset) -> String {
        let what = [asset.kind, asset.make, asset.model, asset.year.map(String.init), asset.colour].compactMap { $0 }
        return [
            asset.plate, asset.plate == asset.id ? nil : asset.id, what.joined(separator: " "),
            asset.openCase.map { "case \($0)" }, asset.known ? nil : "nobody has told us whose it is",
            asset.purposes.contains(.assist) ? nil : "no positions are kept",
            asset.purposes.contains(.prevent) ? nil : "no predictions",
            asset.foreseen.isEmpty ? nil : "may fail soon: \(asset.foreseen.map(words).joined(separator: ", "))",
        ].words
    }

    private func words(_ row: ForecastRow) -> String {
        let level = row.level == .book ? "" : ", only watched"
        return "\(row.part.wordsOfKey) (\(row.words)\(level))"
    }

    // MARK: An open case

    private func lines(_ one: LookupCase, _ card: LookupCard) -> [String] {
        let file = one.detail
        let row = file.current.row
        var heading = [
            "CASE \(row.id)", row.severity.rawValue.wordsOfKey + (row.immobile ? ", immobile" : ""),
        ]
        heading += [row.state.rawValue.wordsOfKey, file.reference.plate ?? file.reference.id]
        heading.append("since \(row.openedAt.minute) (\(now.spoken(until: row.openedAt)))")
        if let owner = row.owner { heading.append("owner \(owner)") }
        var lines = [heading.joined(separator: " · ")] + one.warnings.map { "! \($0.text)" }
        if let script = scripts.script(for: one.call, at: now) {
            let own = scripts.dispatcherScript(for: one.call, beside: script, at: now)
            lines.append("SAY (\(script.language))")
            for block in script.blocks {
                lines += block.text.split(separator: "\n").map { "  \($0)" }
                guard let beside = own?.blocks.first(where: { $0.kind == block.kind }) else { continue }
                lines += beside.text.split(separator: "\n").map { "      \(own?.language ?? ""): \($0)" }
            }
        }
        var facts = Columns()
        facts.add("WRONG", [scripts.title(ofSymptom: row.symptom), row.codes.joined(separator: " ")].words)
        facts.add("PLACE", place(file))
        facts.add("PLAN", plan(file))
        facts.add("SLOT", slot(file))
        facts.add("PROMISED", promised(row.promise))
        for task in one.tasks {
            let state = task.state(at: now)
            let holder = state == .claimed ? "with \(task.claimedBy ?? "")" : nil
            facts.add(
                "TASK",
                [
                    "\(task.row.id)", task.row.kind.words, state.rawValue, "due \(now.spoken(until: task.row.dueAt))",
                    holder,
                    task.mayBeOnThePhone(at: now).map { "\($0) may be on the phone" },
                ].words)
        }
        for attempt in one.attempts.suffix(3) {
            facts.add("TRIED", [time(attempt.at), attempt.actor, attempt.outcome ?? "open"].words)
        }
        for question in one.openQuestions.suffix(3) { facts.add("ASKED", "\(time(question.at)) \(question.text)") }
        facts.add("FACTS", file.facts.suffix(8).map { "\($0.key) = \($0.value)" }.joined(separator: "; "))
        return lines + facts.lines
    }

    private func place(_ file: CaseDetail) -> String {
        guard let place = file.place else { return "unknown: ask where they are" }
        return [
            file.placeName, "\(place.coordinate.latitude.places(5)), \(place.coordinate.longitude.places(5))",
            now.spoken(until: place.time), place.confirmed ? "confirmed" : "not confirmed",
        ].words
    }

    private func plan(_ file: CaseDetail) -> String {
        let plan = file.current.plan
        guard let leg = file.leg, let helper = file.helper, let state = leg.state else {
            return [plan.map(\.state.words) ?? "none yet", plan?.reason?.wordsOfKey].words
        }
        let eta = file.eta(at: now).map { "\($0.low) to \($0.high) minutes" }
        return [helper.name, state.words, eta, helper.phone].words
    }

    private func slot(_ file: CaseDetail) -> String? {
        guard let slot = file.slot, let hold = file.slotHold else { return nil }
        return [
            file.workshop?.name ?? slot.workshopID, file.localStart(of: slot).replacing("T", with: " "),
            hold.state.rawValue,
        ].words
    }

    private func promised(_ promise: Promise?) -> String? {
        guard let promise else { return nil }
        let parts = [promise.unit, promise.latest.map { "by \(time($0))" }].compactMap { $0 }
        let what = parts.isEmpty ? "neither unit nor time" : parts.joined(separator: " ")
        return "\(what), told at \(time(promise.at))"
    }

    // MARK: Before

    private func before(_ card: LookupCard) -> [String] {
        var facts = Columns()
        for said in card.said.prefix(6) { facts.add("SAID", words(said)) }
        for one in card.earlier {
            facts.add(
                "BEFORE",
                [
                    "case \(one.id)", one.plate ?? one.assetID, one.severity.words,
                    scripts.title(ofSymptom: one.symptom),
                    "\(one.state.words) \(now.spoken(until: one.closedAt ?? one.openedAt))",
                    one.workshop.map { "delivered to \($0)" },
                ].words)
        }
        for fault in card.faults.prefix(6) {
            facts.add(
                "FAULT",
                [
                    fault.assetID, fault.code, fault.active ? "active" : "gone",
                    "raised \(now.spoken(until: fault.raisedAt))",
                ]
                .words)
        }
        return facts.lines
    }

    private func words(_ said: Said) -> String {
        [
            time(said.at), said.actor, said.channel, said.template.wordsOfKey,
            said.contactID.map { "to \($0)" }, said.promise?.unit.map { said.unitName ?? $0 },
            said.promise?.latest.map { "by \(time($0))" }, said.slotStart.map { "slot \($0.day) \($0.minute)" },
        ].words
    }

    private func nextSteps(_ card: LookupCard) -> [String] {
        guard let one = card.openCases.first else {
            return ["  callahead cases open \(who(card))--claim --symptom …      if something is wrong"]
        }
        let id = one.detail.current.row.id
        let caller =
            card.isCaller ? card.people.first?.person.contactID.map { " --contact \(LookupScreen.quoted($0))" } : nil
        return [
            "  callahead tasks take \(id) --inbound\(caller ?? "")      to take this call",
            "  callahead cases show \(id)                the whole case",
        ]
    }

    /// The options of `cases open` that are known.
    private func who(_ card: LookupCard) -> String {
        var options = ""
        if card.assets.count == 1, let asset = card.assets.first {
            options += "--asset \(LookupScreen.quoted(asset.id)) "
        }
        if card.isCaller, let contact = card.people.first?.person.contactID {
            options += "--contact \(LookupScreen.quoted(contact)) "
        }
        return options
    }

    private func time(_ time: Timestamp) -> String {
        now.seconds(since: time) < 72_000 ? time.minute : "\(time.day) \(time.minute)"
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_+.:".contains($0)) }
        return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }
}

extension [String?] {
    /// What is there, with points between.
    var words: String { compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ") }
}

import FleetSimulator
import Persistence
import Telemetry

extension Evidence {
    /// What was said on the telephone against the truth of that moment.
    var wordRows: [VerdictRow] {
        let people = calls.filter { Evidence.peopleKinds.contains($0.kind) }
        let answered = people.filter { !Evidence.unanswered.contains($0.outcome) }
        let falseStops = people.filter(isFalseStop)
        let grave = people.filter { Evidence.isGrave($0.severity) }
        let moving = answered.filter { $0.isMoving }
        let wrongMoving = moving.filter { !mayTalk($0) && !hasJustSetOff($0) }
        let untrue = answered.flatMap(untruths)
        return [
            expected.row(
                .falseStopCalls, "False stop calls", count: falseStops.count, of: grave.count,
                details: falseStops.map { "task \($0.task), \($0.asset ?? "?"): said \($0.severity)" }),
            expected.row(
                .callsToMoving, "Calls to moving drivers without asking", count: wrongMoving.count, of: answered.count,
                values: [
                    "moving": Double(moving.count),
                    "advice_first": Double(moving.count(where: hadAdvice)),
                ],
                details: wrongMoving.map { "task \($0.task), \($0.asset ?? "?")" }),
            expected.row(
                .untrueSentences, "Sentences untrue when said", count: untrue.count, of: answered.count,
                details: untrue),
        ]
    }

    /// Nobody heard a word.
    private static let unanswered: Set<String> = ["no_answer", "busy", "phone_off", "voicemail", "abandoned"]

    /// Called as a stop while nothing that was broken then is one.
    private func isFalseStop(_ call: LedgerEntry.Call) -> Bool {
        guard Evidence.isGrave(call.severity), let asset = call.asset else { return false }
        let time = call.dialled ?? 0
        return !(breakdownsByAsset[asset] ?? []).map { breakdowns[$0] }.contains { breakdown in
            guard breakdown.at <= time, Evidence.isGrave(breakdown.truth.severity) || breakdown.truth.isImmobile else {
                return false
            }
            // Whoever has not been told that it is over goes on with its case.
            return last(of: breakdown) >= time || cases(of: breakdown).contains { $0.id == call.caseID }
        }
    }

    /// Whether nobody could have heard yet that it moves: in the quick days before a scenario a message takes minutes.
    private func hasJustSetOff(_ call: LedgerEntry.Call) -> Bool {
        guard let turn, let since = call.movingSince, let dialled = call.dialled, dialled <= turn.at else {
            return false
        }
        return dialled &- since < lag(at: dialled)
    }

    /// Whoever drives is asked first whether they can talk hands-free.
    private func mayTalk(_ call: LedgerEntry.Call) -> Bool { call.asksHandsFree }

    private func hadAdvice(_ call: LedgerEntry.Call) -> Bool {
        texts.contains {
            $0.text.asset == call.asset && $0.text.topic.hasSuffix("/advice") && $0.at <= call.dialled ?? 0
        }
    }

    /// What a call said of a unit and a slot that was not so.
    private func untruths(_ call: LedgerEntry.Call) -> [String] {
        var wrong: [String] = []
        let name = "task \(call.task), \(call.asset ?? "?")"
        if let problem = untrueUnit(call) { wrong.append("\(name): \(problem)") }
        if let problem = untrueSlot(call) { wrong.append("\(name): \(problem)") }
        if let low = call.arrivalLow, let high = call.arrivalHigh, high <= low {
            wrong.append("\(name): said one exact minute")
        }
        return wrong
    }

    private func untrueUnit(_ call: LedgerEntry.Call) -> String? {
        // A firm that its zone names is rung by desks: what it says stands in their calls only.
        guard let unit = call.unit, let state = call.unitState, let asset = call.asset, let said = call.dialled,
            !unit.hasPrefix("zone:")
        else { return nil }
        let job = (casesByAsset[asset] ?? []).flatMap { row in facts.jobs.filter { $0.caseID == row.id } }
            .filter { $0.unit == unit && $0.offeredAt <= said }
        guard !job.isEmpty else { return "said \(unit) and the store had not asked it" }
        guard state != "offered" else { return nil }
        if state != "offered", !job.contains(where: { ($0.answeredAt ?? .max) <= said }) {
            return "said \(unit) \(state) and the store had no answer"
        }
        let words = unitLines.filter { $0.word.unit == unit && $0.word.asset == asset && $0.at <= said }
        let typed = calls.contains {
            $0.kind == "provider_call" && $0.unit == unit && $0.asset == asset && $0.outcome == "accepted"
                && ($0.ended ?? .max) <= said
        }
        let reached = words.map { Evidence.rank($0.word.word, of: state) }.max() ?? -1
        let claimed = Evidence.rank(state)
        guard reached >= claimed || (typed && claimed <= 1) || (typed && words.isEmpty) else {
            return "said \(unit) \(state.wordsOfKey) and the crew had not said so"
        }
        // What the crew took back longer ago than a message travels.
        let comes: Set<String> = ["accepted", "delayed", "en_route", "on_scene", "loaded", "arrived"]
        let notComing: Set<String> = ["declined", "unable", "cancel_confirmed", "gone_on_arrival", "no_access"]
        let newest = words.last { comes.contains($0.word.word) || notComing.contains($0.word.word) }
        if let newest, notComing.contains(newest.word.word), newest.at &+ lag < said {
            return "said \(unit) \(state.wordsOfKey) and the crew had said \(newest.word.word)"
        }
        return nil
    }

    /// The rank of a crew's word; a word that says nothing of progress has none.
    private static func rank(_ word: String, of state: String) -> Int {
        switch word {
        case "accepted": 1
        case "delayed", "en_route": 2
        case "on_scene", "arrived": 3
        case "loaded": 4
        case "fixed", "delivered", "stored", "made_safe": 5
        default: -1
        }
    }

    private func untrueSlot(_ call: LedgerEntry.Call) -> String? {
        guard call.slotState == "confirmed", let workshop = call.workshop, let said = call.dialled else { return nil }
        if facts.confirmingWorkshops.contains(workshop) { return nil }
        let isAgreed = calls.contains {
            $0.kind == "workshop_call" && $0.caseID == call.caseID && $0.workshop == workshop
                && $0.outcome == "accepted" && ($0.ended ?? .max) <= said
        }
        return isAgreed ? nil : "said that \(workshop) expects them, and nobody there had agreed"
    }
}

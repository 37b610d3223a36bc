import Casework
package import Persistence
package import Telemetry

/// Why somebody probably rings in: the one line that a dispatcher reads while saying hello.
package struct CallReason: Sendable, Equatable {
    /// What may make somebody ring, the likeliest first.
    package enum Rule: String, Sendable, CaseIterable {
        /// They are in danger, and nobody has spoken to them.
        case danger
        /// They see that we have tried to reach them.
        case missedCall = "missed_call"
        /// What they were told has not come true.
        case helpLate = "help_late"
        /// We owe them a call, because something has changed.
        case changed
        /// The crew was there and did not find them, or could not help.
        case crewWithoutThem = "crew_without_them"
        /// Nobody can be sent before they say where they are.
        case placeUnknown = "place_unknown"
        /// Somebody has to say yes to the costs.
        case approval
        /// They ring before we did.
        case notToldYet = "not_told_yet"
        case noUnit = "no_unit"
        /// They asked something that nobody could answer.
        case openQuestion = "open_question"
        /// A crew, a firm or a workshop rings about the case that they help with.
        case helper
        /// Help comes as they were told.
        case helpComing = "help_coming"
        case helpThere = "help_there"
        case onTheWay = "on_the_way"
        case inWorkshop = "in_workshop"
        /// Something may be offered or asked without hurry.
        case offer
        /// A case is open, and none of the above.
        case openCase = "open_case"
        /// What was mended shows a fault again.
        case faultAgain = "fault_again"
        /// The last job ended at a workshop.
        case delivered
        case earlierCase = "earlier_case"
        case nothingOpen = "nothing_open"
    }

    package var rule: Rule
    /// A sentence without a full stop.
    package var text: String
    package var caseID: Int64?

    init(_ rule: Rule, _ text: String, case caseID: Int64? = nil) {
        self.rule = rule
        self.text = text
        self.caseID = caseID
    }

    /// Every reason that holds, the likeliest first; never empty.
    ///
    /// - Parameter title: A symptom in the dispatcher's words.
    package static func ranked(
        _ card: LookupCard, at now: Timestamp, title: (String) -> String
    ) -> [CallReason] {
        var reasons: [CallReason] = []
        for one in card.openCases {
            reasons += CaseReasons(one, card, now: now, symptom: title(one.detail.current.row.symptom)).all
        }
        reasons += helperReasons(card)
        if card.openCases.isEmpty { reasons += earlierReasons(card, at: now, title: title) }
        if reasons.isEmpty {
            reasons.append(
                CallReason(.nothingOpen, "no open case and none before: probably something new"))
        }
        let order = Dictionary(uniqueKeysWithValues: Rule.allCases.enumerated().map { ($1, $0) })
        return reasons.enumerated().sorted { left, right in
            let ranks = (order[left.element.rule] ?? 0, order[right.element.rule] ?? 0)
            return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : left.offset < right.offset
        }.map(\.element)
    }

    /// Crews, firms and workshops ring about what they were asked for.
    private static func helperReasons(_ card: LookupCard) -> [CallReason] {
        card.helpers.map { helper in
            let name = "\(helper.kind) \(helper.name ?? helper.id)"
            let cases = card.openCases.map { one in
                let row = one.detail.current.row
                let job = one.detail.current.jobs.last { $0.unit == helper.id && !$0.state.isFinal }
                let slot = helper.kind == "workshop" ? one.detail.slotHold : nil
                let state = job.map { ": \($0.state.words)" } ?? slot.map { ": slot \($0.state.rawValue)" } ?? ""
                return "case \(row.id)\(state)"
            }
            return cases.isEmpty
                ? CallReason(.nothingOpen, "\(name) rings and helps with no open case")
                : CallReason(
                    .helper, "\(name) rings about \(cases.joined(separator: ", "))",
                    case: card.openCases.first?.detail.current.row.id)
        }
    }

    /// Without an open case: what ended last, and what shows again.
    private static func earlierReasons(
        _ card: LookupCard, at now: Timestamp, title: (String) -> String
    ) -> [CallReason] {
        guard let last = card.earlier.first else { return [] }
        let ended = last.closedAt ?? last.openedAt
        let age = now.spoken(until: ended)
        let what = "\(title(last.symptom)), \(last.plate ?? last.assetID)"
        if let fault = card.faults.first(where: { $0.active && $0.assetID == last.assetID && $0.raisedAt > ended }) {
            return [
                CallReason(
                    .faultAgain,
                    "no open case: case \(last.id) (\(what)) ended \(age), and \(fault.code) has shown again since",
                    case: last.id)
            ]
        }
        if let workshop = last.workshop {
            return [
                CallReason(
                    .delivered,
                    "no open case: last job \(age) (\(what)), delivered to \(workshop); may ask for the \(asset(last, card))",
                    case: last.id)
            ]
        }
        return [
            CallReason(
                .earlierCase,
                "no open case: the last one, case \(last.id) (\(what)), ended \(age) as \(last.state.words)",
                case: last.id)
        ]
    }

    private static func asset(_ earlier: EarlierCase, _ card: LookupCard) -> String {
        let kind = card.assets.first { $0.id == earlier.assetID }?.kind ?? "asset"
        return kind == "other" ? "asset" : kind.wordsOfKey
    }
}

extension RawRepresentable where RawValue == String {
    /// The word for a sentence: `on_scene` becomes `on scene`.
    var words: String { rawValue.wordsOfKey }
}

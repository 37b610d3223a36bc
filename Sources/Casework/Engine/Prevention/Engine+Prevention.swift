import Diagnostics
import Outreach
import Planning
import Telemetry

/// Before it breaks: forecasts become offers, few and only to those who wish them.
extension Engine {
    /// Weighs the forecasts of a step, the most probable first, so that the budget goes to those.
    func weigh(_ forecasts: [Forecast], _ draft: inout Draft) {
        let order = forecasts.filter { $0.level == .book }.sorted { left, right in
            left.probability == right.probability
                ? (left.asset, left.part) < (right.asset, right.part) : left.probability > right.probability
        }
        guard !order.isEmpty else { return }
        var left =
            policy.prevention.weeklyBudget(assets: draft.assets.count) - draft.set.prevention.count(at: draft.now)
        for forecast in order {
            guard left > 0 else { return }
            guard let file = draft.file(of: forecast.asset), mayOffer(forecast, file, draft) else { continue }
            left -= 1
            draft.edit(forecast.asset) { file, draft in
                var current = file.current ?? newCase(forecast, &draft)
                file.current = nil
                take(forecast, in: &current, file, &draft)
                draft.settle(current, in: &file)
            }
        }
    }

    /// Whether somebody may be rung about a forecast now.
    private func mayOffer(_ forecast: Forecast, _ file: AssetFile, _ draft: Draft) -> Bool {
        guard file.reference.known, file.reference.purposes.contains(.prevent) else { return false }
        let probe = file.current ?? CaseFile(row: Engine.row(0, forecast, at: draft.now))
        // Whoever has a worse trouble is not offered anything beside it, and is called about that anyway.
        guard !probe.isUrgent, probe.row.severity <= .maintenance, probe.row.toldAt == nil || probe.isPrevention,
            !probe.offers.contains(where: { $0.part == forecast.part && $0.result == nil }),
            !people(probe, file, at: draft.now).isEmpty
        else { return false }
        let last = file.offers.last { $0.part == forecast.part }
        return last.map { isGrown(forecast, since: $0, at: draft.now) } ?? true
    }

    /// Whether an offer that came to nothing may be made again.
    private func isGrown(_ forecast: Forecast, since last: PreventOfferRow, at now: Timestamp) -> Bool {
        guard last.answer != .accepted else { return true }
        guard now.seconds(since: last.answeredAt ?? last.offeredAt) >= policy.prevention.againAfter else {
            return false
        }
        guard last.answer == .declined else { return true }
        let grown = Forecast.odds(last.probability) * Double(policy.prevention.oddsGrownTo) / 100
        return Forecast.odds(forecast.probability) >= grown
    }

    private static func row(_ id: Int64, _ forecast: Forecast, at now: Timestamp) -> CaseRow {
        CaseRow(
            id: id, asset: forecast.asset, severity: .maintenance, symptom: forecast.symptom, openedAt: now,
            faultAt: now)
    }

    private func newCase(_ forecast: Forecast, _ draft: inout Draft) -> CaseFile {
        let row = Engine.row(draft.sequences.next(\.caseRow), forecast, at: draft.now)
        draft.note("case_opened", case: row.id, "forecast: \(forecast.part)")
        return CaseFile(row: row)
    }

    /// Puts a forecast into a case as a problem of its own, with the slots that may be offered.
    private func take(
        _ forecast: Forecast, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        current.row.severity = max(current.row.severity, .maintenance)
        current.row.symptom = forecast.symptom
        current.row.part = forecast.part
        current.row.system = diagnostician.catalogue.part(forecast.part)?.system ?? current.row.system
        let words = CaseFile.forecastWords + likelihood(of: forecast.part, forecast.probability, forecast.horizon, file)
        if !current.row.evidence.contains(words) { current.row.evidence.append(words) }
        let component = CaseFile.forecastPrefix + forecast.part
        if let index = current.problems.firstIndex(where: { $0.component == component }) {
            current.problems[index].clearedAt = nil
        } else {
            current.problems.append(
                ProblemRow(
                    id: draft.sequences.next(\.problem), caseID: current.row.id, component: component,
                    symptom: forecast.symptom, part: forecast.part, severity: .maintenance, immobile: false, codes: [],
                    openedAt: draft.now))
        }
        let slots = proposals(for: forecast.part, current, file, &draft)
        var named = forecast
        named.reasons = forecast.reasons.map { naming($0, file) }
        current.offers.append(
            PreventOfferRow(
                id: draft.sequences.next(\.preventOffer), caseID: current.row.id, named, slots: slots,
                at: draft.now))
        draft.note("prevent_offered", case: current.row.id, forecast.part)
    }

    /// A reason with what the catalogue takes its codes for, so that every screen has words for it.
    private func naming(_ term: ForecastTerm, _ file: AssetFile) -> ForecastTerm {
        var term = term
        for (code, symptom) in [("code", "symptom"), ("other", "other_symptom")] {
            term.values[symptom] = term.values[code].flatMap {
                diagnostician.catalogue.symptomKey(ofCode: $0, make: file.reference.traits.make)
            }
        }
        return term
    }

    /// The three slots in which a part can be replaced soonest; none is held for it.
    ///
    /// What somebody else is offered first is left to them as long as there is another: nobody should hear of a time
    /// that has gone before their call.
    func proposals(for part: String, _ current: CaseFile, _ file: AssetFile, _ draft: inout Draft) -> [Int64] {
        guard !file.reference.traits.kind.isStationary else { return [] }
        var start = draft.now
        if let person = addressee(current, file, at: draft.now),
            case .at(let earliest, _) = earliestCall(to: person, about: current, file, from: draft.now)
        {
            start = earliest
        }
        let place = draft.newestFix(of: file.reference.key)?.position.coordinate ?? file.reference.site
        var need = SlotNeed(
            near: place, earliest: start.adding(seconds: policy.prevention.notice),
            brand: file.reference.traits.make)
        need.part = part
        need.mayRest = place
        let gone = draft.takenSlots.union(current.refusedSlots(on: draft.board))
        let others = firstChoices(ofOthersThan: current.row.asset, draft).union(draft.slotsProposedNow)
        for taken in [gone.union(others), gone] {
            let choice = chooseSlot(
                for: need, board: draft.board, taken: taken, policy: policy.slots, travel: policy.travel)
            guard let first = choice.chosen else { continue }
            draft.slotsProposedNow.insert(first.slotID)
            return ([first] + choice.alternatives).prefix(3).map(\.slotID)
        }
        return []
    }

    private func firstChoices(ofOthersThan asset: Int64, _ draft: Draft) -> Set<Int64> {
        let choices = draft.set.prevention.firstChoices(except: asset).filter { asset, slot in
            // Whoever has answered in this step waits for none any more.
            draft.file(of: asset)?.current?.offers.contains { $0.isOpen && $0.slots.first == slot } ?? true
        }
        return Set(choices.map(\.slot))
    }

    /// Offers other times to those to whom a time was to be offered that somebody has taken in this step.
    func proposeAnew(_ draft: inout Draft) {
        let taken = draft.slotsTakenNow.intersection(draft.takenSlots)
        guard !taken.isEmpty else { return }
        for asset in draft.set.prevention.assets(proposing: taken) {
            draft.amend(asset) { file, draft in
                guard var current = file.current else { return }
                file.current = nil
                proposeAnew(insteadOf: taken, in: &current, file, &draft)
                file.current = current
            }
        }
    }

    private func proposeAnew(
        insteadOf taken: Set<Int64>, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        for index in current.offers.indices
        where current.offers[index].isOpen && !taken.isDisjoint(with: current.offers[index].slots) {
            current.offers[index].slots = proposals(for: current.offers[index].part, current, file, &draft)
            let words = reasons(for: current.offers[index], in: current, file, draft).map(\.text)
            for task in current.tasks.indices
            where current.tasks[task].isOpen && current.tasks[task].kind == .preventOffer {
                current.tasks[task].reasons = words
            }
        }
    }

    // MARK: The call

    /// Makes the call that offers a slot, unless it is open, was made, or nobody is there to take it.
    func requireOffer(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        offerAgain(&current, file, &draft)
        guard let offer = current.offers.last(where: \.isOpen),
            !current.tasks.contains(where: { $0.isOpen && $0.tells }),
            current.row.toldAt.map({ $0 < offer.offeredAt }) ?? true || current.isSlotLost
        else { return }
        call(
            .preventOffer, to: addressee(current, file, at: draft.now), in: &current, file,
            because: reasons(for: offer, in: current, file, draft), dueIn: policy.outreach.dueServiceSoon, &draft)
    }

    /// The time that was agreed is not to be had any more: another one is offered.
    private func offerAgain(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard current.liveSlot == nil, current.row.state != .inWorkshop,
            let index = current.offers.firstIndex(where: {
                $0.answer == .accepted && $0.result == nil && $0.slot != nil
            })
        else { return }
        current.offers[index].answer = nil
        current.offers[index].slot = nil
        current.offers[index].slots = proposals(for: current.offers[index].part, current, file, &draft)
        current.offers[index].dueAt = draft.now.adding(seconds: current.offers[index].horizon)
        current.row.promise?.slot = nil
        draft.note("prevent_slot_lost", case: current.row.id, current.offers[index].part)
    }

    /// Why somebody is rung, first of all why again, and what they can be offered: a sentence each.
    private func reasons(
        for offer: PreventOfferRow, in current: CaseFile, _ file: AssetFile, _ draft: Draft
    ) -> [Reason] {
        var again: [Reason] = []
        if current.isSlotLost {
            again = [Reason.offerSlotLost]
        } else if wasOffered(offer.part, before: offer, current, file) {
            again = [Reason.offerAgain]
        }
        return again + words(for: offer, file, draft).map { Reason($0) }
    }

    /// Whether somebody was told of the part before, and said no or neither yes nor no.
    private func wasOffered(
        _ part: String, before offer: PreventOfferRow, _ current: CaseFile, _ file: AssetFile
    ) -> Bool {
        let last = (file.offers + current.offers).last { $0.part == part && $0.id < offer.id }
        return last?.answer == .declined || last?.answer == .undecided
    }

    private func words(for offer: PreventOfferRow, _ file: AssetFile, _ draft: Draft) -> [String] {
        var words: [String] = []
        words.append(likelihood(of: offer.part, offer.probability, offer.horizon, file))
        words += offer.terms.filter { $0.weight > 0 }.prefix(4).map { term in
            "because \(term.words { diagnostician.catalogue.text(ofSymptom: $0, language: "en")?.title })"
        }
        let times = offer.slots.compactMap { draft.board.slot($0) }.map { slot in
            let workshop = draft.board.workshop(slot.workshopID)
            let zone = workshop?.zone ?? .utc
            let local = slot.start.adding(seconds: Int64(zone.offsetMinutes(at: slot.start)) * 60).iso8601
            return "\(local.prefix(10)) \(local.dropFirst(11).prefix(5)) at \(workshop?.name ?? slot.workshopID)"
        }
        if !times.isEmpty { words.append("free: \(times.joined(separator: "; "))") }
        return words
    }

    private func likelihood(of part: String, _ probability: Double, _ horizon: Int64, _ file: AssetFile) -> String {
        let name = diagnostician.catalogue.partName(part, language: "en") ?? part.wordsOfKey
        let things = file.reference.traits.kind.isStationary ? "devices" : "vehicles"
        return "in \(ForecastWords.share(probability, of: things)) the \(name) fails within "
            + ForecastWords.span(seconds: horizon)
    }
}

extension CaseFile {
    /// Begins the component of a problem that is only foreseen: no cleared code ends it.
    static let forecastPrefix = "prognosis:"
    /// Begins the evidence of what is only foreseen.
    static let forecastWords = "forecast: "

    /// Whether the case is about what may fail, and nothing worse has come.
    package var isPrevention: Bool {
        !isUrgent && row.severity <= .maintenance && problems.contains { $0.isForeseen && $0.clearedAt == nil }
    }

    /// Whether a time was agreed and is gone.
    var isSlotLost: Bool { offers.contains { $0.isOpen && $0.answeredAt != nil } }
}

extension ProblemRow {
    /// Whether it is only foreseen.
    package var isForeseen: Bool { component.hasPrefix(CaseFile.forecastPrefix) }
}

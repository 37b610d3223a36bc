import Telemetry

extension Phrasebook {
    /// The words of a call, block by block.
    package func script(for context: ScriptContext) -> Script {
        let chain = chain(context.language)
        let language = chain[0]
        let values = values(context, language)
        var script = Script(language: language.tag, blocks: [])
        func add(_ kind: Script.Block.Kind, _ text: String) {
            if !text.isEmpty { script.blocks.append(Script.Block(kind: kind, text: text)) }
        }
        for kind in context.blockOrder {
            switch kind {
            case .safety:
                let sentence = safetySentence(context, chain)
                let asksFirst = context.motion == .moving && !context.isDevice
                add(kind, asksFirst ? "\(language.say(.handsFree, "ask", values)) \(sentence)" : sentence)
            case .opening:
                add(kind, language.say(.opening, context.purpose.openingKey ?? context.task.rawValue, values))
            case .change: add(kind, language.say(.change, context.change.rawValue, values))
            case .place: add(kind, language.say(.place, context.placeKey(values.present), values))
            case .symptom: add(kind, language.say(.symptom, context.symptomKey(values.present), values))
            case .facts: add(kind, facts(language, values))
            case .coming: add(kind, coming(context, language, values))
            // Nobody tows a charger, nor what a patrol mends.
            case .next where (context.isDevice || context.mendsOnSpot) && context.slot == .none: continue
            case .next: add(kind, next(context, language, values))
            case .questions: add(kind, questions(context, language, values))
            case .request: add(kind, language.say(.request, context.requestKey, values))
            }
        }
        return script
    }

    /// Who comes and when; if nobody does, why, and what happens next.
    private func coming(_ context: ScriptContext, _ language: Language, _ values: Values) -> String {
        var sentences: [String] = []
        if context.leg == .noneAvailable {
            sentences.append(
                context.shortage.map { language.say(.nobody, $0.rawValue, values) }
                    ?? language.say(.coming, context.legKey, values))
            switch context.nextTry {
            case .minutes: sentences.append(language.say(.nextTry, "minutes", values))
            case .at: sentences.append(language.say(.nextTry, "at", values))
            case nil: break
            }
            if let other = context.alternative { sentences.append(language.say(.alternative, other.rawValue, values)) }
        } else {
            sentences.append(language.say(.coming, context.legKey, values))
        }
        if context.formerUnit != nil {
            sentences.append(language.say(.twoUnits, context.leg.isTaken ? "other_has_job" : "nobody_else", values))
        }
        return sentences.joined(separator: " ")
    }

    /// The workshop's time, and where the asset stands until the workshop opens.
    private func next(_ context: ScriptContext, _ language: Language, _ values: Values) -> String {
        let slot = language.say(.next, context.slot.key, values)
        guard let closed = context.closedWorkshop, !context.isDevice else { return slot }
        return "\(slot) \(language.say(.closed, closed.stay.rawValue, values))"
    }

    private func facts(_ language: Language, _ values: Values) -> String {
        let known: [(Placeholder, String)] = [
            (.vin, "vin"), (.colour, "colour"), (.energy, "energy"), (.people, "people"),
        ]
        return known.filter { values.present.contains($0.0.bit) }.map { language.say(.facts, $0.1, values) }
            .joined(separator: " ")
    }

    /// What people ask, a line each.
    private func questions(_ context: ScriptContext, _ language: Language, _ values: Values) -> String {
        var lines: [String] = []
        let howLong =
            switch context.leg {
            case .onScene: "here"
            case .standby: "nobody"
            case .visit(.some): "visit"
            default: context.leg.eta == nil ? "open" : "eta"
            }
        lines.append(language.say(.howLong, howLong, values))
        if !context.isDevice, !(context.mendsOnSpot && context.slot == .none) {
            let whereTo =
                switch context.slot {
                case .confirmed: "confirmed"
                case .asked, .toBeCalled, .held: "open"
                case .none, .refused: "none"
                }
            lines.append(language.say(.whereTo, whereTo, values))
        }
        lines.append(language.say(.whoPays, context.covered == true ? "covered" : "unknown", values))
        lines.append(language.say(.mayIDrive, context.mayDriveKey, values))
        if !context.isDevice {
            let passengers =
                if let people = context.passengers, let seats = context.seats {
                    people <= seats ? "fit" : "too_many"
                } else {
                    "unknown"
                }
            lines.append(language.say(.passengers, passengers, values))
        }
        return lines.joined(separator: "\n")
    }

    /// What can be inserted for a context; texts that are empty count as unknown.
    func values(_ context: ScriptContext, _ language: Language) -> Values {
        var values = Values()
        let words = language.words
        let unit = words.unit(context.leg.unit)
        values[.company] = language.company
        values[.callback] = language.callback
        values[.contact] = context.contactName
        values[.plate] = context.plate
        values[.asset] = context.assetName
        values[.assetWord] = words.asset(context.assetKind)
        values[.caseNumber] = context.caseNumber
        values[.place] = context.placeWords
        if let age = context.placeAgeSeconds, age >= 60, age < 7_200 { values[.age] = words.minutes(age / 60) }
        values[.symptom] = context.symptomClause.map { $0.last == "." ? String($0.dropLast()) : $0 }
        values[.part] = context.partName
        values[.unit] = unit.indefinite
        values[.theUnit] = unit.definite
        values[.eta] = context.leg.eta.map { words.minutes($0) }
        values[.workshop] = context.slot.appointment?.workshop
        values[.when] = context.slot.appointment.map { words.when($0.time) }
        values[.emergencyNumber] = emergencyNumber(context.country)
        values[.vin] = context.vin
        values[.colour] = context.colour
        values[.energy] = context.energy.map { words.energy($0) }
        values[.provider] = context.leg.provider
        values[.approver] = context.approver
        if context.partOnBoard { values[.carriedPart] = context.partName }
        if context.partInStock == nil { values[.askedPart] = context.partName }
        values[.formerUnit] = context.formerUnit.map { words.unit($0.kind).definite }
        values[.visitWhen] = context.leg.visitTime.map { words.when($0) }
        if case .stored(let time) = context.leg { values[.broughtWhen] = time.map { words.when($0) } }
        values[.opens] = context.closedWorkshop?.opens.map { words.when($0) }
        switch context.nextTry {
        case .minutes(let count): values[.wait] = words.minutes(Int64(max(1, count)))
        case .at(let time): values[.tryWhen] = words.when(time)
        case nil: break
        }
        values[.people] = context.passengers.flatMap { $0 >= 0 ? "\($0)" : nil }
        return values
    }
}

extension ScriptContext {
    /// A position older than this is asked for as an old one.
    private static let staleAfterSeconds: Int64 = 300

    /// The blocks of a task, in the order in which they are said.
    var blockOrder: [Script.Block.Kind] {
        switch purpose {
        case .usual: return usualOrder
        case .lostTouch: return [.opening, .place, .request]
        case .standDown: return [.opening, .request]
        case .thirdParty: return [.opening, .place, .symptom, .facts, .request]
        // Whoever may approve need not know the place: it is told if it is given.
        case .approveTow, .approveHelp:
            return placeWords?.isEmpty == false
                ? [.opening, .place, .symptom, .request] : [.opening, .symptom, .request]
        }
    }

    private var usualOrder: [Script.Block.Kind] {
        switch task {
        case .breakdownCall, .siteCall: [.safety, .opening, .place, .symptom, .coming, .next, .questions]
        case .callAgain:
            leg == .needsLocation
                ? [.safety, .opening, .change, .place, .coming, .next, .questions]
                : [.safety, .opening, .change, .coming, .next, .questions]
        case .triage: [.safety, .opening, .place, .symptom, .request]
        case .authorityCall: [.opening, .place, .symptom, .facts, .request]
        case .providerCall: [.opening, .place, .symptom, .request]
        case .workshopCall, .serviceOffer, .preventOffer: [.opening, .symptom, .request]
        case .followUp: [.opening, .request]
        }
    }

    /// The key of what is said of the leg: in an emergency nobody waits for approval.
    var legKey: String {
        if case .needsApproval = leg, severity == .emergency { return LegSituation.notPlanned.key }
        return leg.key
    }

    var requestKey: String { purpose == .usual ? task.rawValue : purpose.rawValue }

    func placeKey(_ present: PlaceholderSet) -> String {
        let known = present.contains(Placeholder.place.bit)
        switch task {
        case _ where purpose != .usual: return known ? "told" : "told_missing"
        case .authorityCall, .providerCall: return known ? "told" : "told_missing"
        case _ where isDevice: return "site"
        default:
            guard known else { return placeAgeSeconds == nil ? "missing" : "unnamed" }
            return placeAgeSeconds ?? 0 > ScriptContext.staleAfterSeconds ? "stale" : "known"
        }
    }

    func symptomKey(_ present: PlaceholderSet) -> String {
        let known = present.contains(Placeholder.symptom.bit)
        switch task {
        case _ where purpose != .usual: return known ? "third_party" : "third_party_unknown"
        case .authorityCall, .providerCall, .workshopCall: return known ? "third_party" : "third_party_unknown"
        default: return known ? "known" : "unknown"
        }
    }

    var mayDriveKey: String {
        if isDevice { return "device" }
        if severity >= .stop || immobile {
            return motion == .standing ? "no" : "to_safe_place"
        }
        return switch severity {
        case .limp: "gently"
        case .unknown: "better_not"
        default: "yes"
        }
    }
}

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
            case .opening: add(kind, language.say(.opening, context.task.rawValue, values))
            case .change: add(kind, language.say(.change, context.change.rawValue, values))
            case .place: add(kind, language.say(.place, context.placeKey(values.present), values))
            case .symptom: add(kind, language.say(.symptom, context.symptomKey(values.present), values))
            case .facts: add(kind, facts(language, values))
            case .coming: add(kind, language.say(.coming, context.leg.key, values))
            case .next where context.isDevice && context.slot == .none: continue  // nobody tows a charger
            case .next: add(kind, language.say(.next, context.slot.key, values))
            case .questions: add(kind, questions(context, language, values))
            case .request: add(kind, language.say(.request, context.task.rawValue, values))
            }
        }
        return script
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
            if case .onScene = context.leg { "here" } else { context.leg.eta == nil ? "open" : "eta" }
        lines.append(language.say(.howLong, howLong, values))
        if !context.isDevice {
            let whereTo =
                switch context.slot {
                case .confirmed: "confirmed"
                case .asked, .held: "open"
                case .none: "none"
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
        values[.people] = context.passengers.flatMap { $0 >= 0 ? "\($0)" : nil }
        return values
    }
}

extension ScriptContext {
    /// A position older than this is asked for as an old one.
    private static let staleAfterSeconds: Int64 = 300

    /// The blocks of a task, in the order in which they are said.
    var blockOrder: [Script.Block.Kind] {
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

    func placeKey(_ present: PlaceholderSet) -> String {
        let known = present.contains(Placeholder.place.bit)
        switch task {
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

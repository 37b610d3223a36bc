internal import Telemetry

/// What one language says of one context.
struct Speech {
    let context: ScriptContext
    let language: Language
    let values: Values

    func say(_ section: Section, _ situation: String) -> String { language.say(section, situation, values) }

    /// A block other than safety and questions; empty if there is nothing to say.
    func text(of kind: Script.Block.Kind) -> String {
        switch kind {
        case .safety, .questions: ""
        case .opening: opening
        case .bridge: values.present.contains(Placeholder.otherAssets.bit) ? say(.bridge, "others") : ""
        case .change: say(.change, context.change.rawValue)
        case .place: place
        case .symptom: sentences([say(.symptom, context.symptomKey(values.present))] + foreseen)
        case .campaign: context.campaign.map { say(.campaign, $0.scope.rawValue) } ?? ""
        case .told: told
        case .facts: facts
        case .coming: coming
        case .next: next
        case .digest: digest
        case .request: say(.request, context.requestKey)
        }
    }

    private func sentences(_ texts: [String]) -> String { texts.filter { !$0.isEmpty }.joined(separator: " ") }

    private var opening: String {
        let channel = context.channel == .voice || context.isToHelper ? "" : say(.channel, context.channel.rawValue)
        let question = asksHandsFree && !context.blockOrder.contains(.safety) ? handsFree : ""
        return sentences([question, say(.opening, context.openingKey), channel])
    }

    /// Whether the addressee may be driving, and is asked first whether the words can be heard, or read, safely.
    var asksHandsFree: Bool {
        // An offer has time: unless the vehicle is known to stand, they are asked.
        let isUnsure = context.motion == .unknown && (context.droveLast || context.task == .preventOffer)
        let mayDrive = context.motion == .moving || isUnsure
        return mayDrive && !context.isDevice && !context.isToHelper && context.purpose.isUsual
    }

    /// That question: it comes with the words about safety, or before the opening where nothing is said about safety.
    var handsFree: String { say(.handsFree, context.channel == .text ? "text" : "ask") }

    /// Where it is; whoever drives there hears also how sure that is, and the numbers.
    private var place: String {
        let key = context.placeKey(values.present)
        let isKnown = values.present.contains(Placeholder.latitude.bit)
        guard context.goesThere, let place = context.place else { return say(.place, key) }
        var texts = key == "told_missing" && isKnown ? [] : [say(.place, key)]
        if isKnown { texts.append(say(.position, "coordinates")) }
        if values.present.contains(Placeholder.code.bit) { texts.append(say(.position, "code")) }
        texts.append(say(.position, place.confirmed ? "confirmed" : place.source.rawValue))
        if values.present.contains(Placeholder.heading.bit) { texts.append(say(.position, "heading")) }
        if values.present.contains(Placeholder.earlier.bit), context.task == .authorityCall {
            texts.append(say(.position, "earlier"))
        }
        return sentences(texts)
    }

    /// What speaks for a failure of the part, and how likely it is; nothing where nobody offers to replace it.
    private var foreseen: [String] {
        guard context.saysForecast, let forecast = context.forecast else { return [] }
        return forecast.reasons.prefix(SpokenForecast.reasonLimit).map(reason)
            + (context.saysLikelihood ? [say(.forecast, "likelihood")] : [])
    }

    /// A reason as a sentence; one whose values are missing says nothing.
    private func reason(_ reason: SpokenReason) -> String {
        var own = Values()
        own[.assetWord] = language.words.asset(context.assetKind)
        own[.seen] = Values.clause(reason.clause)
        own[.alsoSeen] = Values.clause(reason.otherClause)
        own[.days] = reason.count.map { language.words.days(Int64($0)) }
        own[.years] = reason.count.map { language.words.years(Int64($0)) }
        return language.say(.reason, reason.kind.rawValue, own)
    }

    private var told: String {
        let isAuthority = context.task == .authorityCall
        return sentences(
            ToldFact.allCases.filter { context.told.contains($0) && (isAuthority || !$0.isForAuthorityOnly) }
                .map { say(.told, $0.rawValue) })
    }

    /// What is known of the asset, as far as this addressee needs it.
    private var facts: String {
        let keys: [Placeholder] =
            switch (context.purpose, context.task) {
            case (.lostTouch, _): [.make, .colour, .destination]
            case (_, .authorityCall): [.make, .colour, .vin, .energy, .mass, .people, .reported]
            case (_, .workshopCall): [.make, .vin, .energy]
            default: [.make, .colour, .vin, .energy, .mass, .people, .needs, .height, .access, .destination]
            }
        return sentences(keys.filter { values.present.contains($0.bit) }.map { say(.facts, $0.name) })
    }

    /// Who comes and when; if nobody does, why, and what happens next.
    private var coming: String {
        var texts: [String] = []
        if context.leg == .noneAvailable {
            texts.append(context.shortage.map { say(.nobody, $0.rawValue) } ?? say(.coming, context.legKey))
            switch context.nextTry {
            case .minutes: texts.append(say(.nextTry, "minutes"))
            case .at: texts.append(say(.nextTry, "at"))
            case nil: break
            }
            if let other = context.alternative { texts.append(say(.alternative, other.rawValue)) }
        } else {
            texts.append(say(.coming, context.legKey))
        }
        if context.formerUnit != nil {
            texts.append(say(.twoUnits, context.leg.isTaken ? "other_has_job" : "nobody_else"))
        }
        return sentences(texts)
    }

    /// The workshop's time, and where the asset stands until the workshop opens.
    private var next: String {
        // Nobody tows a charger, nor what a patrol mends; and a place is not told to just anybody.
        if (context.isDevice || context.mendsOnSpot) && context.slot == .none { return "" }
        guard context.mayKnowPlace else { return "" }
        let slot = say(.next, context.nextKey)
        guard let closed = context.closedWorkshop, !context.isDevice else { return slot }
        return sentences([slot, say(.closed, closed.stay.rawValue)])
    }

    /// A line for each asset, and how many there are beyond those that can be read out.
    private var digest: String {
        let limit = 12
        var lines = context.digest.prefix(limit).map { line in
            var own = Values()
            own[.assetWord] = language.words.asset(line.assetKind)
            own[.company] = language.company
            own[.caseNumber] = context.caseNumber
            own[.plate] = line.plate
            own[.asset] = line.assetName
            own[.symptom] = Values.clause(line.symptomClause)
            own[.workshop] = line.offer?.workshop
            own[.when] = line.offer.map { language.words.when($0.time) }
            return language.say(.digest, "line", own)
        }
        if context.digest.count > limit {
            var rest = values
            rest[.vehicles] = language.words.vehicles(context.digest.count - limit)
            lines.append(language.say(.digest, "more", rest))
        }
        return lines.joined(separator: "\n")
    }
}

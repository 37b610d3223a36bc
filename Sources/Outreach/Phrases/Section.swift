/// A group of sentences in a scripts file, one for each situation.
enum Section: String, CaseIterable, Sendable {
    case handsFree = "hands_free"
    case channel, opening, bridge, place, location, position, symptom, reason, forecast, campaign, told, facts, change
    case coming, next
    case nobody
    case nextTry = "next_try"
    case alternative
    case twoUnits = "two_units"
    case closed
    case howLong = "how_long"
    case whereTo = "where_to"
    case whoPays = "who_pays"
    case mayIDrive = "may_i_drive"
    case passengers, verify, request, digest, advice
    case comingShort = "coming_short"
    case message

    /// Its situations: a file has every one of them and no other.
    var situations: [String] {
        switch self {
        case .handsFree: ["ask", "text"]
        case .channel: ["text", "relay"]
        case .bridge: ["others"]
        case .opening: TaskKind.allCases.map(\.rawValue) + CallPurpose.openingKeys
        case .place: ["known", "stale", "coarse", "unnamed", "missing", "withheld", "site", "told", "told_missing"]
        case .location: ["road"]
        case .position:
            ["confirmed", "person", "gps", "network", "site", "coordinates", "code", "heading", "earlier"]
        case .symptom:
            [
                "known", "foreseen", "told", "cleared", "unknown", "third_party", "third_party_unknown",
                "third_party_foreseen",
            ]
        case .reason: SpokenReason.Kind.allCases.map(\.rawValue)
        case .forecast: ["likelihood"]
        case .campaign: Campaign.Scope.allCases.map(\.rawValue)
        case .told: ToldFact.allCases.map(\.rawValue)
        case .facts:
            [
                "make", "colour", "vin", "energy", "mass", "people", "needs", "height", "access", "destination",
                "reported",
            ]
        case .change: ChangeReason.allCases.map(\.rawValue)
        case .coming, .comingShort: LegSituation.keys
        case .next: SlotSituation.keys + ["confirmed_unreached", "confirmed_foreseen"]
        case .nobody: Shortage.allCases.map(\.rawValue)
        case .nextTry: ["minutes", "at"]
        case .alternative: Alternative.allCases.map(\.rawValue)
        case .twoUnits: ["other_has_job", "nobody_else"]
        case .closed: ClosedWorkshop.Stay.allCases.map(\.rawValue)
        case .howLong: ["eta", "here", "visit", "loaded", "nobody", "open"]
        case .whereTo: ["confirmed", "open", "none", "withheld"]
        case .whoPays: ["covered", "unknown"]
        case .mayIDrive: ["to_safe_place", "no", "gently", "better_not", "yes", "device"]
        case .passengers: ["fit", "too_many", "counted", "unknown"]
        case .verify: ["how"]
        case .request:
            [
                "authority_call", "authority_call_released", "provider_call", "workshop_call", "service_offer",
                "prevent_offer", "triage", "follow_up", "follow_up_foreseen",
            ] + CallPurpose.requestKeys
        case .advice: SafetySituation.allCases.map(\.rawValue)
        case .digest: ["line", "more"]
        case .message:
            [
                "head", "head_told", "head_cleared", "head_foreseen", "likelihood", "slot", "offer", "offer_lost",
                "callback", "reply", "acceptance", "acceptance_third_party", "voicemail",
            ]
        }
    }

    /// What is sure to have a value in a situation: all that the last variant may use.
    func sure(in situation: String) -> PlaceholderSet {
        let always = PlaceholderSet.always
        return switch (self, situation) {
        case (.place, "known"), (.place, "stale"), (.place, "coarse"), (.place, "told"):
            always.union(PlaceholderSet(.place))
        case (.passengers, "counted"): always.union(PlaceholderSet(.people))
        case (.symptom, "known"), (.symptom, "told"), (.symptom, "cleared"), (.symptom, "third_party"):
            always.union(PlaceholderSet(.symptom))
        case (.facts, _): always.union(Section.fact(situation))
        case (.reason, _): always.union(Section.ofReason(situation))
        case (.forecast, _), (.message, "likelihood"): always.union(PlaceholderSet(.share, .within))
        case (.location, "road"): PlaceholderSet(.road)
        case (.position, "coordinates"): always.union(PlaceholderSet(.latitude, .longitude))
        case (.position, "code"): always.union(PlaceholderSet(.code))
        case (.position, "heading"): always.union(PlaceholderSet(.heading))
        case (.position, "earlier"): always.union(PlaceholderSet(.earlier))
        case (.bridge, _): always.union(PlaceholderSet(.otherAssets))
        case (.digest, "more"): always.union(PlaceholderSet(.vehicles))
        case (.message, "slot"), (.message, "offer"): always.union(PlaceholderSet(.workshop, .when))
        case (.next, "none"), (.whereTo, "none"), (.whereTo, "withheld"): always
        case (.next, _), (.whereTo, _): always.union(PlaceholderSet(.workshop, .when))
        case (.howLong, "eta"): always.union(PlaceholderSet(.eta))
        case (.howLong, "visit"): always.union(PlaceholderSet(.visitWhen))
        case (.nextTry, "minutes"): always.union(PlaceholderSet(.wait))
        case (.nextTry, "at"): always.union(PlaceholderSet(.tryWhen))
        case (.twoUnits, _): always.union(PlaceholderSet(.formerUnit))
        default: always
        }
    }

    /// What may be used at all: where a promise would be false, its words are not allowed.
    func allowed(in situation: String) -> PlaceholderSet {
        let minutes = PlaceholderSet(.eta)
        let unit = PlaceholderSet(.unit, .theUnit)
        let workshop = PlaceholderSet(.workshop, .when)
        let usual = PlaceholderSet.all.subtracting(.special)
        let special = special(in: situation)
        return switch (self, situation) {
        case (.coming, "accepted"), (.coming, "en_route"), (.comingShort, "accepted"), (.comingShort, "en_route"),
            (.howLong, "eta"), (.message, "acceptance"):
            usual.union(special)
        case (.coming, "third_party_accepted"), (.comingShort, "third_party_accepted"),
            (.message, "acceptance_third_party"):
            usual.subtracting(unit).union(special)
        case (.coming, "offered"), (.coming, "on_scene"), (.comingShort, "offered"), (.comingShort, "on_scene"),
            (.howLong, "here"):
            usual.subtracting(minutes).union(special)
        case (.coming, _), (.comingShort, _), (.nobody, _), (.nextTry, _), (.alternative, _), (.howLong, "nobody"),
            (.howLong, "loaded"):
            usual.subtracting(minutes).subtracting(unit).union(special)
        case (.next, "none"), (.whereTo, "none"), (.whereTo, "withheld"):
            usual.subtracting(minutes).subtracting(workshop)
        case (.place, "withheld"): usual.subtracting(minutes).subtracting(PlaceholderSet(.place, .age))
        case (.location, _): special
        case (.message, "voicemail"): PlaceholderSet(.company, .caseNumber, .callback)
        default: usual.subtracting(minutes).union(special)
        }
    }

    /// What may be used in this situation beyond what most may.
    private func special(in situation: String) -> PlaceholderSet {
        switch (self, situation) {
        case (.coming, "accepted"), (.coming, "en_route"), (.coming, "on_scene"): PlaceholderSet(.carriedPart)
        case (.coming, "visit"), (.comingShort, "visit"): PlaceholderSet(.visitWhen, .carriedPart)
        case (.coming, "visit_asked"), (.comingShort, "visit_asked"), (.howLong, "visit"): PlaceholderSet(.visitWhen)
        case (.coming, "concession_asked"), (.coming, "police_asked"), (.coming, "third_party_accepted"),
            (.comingShort, "concession_asked"), (.comingShort, "police_asked"), (.comingShort, "third_party_accepted"),
            (.message, "acceptance_third_party"):
            PlaceholderSet(.provider)
        case (.coming, "needs_approval"), (.coming, "needs_approval_tow"), (.comingShort, "needs_approval"),
            (.comingShort, "needs_approval_tow"):
            PlaceholderSet(.approver)
        case (.coming, "stored"), (.comingShort, "stored"): PlaceholderSet(.broughtWhen)
        case (.nextTry, "minutes"): PlaceholderSet(.wait)
        case (.nextTry, "at"): PlaceholderSet(.tryWhen)
        case (.twoUnits, _): PlaceholderSet(.formerUnit)
        case (.closed, _): PlaceholderSet(.opens)
        case (.request, "workshop_call"): PlaceholderSet(.askedPart)
        case (.request, "prevent_offer"): PlaceholderSet(.times, .offers)
        case (.reason, _): Section.ofReason(situation)
        case (.forecast, _), (.message, "likelihood"): PlaceholderSet(.share, .within)
        case (.location, _): PlaceholderSet(.road, .kilometre, .towards)
        case (.position, "coordinates"): PlaceholderSet(.latitude, .longitude)
        case (.position, "code"): PlaceholderSet(.code)
        case (.position, "heading"): PlaceholderSet(.heading)
        case (.position, "earlier"): PlaceholderSet(.earlier)
        case (.position, _), (.place, "coarse"): PlaceholderSet(.accuracy)
        case (.facts, _): Section.fact(situation)
        case (.bridge, _): PlaceholderSet(.otherAssets)
        case (.campaign, "fleet"), (.digest, "more"), (.opening, "digest"): PlaceholderSet(.vehicles)
        default: []
        }
    }

    /// The value that a fact names.
    private static func fact(_ situation: String) -> PlaceholderSet {
        Placeholder.allCases.first { $0.name == situation }.map(\.bit) ?? []
    }

    /// The values of a reason.
    private static func ofReason(_ situation: String) -> PlaceholderSet {
        switch SpokenReason.Kind(rawValue: situation) {
        case .reported, .repeated, .confirmed: PlaceholderSet(.seen)
        case .together: PlaceholderSet(.seen, .alsoSeen)
        case .partAge: PlaceholderSet(.days)
        case .assetAge: PlaceholderSet(.years)
        default: []
        }
    }

    /// Whether saying nothing is a choice.
    func mayBeEmpty(in situation: String) -> Bool { self == .message && situation == "callback" }

    /// What is wrong with the length of a sentence that has to fit into a text message with others; `nil` if nothing.
    ///
    /// Words for people's values come on top: so it may take two of the three parts by itself.
    func isTooLong(_ template: Template) -> String? {
        guard self == .advice || self == .comingShort || self == .message else { return nil }
        let parts = SMSLength(template.literal).parts
        return parts > 2 ? "too long: it takes \(parts) text messages by itself, and may take 2" : nil
    }
}

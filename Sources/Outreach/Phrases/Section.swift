/// A group of sentences in a scripts file, one for each situation.
enum Section: String, CaseIterable, Sendable {
    case handsFree = "hands_free"
    case opening, place, symptom, facts, change, coming, next
    case howLong = "how_long"
    case whereTo = "where_to"
    case whoPays = "who_pays"
    case mayIDrive = "may_i_drive"
    case passengers, request, advice
    case comingShort = "coming_short"
    case message

    /// Its situations: a file has every one of them and no other.
    var situations: [String] {
        switch self {
        case .handsFree: ["ask"]
        case .opening: TaskKind.allCases.map(\.rawValue)
        case .place: ["known", "stale", "unnamed", "missing", "site", "told", "told_missing"]
        case .symptom: ["known", "unknown", "third_party", "third_party_unknown"]
        case .facts: ["vin", "colour", "energy", "people"]
        case .change: ChangeReason.allCases.map(\.rawValue)
        case .coming, .comingShort: LegSituation.keys
        case .next: ["confirmed", "asked", "held", "none"]
        case .howLong: ["eta", "here", "open"]
        case .whereTo: ["confirmed", "open", "none"]
        case .whoPays: ["covered", "unknown"]
        case .mayIDrive: ["to_safe_place", "no", "gently", "better_not", "yes", "device"]
        case .passengers: ["fit", "too_many", "unknown"]
        case .request:
            [
                "authority_call", "provider_call", "workshop_call", "service_offer", "prevent_offer", "triage",
                "follow_up",
            ]
        case .advice: SafetySituation.allCases.map(\.rawValue)
        case .message: ["head", "callback", "acceptance", "voicemail"]
        }
    }

    /// What is sure to have a value in a situation: all that the last variant may use.
    func sure(in situation: String) -> PlaceholderSet {
        let always = PlaceholderSet.always
        return switch (self, situation) {
        case (.place, "known"), (.place, "stale"), (.place, "told"): always.union(PlaceholderSet(.place))
        case (.symptom, "known"), (.symptom, "third_party"): always.union(PlaceholderSet(.symptom))
        case (.facts, "vin"): always.union(PlaceholderSet(.vin))
        case (.facts, "colour"): always.union(PlaceholderSet(.colour))
        case (.facts, "energy"): always.union(PlaceholderSet(.energy))
        case (.facts, "people"): always.union(PlaceholderSet(.people))
        case (.next, "confirmed"), (.next, "asked"), (.next, "held"), (.whereTo, "confirmed"), (.whereTo, "open"):
            always.union(PlaceholderSet(.workshop, .when))
        case (.howLong, "eta"): always.union(PlaceholderSet(.eta))
        default: always
        }
    }

    /// What may be used at all: where a promise would be false, its words are not allowed.
    func allowed(in situation: String) -> PlaceholderSet {
        let minutes = PlaceholderSet(.eta)
        let unit = PlaceholderSet(.unit, .theUnit)
        let workshop = PlaceholderSet(.workshop, .when)
        return switch (self, situation) {
        case (.coming, "accepted"), (.coming, "en_route"), (.comingShort, "accepted"), (.comingShort, "en_route"),
            (.howLong, "eta"), (.message, "acceptance"):
            .all
        case (.coming, "offered"), (.coming, "on_scene"), (.comingShort, "offered"), (.comingShort, "on_scene"),
            (.howLong, "here"):
            .all.subtracting(minutes)
        case (.coming, _), (.comingShort, _): .all.subtracting(minutes).subtracting(unit)
        case (.next, "none"), (.whereTo, "none"): .all.subtracting(minutes).subtracting(workshop)
        case (.message, "voicemail"): PlaceholderSet(.company, .caseNumber, .callback)
        default: .all.subtracting(minutes)
        }
    }

    /// Whether saying nothing is a choice.
    func mayBeEmpty(in situation: String) -> Bool { self == .message && situation == "callback" }
}

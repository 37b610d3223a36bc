internal import Telemetry

/// Which blocks a call has, in which order, and which sentence of a section is the true one.
extension ScriptContext {
    /// A position older than this is asked for as an old one.
    private static let staleAfterSeconds: Int64 = 300
    /// A position that may be wrong by more than this is asked for as a coarse one.
    private static let coarseMetres = 500.0

    /// The blocks of a task, in the order in which they are said.
    var blockOrder: [Script.Block.Kind] {
        switch purpose {
        case .usual, .callBack: return usualOrder
        // They rang us: nobody says why we ring; but nobody may go on waiting for a time that is gone.
        case .inbound: return usualOrder.filter { $0 != .change || change == .offerSlotLost }
        case .lostTouch: return [.opening, .place, .facts, .request]
        case .standDown: return [.opening, .request]
        case .thirdParty: return [.opening, .place, .symptom, .told, .facts, .request]
        case .digest: return [.opening, .campaign, .digest, .request]
        case .fleet: return [.opening, .campaign, .digest, .questions, .request]
        // Whoever may approve need not know the place: it is told if it is given.
        case .approveTow, .approveHelp:
            return placeWords?.isEmpty == false || place?.road != nil || place?.landmark != nil
                ? [.opening, .place, .symptom, .request] : [.opening, .symptom, .request]
        }
    }

    private var usualOrder: [Script.Block.Kind] {
        if isOnlyForeseen, let order = foreseenOrder { return order }
        return switch task {
        case .breakdownCall where isAnswerToApp, .siteCall where isAnswerToApp:
            [.safety, .opening, .bridge, .change, .place, .symptom, .campaign, .coming, .next, .questions]
        case .breakdownCall, .siteCall:
            [.safety, .opening, .bridge, .place, .symptom, .campaign, .coming, .next, .questions]
        case .callAgain:
            asksForPlace
                ? [.safety, .opening, .bridge, .change, .place, .coming, .next, .questions]
                : [.safety, .opening, .bridge, .change, .coming, .next, .questions]
        case .triage: [.safety, .opening, .bridge, .place, .symptom, .campaign, .request]
        case .authorityCall: [.opening, .place, .told, .symptom, .facts, .request]
        case .providerCall: [.opening, .place, .symptom, .told, .facts, .request]
        case .workshopCall: [.opening, .symptom, .facts, .request]
        case .preventOffer where isOfferedAgain: [.opening, .bridge, .change, .symptom, .campaign, .request]
        case .serviceOffer, .preventOffer: [.opening, .bridge, .symptom, .campaign, .request]
        case .followUp: [.opening, .bridge, .request]
        }
    }

    /// Whether nothing has failed, and the case is about what may.
    private var isOnlyForeseen: Bool { isForeseen && severity <= .maintenance && !immobile }

    /// What is said about a part that has not failed: nobody is in danger, comes or is towed.
    private var foreseenOrder: [Script.Block.Kind]? {
        switch task {
        case .breakdownCall, .siteCall: [.opening, .bridge, .symptom, .next]
        case .callAgain: [.opening, .bridge, .change, .next]
        default: nil
        }
    }

    /// Whether they answered in the app before anybody spoke to them: then that is why we ring.
    private var isAnswerToApp: Bool { change == .cancel || change == .noHelp || change == .safe }

    /// Whether a second call is about where the asset is.
    private var asksForPlace: Bool {
        if leg == .needsLocation { return true }
        return change == .placeUnknown || change == .goneOnArrival
    }

    /// Whether the call goes to somebody who helps, and not to the people with the asset.
    var isToHelper: Bool {
        switch purpose {
        case .usual, .inbound, .callBack:
            task == .authorityCall || task == .providerCall || task == .workshopCall
        case .digest, .fleet: false
        case .lostTouch, .thirdParty, .standDown, .approveTow, .approveHelp: true
        }
    }

    /// Whether the addressee, or whoever they send, goes to the asset.
    var goesThere: Bool {
        switch purpose {
        case .lostTouch, .thirdParty: true
        case .usual, .inbound, .callBack: task == .authorityCall || task == .providerCall
        case .standDown, .approveTow, .approveHelp, .digest, .fleet: false
        }
    }

    /// The key of what is said of the leg: in an emergency nobody waits for approval.
    var legKey: String {
        if case .needsApproval = leg, severity == .emergency { return LegSituation.notPlanned.key }
        return leg.key
    }

    /// The key of the opening; a second call to somebody who rang us first is no cold one either.
    var openingKey: String {
        if purpose == .inbound, isOnlyForeseen { return "inbound_foreseen" }
        if purpose == .inbound, symptomIsTold { return "inbound_told" }
        if purpose == .callBack, isOfferToPrevent || isOnlyForeseen { return "call_back_foreseen" }
        if purpose == .usual, task == .preventOffer, isOfferedAgain { return "prevent_offer_again" }
        return purpose.openingKey ?? task.rawValue
    }

    /// The key of what a message is about: what a person told was reported by nobody else.
    var headKey: String {
        if isOfferToPrevent || isForeseen { return "head_foreseen" }
        return symptomIsTold ? "head_told" : symptomIsCleared ? "head_cleared" : "head"
    }

    /// Whether it is offered to replace a part that has not failed.
    var isOfferToPrevent: Bool { task == .preventOffer && purpose.isUsual && !isToHelper }

    /// Whether the replacement of a part is offered for the second time: then it begins with that, and with why.
    var isOfferedAgain: Bool { change == .offerSlotLost || change == .offerAgain }

    /// Whether it is said how likely the part fails, and why.
    var saysForecast: Bool { isOfferToPrevent && forecast != nil }

    /// Whether the likelihood itself is said, and not the reasons alone.
    var saysLikelihood: Bool { saysForecast && forecast?.saysLikelihood == true }

    /// The key of what is said of the workshop's time: while nobody is free nothing comes before it.
    var nextKey: String {
        if case .confirmed = slot, isOnlyForeseen { return "confirmed_foreseen" }
        if case .confirmed = slot, leg == .noneAvailable { return "confirmed_unreached" }
        return slot.key
    }

    var requestKey: String {
        if purpose == .fleet { return CallPurpose.digest.rawValue }
        guard purpose.isUsual else { return purpose.rawValue }
        if task == .followUp, isForeseen { return "follow_up_foreseen" }
        return task == .authorityCall && sceneReleased ? "authority_call_released" : task.rawValue
    }

    func placeKey(_ present: PlaceholderSet) -> String {
        let known = present.contains(Placeholder.place.bit)
        if isToHelper { return known ? "told" : "told_missing" }
        guard mayKnowPlace else { return isDevice ? "site" : "withheld" }
        if isDevice { return "site" }
        guard known else { return placeAgeSeconds == nil ? "missing" : "unnamed" }
        if placeAgeSeconds ?? 0 > ScriptContext.staleAfterSeconds { return "stale" }
        return place?.accuracyMetres ?? 0 > ScriptContext.coarseMetres ? "coarse" : "known"
    }

    func symptomKey(_ present: PlaceholderSet) -> String {
        let known = present.contains(Placeholder.symptom.bit)
        if isToHelper {
            return isForeseen ? "third_party_foreseen" : known ? "third_party" : "third_party_unknown"
        }
        if isOfferToPrevent || isForeseen { return "foreseen" }
        guard known else { return "unknown" }
        return symptomIsTold ? "told" : symptomIsCleared ? "cleared" : "known"
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

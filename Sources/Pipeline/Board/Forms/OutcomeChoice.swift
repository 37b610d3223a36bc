package import Outreach

/// An outcome with the key that chooses it.
package struct OutcomeChoice: Sendable, Equatable {
    package var key: Character
    package var outcome: Outcome
    package var words: String

    /// The outcomes that a call of a kind can have, the usual ones first.
    package static func choices(_ kind: TaskKind, asksApproval: Bool) -> [OutcomeChoice] {
        switch kind {
        case .providerCall:
            return [
                OutcomeChoice("a", .accepted, "accepted: they come"), OutcomeChoice("d", .declined, "declined"),
            ] + unreached
        case .workshopCall:
            return [
                OutcomeChoice("a", .accepted, "accepted: the slot is confirmed"),
                OutcomeChoice("d", .declined, "declined"),
            ] + unreached
        case .preventOffer:
            return [
                OutcomeChoice("a", .accepted, "accepted: they come at the time"),
                OutcomeChoice("d", .declined, "declined"), OutcomeChoice("r", .reached, "reached, no answer yet"),
            ] + unreached + [
                OutcomeChoice("w", .wrongNumber, "wrong number"), OutcomeChoice("o", .otherPerson, "other person"),
                OutcomeChoice("s", .solved, "the part is replaced already"),
            ]
        case .authorityCall:
            return [OutcomeChoice("r", .reached, "reached: they know")] + unreached
        case .followUp where asksApproval:
            return [
                OutcomeChoice("a", .accepted, "agreed"), OutcomeChoice("d", .declined, "refused"),
                OutcomeChoice("r", .reached, "reached, no answer yet"),
            ] + unreached + [OutcomeChoice("w", .wrongNumber, "wrong number")]
        default:
            return [OutcomeChoice("r", .reached, "reached: told what the screen says")] + unreached + [
                OutcomeChoice("w", .wrongNumber, "wrong number"), OutcomeChoice("o", .otherPerson, "other person"),
                OutcomeChoice("d", .declined, "declined the help"), OutcomeChoice("g", .hasOwnHelp, "got own help"),
                OutcomeChoice("x", .noNeed, "needs nothing"), OutcomeChoice("s", .solved, "solved"),
                OutcomeChoice("i", .inDanger, "IN DANGER: raise it at once"),
            ]
        }
    }

    private static let unreached = [
        OutcomeChoice("n", .noAnswer, "no answer"), OutcomeChoice("b", .busy, "busy"),
        OutcomeChoice("v", .voicemail, "voicemail"), OutcomeChoice("p", .phoneOff, "phone off"),
        OutcomeChoice("h", .hungUp, "hung up"), OutcomeChoice("c", .callBack, "call back later"),
        OutcomeChoice("l", .language, "language problem"),
    ]

    private init(_ key: Character, _ outcome: Outcome, _ words: String) {
        self.key = key
        self.outcome = outcome
        self.words = words
    }
}

extension QuestionKey {
    /// What has a key of its own in the form; whatever else was asked is typed.
    static let common: [QuestionKey] = [.howLong, .whereTo, .whoPays, .mayIDrive, .passengers]

    /// As a dispatcher reads it.
    var words: String {
        switch self {
        case .howLong: "how long?"
        case .whereTo: "where to?"
        case .whoPays: "who pays?"
        case .mayIDrive: "may I drive?"
        case .passengers: "my passengers?"
        case .other: "something else"
        }
    }
}

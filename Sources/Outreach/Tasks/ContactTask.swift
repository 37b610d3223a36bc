/// What a contact task is for.
///
/// Raw values are the words of the command line and the store.
package enum TaskKind: String, Sendable, CaseIterable {
    case breakdownCall = "breakdown_call"
    case authorityCall = "authority_call"
    case providerCall = "provider_call"
    case workshopCall = "workshop_call"
    case siteCall = "site_call"
    case serviceOffer = "service_offer"
    case preventOffer = "prevent_offer"
    case callAgain = "call_again"
    case triage
    case followUp = "follow_up"
}

/// Where a contact task stands.
package enum TaskState: String, Sendable, CaseIterable {
    /// Anybody may claim it.
    case ready
    case claimed
    /// Not due yet: snoozed, between attempts, or in quiet hours.
    case waiting
    case done
    case withdrawn

    /// Whether nothing is left to do.
    package var isOver: Bool { self == .done || self == .withdrawn }
}

/// How an attempt ended, as the person who made it says.
package enum Outcome: String, Sendable, CaseIterable {
    case reached
    case noAnswer = "no_answer"
    case busy
    case voicemail
    case wrongNumber = "wrong_number"
    case otherPerson = "other_person"
    case hungUp = "hung_up"
    case phoneOff = "phone_off"
    case callBack = "call_back"
    /// A provider or workshop takes the job.
    case accepted
    /// The addressee doesn't want what was offered; a provider or workshop refuses the job.
    case declined
    case hasOwnHelp = "has_own_help"
    case noNeed = "no_need"
    case solved
    case language
    case inDanger = "in_danger"

    /// What it means for the task.
    package enum Consequence: String, Sendable, CaseIterable {
        /// The addressee was told, or answered: the task is done.
        case done
        /// Try the same contact again, by the attempt plan.
        case tryAgain = "try_again"
        /// This contact leads nowhere: the next one.
        case nextContact = "next_contact"
        /// Nobody was told, and somebody is in danger: raise it at once.
        case escalate
    }

    /// What follows from it.
    package var consequence: Consequence {
        switch self {
        case .reached, .accepted, .declined, .hasOwnHelp, .noNeed, .solved: .done
        case .noAnswer, .busy, .voicemail, .hungUp, .phoneOff, .callBack, .language: .tryAgain
        case .wrongNumber, .otherPerson: .nextContact
        case .inDanger: .escalate
        }
    }
}

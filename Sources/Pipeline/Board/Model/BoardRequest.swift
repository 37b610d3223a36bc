package import Outreach
package import Telemetry

/// What the board asks of the desk.
package enum BoardRequest: Sendable, Equatable {
    /// The most urgent task that nobody has.
    case claimNext
    case claim(Int64)
    /// The reason is why it is done although quiet hours or a wish speak against it.
    case dial(Held, channel: String, reason: String?)
    case renew(Held)
    case release(Held)
    case finish(Held, TypedOutcome)
    case snooze(Held, seconds: Int64)
    case note(task: Int64, text: String)
    case fact(task: Int64, TypedFact)
}

/// A claim.
package struct Held: Sendable, Hashable {
    package var task: Int64
    package var token: Int64

    package init(task: Int64, token: Int64) {
        self.task = task
        self.token = token
    }
}

/// How a call ended, as it was typed.
package struct TypedOutcome: Sendable, Equatable {
    package var outcome: Outcome
    /// A provider's own minutes until arrival.
    package var etaMinutes: Double?
    package var callBackAt: Timestamp?
    /// The time that a workshop named.
    package var slotStart: Timestamp?
    /// What they asked and nobody could answer.
    package var openQuestions: [String] = []
    package var note: String?

    package init(_ outcome: Outcome) { self.outcome = outcome }
}

/// What a person told.
package struct TypedFact: Sendable, Equatable {
    package var key: String
    package var value: String
    /// Where they are, if that is what they told.
    package var place: Coordinate?

    package init(key: String, value: String, place: Coordinate? = nil) {
        self.key = key
        self.value = value
        self.place = place
    }
}

/// What the desk answered.
package enum BoardAnswer: Sendable, Equatable {
    /// Why something was not done.
    package enum Refusal: Sendable, Equatable {
        /// Somebody has the task.
        case taken(String)
        /// The claim is not current any more; whoever has it now, if anybody.
        case lost(holder: String?)
        /// Quiet hours or a wish speak against a call now; what they say.
        case notNow(String)
        /// The task is over, or gone.
        case over(String)
        /// It may work later; nothing was changed.
        case failed(String)
    }

    case snapshot(BoardSnapshot)
    case claimed(Held)
    /// Nothing is left to claim.
    case nothingToDo
    case done(BoardRequest)
    case refused(BoardRequest, Refusal)
    /// The database does not answer, and why.
    case trouble(String)
}

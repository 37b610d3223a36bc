/// How the people of a scenario behave when somebody rings, unless a breakdown says otherwise.
package struct PeopleTemper: Sendable, Equatable {
    /// One outcome of a call with how often it comes.
    package struct Answer: Sendable, Equatable {
        /// In the words of `tasks finish`.
        package var outcome: String
        package var weight: Double

        package init(_ outcome: String, _ weight: Double) { (self.outcome, self.weight) = (outcome, weight) }
    }

    package var answers: [Answer] = [
        Answer("reached", 70), Answer("no_answer", 15), Answer("voicemail", 5), Answer("wrong_number", 3),
        Answer("other_person", 5), Answer("hung_up", 2),
    ]
    /// Share of drivers who drive on although they should stand.
    package var drivesOn = 0.0
    /// Share of drivers to whom help of their own comes.
    package var ownHelp = 0.0
    /// Share who want to be called again later.
    package var callsBack = 0.0
    /// Share of those in the app who share their place there.
    package var sharesPlace = 0.0
    /// Share who can say where they are.
    package var knowsPlace = 0.9
    /// Share who say yes when they are offered to have a part replaced before it fails.
    package var takesOffers = 0.8
    /// Mean seconds of a call with somebody who answers; `nil` is what the desk says.
    package var talks: Duration?

    package init() {}
}

/// How a unit departs from doing what it is asked.
package struct UnitTemper: Sendable, Equatable {
    /// Seconds until it answers; `nil` is what the town says.
    package var answersAfter: Duration?
    /// How many of its first offers it declines.
    package var declines: Int?
    /// How many of its first offers it leaves unanswered.
    package var silent: Int?
    /// So long after it sets off it gets stuck and says that it can't come.
    package var stuckAfter: Duration?
    /// So long after it sets off it says nothing any more, and comes nevertheless.
    package var fallsSilentAfter: Duration?
    /// So much later than it says it arrives.
    package var lateBy: Duration?
    /// Reached by telephone alone.
    package var isPhoneOnly = false
    /// From this time of the run on it declines everything.
    package var offShiftAfter: Duration?
    /// Where it arrives it can't get in.
    package var hasNoAccess = false
    /// The workshop at the other end sends it away.
    package var isRefusedAtDestination = false
    /// Start and end of its shift as `06:00`, in the zone of the town; both or neither.
    package var shiftFrom: String?
    package var shiftTo: String?

    package init() {}
}

/// How a workshop behaves on the telephone.
package struct WorkshopTemper: Sendable, Equatable {
    /// It says no.
    package var refuses = false
    /// Nobody takes the call.
    package var isClosed = false

    package init() {}
}

/// Who sits at the desks.
package struct DeskTemper: Sendable, Equatable {
    /// A time in which nobody is there.
    package struct Absence: Sendable, Equatable {
        package var from: Duration
        package var lasts: Duration
    }

    package var people = 2
    package var absent: [Absence] = []
    /// Mean length of a call.
    package var talks: Duration = .seconds(90)
    /// Share of calls in which somebody lets their lease run out.
    package var overstaysLease = 0.0

    package init() {}
}

/// Something that happens apart from breakdowns.
package struct ScriptedEvent: Sendable, Equatable {
    /// What can happen.
    package enum What: String, Sendable, CaseIterable {
        /// The police have removed the vehicle.
        case policeRemoved = "police_removed"
        /// The truck of the driver's own insurer has taken it.
        case ownTruck = "own_truck"
        /// Somebody else has towed it away.
        case towedByOthers = "towed_by_others"
        /// The driver drives on.
        case droveOn = "drove_on"
        /// The codes go out, nothing is mended.
        case cleared
        /// The device loses satellites; it finds them again.
        case losesFix = "loses_fix"
        case findsFix = "finds_fix"
        /// The device falls silent; it speaks again.
        case fallsSilent = "falls_silent"
        case speaksAgain = "speaks_again"
        /// The mains or the cable of a stationary asset is gone; it comes back.
        case cableCut = "cable_cut"
        case cableMended = "cable_mended"
        /// What the driver says in the app.
        case needHelp = "need_help"
        case safe
        case noHelp = "no_help"
        case cancel
        case sharedLocation = "shared_location"
        /// A unit ends its shift.
        case offShift = "off_shift"
    }

    package var after: Duration
    package var what: What
    /// Ids of the assets that it happens to, or of the unit.
    package var assets: [String]
}

import FleetSimulator
import Outreach
import Pipeline
import Telemetry

/// Who sits at the desks of a simulated run, and how they work.
struct DeskPlan {
    /// A time in which nobody is there.
    struct Absence: Equatable {
        var from: Timestamp
        var until: Timestamp
    }

    var people: Int
    var absent: [Absence] = []
    /// Share of claims whose lease runs out before anybody has dialled, or while they talk.
    var overstaysLease = 0.0
    /// Share of claims that are left for good: the terminal has died, or whoever sat there went home.
    var abandons = 0.0
    /// Seconds from a claim to the first ring, at most.
    var reading: Int64 = 15
    /// Seconds of the service's clock between two looks at an empty queue.
    var looks: Int64 = 2
    var seed: UInt64

    init(people: Int, seed: UInt64) { (self.people, self.seed) = (max(0, people), seed) }
}

/// The town on the other end of the line.
struct DeskTown {
    /// Who answers, and what they say.
    var answer: (PhoneCall) -> PhoneAnswer
    /// Since when an asset truly moves, at a time; `nil` if it stands.
    var movingSince: (String, Timestamp) -> Timestamp?
}

/// What a desk needs to say the right words.
struct DeskWords {
    var scripts: ScriptBuilder
    var policy: OutreachPolicy
}

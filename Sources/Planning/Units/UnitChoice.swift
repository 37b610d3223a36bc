package import Telemetry

/// The unit to offer a job to, and why that one.
package struct UnitChoice: Sendable, Equatable {
    /// A unit that can help, with its arrival.
    package struct Candidate: Sendable, Equatable {
        package var unitID: String
        package var unitKind: String
        /// When it is expected, in whole seconds from `now`.
        package var arrival: Timestamp
        /// What may be said about it now.
        package var eta: EtaRange
        /// Straight metres from its starting point, whole.
        package var metres: Int
        package var reasons: [UnitReason]
    }

    /// A unit that was nearer than the chosen one and did not qualify.
    package struct Rejected: Sendable, Equatable {
        package var unitID: String
        /// Straight metres, whole; `nil` if its position is unknown.
        package var metres: Int?
        package var reason: UnitReason
    }

    /// Why there is no unit.
    package enum Shortage: String, Sendable, CaseIterable {
        case noUnits = "no_units"
        case noneCapable = "none_capable"
        case noPosition = "no_position"
        case offShift = "off_shift"
        case offline
        case allDeclined = "all_declined"
        case allBusy = "all_busy"
    }

    /// The unit to offer the job to; `nil` if there is none.
    package var chosen: Candidate?
    /// The next three, soonest first.
    package var runnersUp: [Candidate] = []
    /// Up to five that are nearer than the chosen unit, nearest first; without a choice the nearest of all.
    package var rejected: [Rejected] = []
    /// Why nobody was chosen; `nil` if somebody was.
    package var shortage: Shortage?
    /// When to look again if nobody was chosen.
    package var nextTry: Timestamp?

    /// One line a reason, for the screen: the choice first.
    package var lines: [String] {
        var lines: [String] = []
        for candidate in [chosen].compactMap(\.self) + runnersUp {
            lines.append("\(candidate.unitID): \(candidate.reasons.map(\.description).joined(separator: "; "))")
        }
        lines += rejected.map { "\($0.unitID): \($0.reason)" }
        return lines
    }
}

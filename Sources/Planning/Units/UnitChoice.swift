package import Telemetry

/// The unit to offer a job to, and why that one.
package struct UnitChoice: Sendable, Equatable {
    package typealias Candidate = UnitCandidate

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
        /// Those that could mend it have not got the part.
        case noPart = "no_part"
        case noRoad = "no_road"
        case offShift = "off_shift"
        case offline
        case allDeclined = "all_declined"
        case allBusy = "all_busy"
    }

    /// The unit to offer the job to; `nil` if there is none.
    package var chosen: Candidate?
    /// The next three, the least cost first.
    package var runnersUp: [Candidate] = []
    /// Up to five that are nearer than the chosen unit, nearest first; without a choice the nearest of all.
    package var rejected: [Rejected] = []
    /// Why nobody was chosen; `nil` if somebody was.
    package var shortage: Shortage?
    /// When to look again if nobody was chosen.
    package var nextTry: Timestamp?

    package init() {}

    /// The choice for one case: its best candidate.
    package init(_ found: UnitCandidates) {
        chosen = found.candidates.first
        runnersUp = Array(found.candidates.dropFirst().prefix(3))
        rejected = found.rejected
        shortage = found.shortage
        nextTry = found.nextTry
    }

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

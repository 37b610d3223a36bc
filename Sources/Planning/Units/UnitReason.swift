package import Telemetry

/// Why a unit was chosen, came later or was ruled out.
///
/// `description` is English for the screen.
package enum UnitReason: Sendable, Hashable, CustomStringConvertible {
    /// It arrives before every other unit that can help.
    case soonest(seconds: Int64)
    /// It would arrive this much after the chosen one; 0 is a tie, which the lower id wins.
    case later(seconds: Int64)
    /// With it the asset is repaired before it is with every other unit that can help, though not the first to arrive.
    case repairedSoonest(seconds: Int64)
    /// With it the asset would be repaired this much later than with the chosen one; 0 is a tie, which the earlier
    /// arrival wins.
    case repairedLater(seconds: Int64)
    /// Its arrival counts from the end of its current job.
    case finishesJobFirst(seconds: Int64)
    /// More people than seats: another ride is needed for them.
    case seatsMissing(people: Int, seats: Int)
    /// What the nearest way of being capable still lacks.
    case lacks(Capabilities)
    case tooHeavy(massKg: Int, limitKg: Int)
    /// A heavy asset, and nobody knows what the unit can carry.
    case massLimitUnknown(massKg: Int)
    case tooTall(heightM: Double, limitM: Double)
    /// It could mend it, but has none of the part on board.
    case missingPart(String)
    /// A router knows no way from where it starts.
    case noRoad
    /// No router answered in time: its arrival is an estimate.
    case estimatedWithoutRoads
    case offShift
    /// It would arrive after its shift has ended.
    case shiftEndsFirst
    case offline
    case holdsAnotherJob
    /// It was asked for this leg before and said no, or gave no answer.
    case declined
    case noPosition

    /// A stable word for JSON and counters.
    package var kind: String {
        switch self {
        case .soonest: "soonest"
        case .later: "later"
        case .repairedSoonest: "repaired_soonest"
        case .repairedLater: "repaired_later"
        case .finishesJobFirst: "finishes_job_first"
        case .seatsMissing: "seats_missing"
        case .lacks: "lacks"
        case .tooHeavy: "too_heavy"
        case .massLimitUnknown: "mass_limit_unknown"
        case .tooTall: "too_tall"
        case .missingPart: "missing_part"
        case .noRoad: "no_road"
        case .estimatedWithoutRoads: "estimated_without_roads"
        case .offShift: "off_shift"
        case .shiftEndsFirst: "shift_ends_first"
        case .offline: "offline"
        case .holdsAnotherJob: "holds_another_job"
        case .declined: "declined"
        case .noPosition: "no_position"
        }
    }

    package var description: String {
        switch self {
        case .soonest(let seconds): "the soonest of all that can help, about \(UnitReason.minutes(seconds))"
        case .later(let seconds):
            seconds == 0 ? "as soon as the chosen unit" : "later by \(UnitReason.minutes(seconds))"
        case .repairedSoonest(let seconds): "repaired the soonest, in about \(UnitReason.minutes(seconds))"
        case .repairedLater(let seconds):
            seconds == 0 ? "repaired as soon, but arrives later" : "repaired later by \(UnitReason.minutes(seconds))"
        case .finishesJobFirst(let seconds): "finishes its job in \(UnitReason.minutes(seconds))"
        case .seatsMissing(let people, let seats): "\(people) people, \(seats) seats"
        case .lacks(.evTrained): "its crew is not ev-trained"
        case .lacks(let missing): "lacks \(missing.names.joined(separator: ", "))"
        case .tooHeavy(let mass, let limit): "carries \(limit) kg, the asset weighs \(mass) kg"
        case .massLimitUnknown(let mass): "nobody knows whether it carries \(mass) kg"
        case .tooTall(let height, let limit): "\(height) m high, the passage allows \(limit) m"
        case .missingPart(let part): "no \(part) on board"
        case .noRoad: "no road from where it starts"
        case .estimatedWithoutRoads: "estimated without roads"
        case .offShift: "off shift"
        case .shiftEndsFirst: "its shift ends before it would arrive"
        case .offline: "offline"
        case .holdsAnotherJob: "holds another job"
        case .declined: "already asked for this job"
        case .noPosition: "its position is unknown"
        }
    }

    private static func minutes(_ seconds: Int64) -> String {
        seconds < 60 ? "\(seconds) s" : "\((seconds + 30) / 60) min"
    }
}

import Telemetry

/// Why nobody can be sent: of all reasons the one that is nearest to being mended, and when to look again.
struct ShortageFinder {
    private(set) var shortage = UnitChoice.Shortage.noUnits
    private var rank = 0
    private var nextStart: Timestamp?

    /// Notes that there is a unit at all.
    mutating func noteSomebody() { if rank == 0 { (rank, shortage) = (1, .noneCapable) } }

    /// Notes why a unit can't be sent.
    ///
    /// Who was asked in vain counts before who is busy, so that "all are busy" is never said beside a free crew that said
    /// no; then offline, off shift, without a position, without a road, without
    /// the part, incapable.
    mutating func note(_ unit: Unit, _ reason: UnitReason, at now: Timestamp) {
        let found: (rank: Int, shortage: UnitChoice.Shortage) =
            switch reason {
            case .declined: (8, .allDeclined)
            case .holdsAnotherJob: (7, .allBusy)
            case .offline: (6, .offline)
            case .offShift, .shiftEndsFirst: (5, .offShift)
            case .noPosition: (4, .noPosition)
            case .noRoad: (3, .noRoad)
            case .missingPart: (2, .noPart)
            default: (1, .noneCapable)
            }
        if found.rank > rank { (rank, shortage) = found }
        let retry: Timestamp? =
            switch reason {
            case .offShift: unit.shift?.nextStart(after: now)
            case .holdsAnotherJob, .offline, .noPosition: now
            default: nil
            }
        if let retry { nextStart = min(nextStart ?? retry, retry) }
    }

    /// In a minute, or when the first shift begins if all are off.
    func nextTry(at now: Timestamp) -> Timestamp {
        max(nextStart ?? now.adding(seconds: 300), now.adding(seconds: 60))
    }
}

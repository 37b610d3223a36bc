import Casework
import FleetSimulator
import Outreach
import Persistence
import Pipeline
import Planning
import Telemetry

extension LedgerEntry.Call {
    /// What the screen of a task lets a dispatcher say at a time.
    ///
    /// The outcome is filled in when it is known.
    init(_ task: TaskDetail, desk: String, movingSince: Timestamp?, words: DeskWords, at now: Timestamp) {
        self.init(
            task: task.entry.row.id, kind: task.entry.row.kind.rawValue, desk: desk, outcome: "abandoned",
            isMoving: movingSince != nil, severity: task.caseDetail?.current.row.severity.rawValue ?? "unknown")
        self.movingSince = movingSince?.milliseconds
        (asset, contact, phone) = (task.assetID, task.addressee?.contactID, task.addressee?.phone)
        (caseID, dialled) = (task.entry.row.caseID, now.milliseconds)
        unit = task.entry.row.unit
        guard let context = words.scripts.context(for: task, at: now), let file = task.caseDetail else { return }
        say(context.leg, of: file, at: now)
        say(context.slot, of: file)
        asksHandsFree = words.scripts.script(for: task, at: now)?.asksHandsFree ?? false
    }

    private mutating func say(_ leg: LegSituation, of file: CaseDetail, at now: Timestamp) {
        let range: MinuteRange?
        switch leg {
        case .accepted(_, let eta), .enRoute(_, let eta): (unitState, range) = (leg.key, eta)
        case .offered, .onScene, .loaded: (unitState, range) = (leg.key, nil)
        default: return
        }
        unit = file.leg?.unit ?? unit
        guard let range else { return }
        arrivalLow = now.adding(seconds: Int64(range.low) * 60).milliseconds
        arrivalHigh = now.adding(seconds: Int64(range.high) * 60).milliseconds
    }

    private mutating func say(_ slot: SlotSituation, of file: CaseDetail) {
        switch slot {
        case .none: return
        case .held: slotState = "held"
        case .toBeCalled: slotState = "to_be_called"
        case .asked: slotState = "asked"
        case .confirmed: slotState = "confirmed"
        case .refused: slotState = "refused"
        }
        (slotStart, workshop) = (file.slot?.start.milliseconds, file.slot?.workshopID)
    }
}

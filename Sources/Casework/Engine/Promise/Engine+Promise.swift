import Outreach
import Planning
import Telemetry

extension Engine {
    /// Calls again if what was said is no longer true: the unit, its latest arrival, or the slot; once for each change.
    func keepPromise(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard current.row.promise != nil, !current.row.state.isEnd else { return }
        keepUnit(&current, file, &draft)
        keepSlot(&current, file, &draft)
    }

    private func keepUnit(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard let promise = current.row.promise, !current.waitsForWord else { return }
        guard current.row.state != .onScene, current.row.state != .inTransit, current.row.state != .inWorkshop
        else { return }
        if let named = promise.unit, !current.jobs.contains(where: { $0.unit == named && $0.state.isComing }) {
            let job = current.liveJob
            guard job != nil || current.plan?.state != .made else { return }
            callAgain(&current, file, because: job == nil ? Reason.noUnitNow : Reason.unitChanged, &draft)
            current.row.promise?.unit = nil
            current.row.promise?.latest = nil
        } else if let latest = promise.latest, let leg = current.currentLeg, let eta = current.legs[leg].etaAt {
            let said = latest.seconds(since: promise.at)
            guard policy.outreach.isSlip(said: said, expected: eta.seconds(since: promise.at)) else { return }
            callAgain(&current, file, because: Reason.later, &draft)
            // The next call says the new time; until then this slip is known.
            current.row.promise?.latest = current.legs[leg].etaHigh
        }
    }

    private func keepSlot(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard let said = current.row.promise?.slot, current.row.state != .inWorkshop else { return }
        let isHeld = current.holds.contains { $0.kind == .slot && $0.state.isLive && $0.resource == String(said) }
        guard !isHeld else { return }
        callAgain(&current, file, because: Reason.slotChanged, &draft)
        current.row.promise?.slot = nil
    }
}

import Diagnostics
import Outreach
import Planning
import Telemetry

extension Engine {
    // MARK: Codes

    /// What a cleared code means: for a grave case it is evidence and a reason to call, for a mild one the beginning of
    /// its end.
    ///
    /// A cleared code never stands a truck down.
    func weighRecovery(
        _ active: [FaultRow], in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        current.row.codes = Array(Set(active.map(\.code))).sorted()
        // What a person told stays until a person says that it is over.
        guard active.isEmpty, !current.problems.isEmpty, !current.isPrevention,
            !current.problems.contains(where: \.isTold)
        else { return }
        for index in current.problems.indices where current.problems[index].clearedAt == nil {
            current.problems[index].clearedAt = draft.now
            current.problems[index].codes = []
        }
        draft.note("faults_cleared", case: current.row.id)
        if current.isGrave {
            callAgain(&current, file, because: Reason.warningGone, &draft)
        } else if !current.timers.contains(where: { $0.kind == .recovery }) {
            current.schedule(.recovery, in: policy.recoveryAfter, &draft)
        }
    }

    /// A mild fault stayed away: whoever was told hears of it, otherwise nobody is rung.
    func recover(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard current.row.toldAt != nil else {
            close(&current, as: .withdrawn, because: Reason.recovered.text, &draft)
            return
        }
        followUp(because: Reason.recovered, in: &current, file, &draft)
    }

    private func followUp(
        because reason: Reason, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        guard let index = callAgain(&current, file, because: reason, &draft) else { return }
        current.tasks[index].kind = .followUp
    }

    // MARK: Driving

    /// Begins or ends the wait for five minutes of normal driving; only a fix of this step is asked for.
    func weighDriving(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        let waits = current.timers.contains { $0.kind == .normalDriving }
        guard drivesNormally(current, file, draft) else {
            if waits { current.timers.removeAll { $0.kind == .normalDriving } }
            return
        }
        if !waits { current.schedule(.normalDriving, in: policy.normalDrivingFor, &draft) }
    }

    /// The time of normal driving has passed: if it still holds, whoever was sent is stood down.
    ///
    /// Never for an emergency: that only a person ends. The case stays open until somebody has spoken to the driver; a
    /// code that comes back sets it in motion again.
    func drivenNormally(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard drivesNormally(current, file, draft), let fix = draft.newestFix(of: file.reference.key),
            draft.now.seconds(since: fix.time) <= Engine.drivingFixMaxAge
        else { return }
        draft.note("drives_normally", case: current.row.id)
        for index in current.jobs.indices {
            standDown(index, because: "the asset drives normally again", in: &current, &draft)
        }
        for hold in current.holds.indices where current.holds[hold].kind == .slot && current.holds[hold].state.isLive {
            endSlot(hold, as: .released, in: &current, &draft)
        }
        for hold in current.holds where hold.kind == .stock && hold.state.isLive {
            draft.endHold(.stock, hold.resource, as: .released, in: &current)
        }
        if let leg = current.currentLeg { current.legs[leg].state = .stoodDown }
        current.plan?.state = .noneNeeded
        current.plan?.reason = Reason.drivesNormally.text
        current.plan?.nextTryAt = nil
        current.timers.removeAll { $0.kind == .replan }
        current.waitAgain()
        current.row.promise?.unit = nil
        current.row.promise?.latest = nil
        current.row.promise?.slot = nil
        followUp(because: Reason.drivesNormally, in: &current, file, &draft)
        if let task = current.tasks.last(where: { $0.isOpen && $0.kind == .followUp }), let contact = task.contact {
            sendMessage(about: task, to: contact, in: &current, file, &draft)
        }
    }

    /// The newest fix of an asset that drives is not older than this, seconds.
    private static let drivingFixMaxAge: Int64 = 90

    /// Whether everything speaks for an asset that drives as it should: no code is active, nothing measured is worse
    /// than what can wait, its speed is a road's, and no unit is with it or carries it.
    private func drivesNormally(_ current: CaseFile, _ file: AssetFile, _ draft: Draft) -> Bool {
        guard !file.reference.traits.kind.isStationary, current.isGrave, current.row.severity != .emergency,
            !current.problems.isEmpty, !current.waitsForWord,
            file.faults.allSatisfy({ !$0.active }),
            current.jobs.allSatisfy({ $0.arrivedAt == nil && $0.state.rank != 4 }),
            current.row.state != .inTransit, current.row.state != .inWorkshop, current.row.state != .onScene,
            let fix = draft.newestFix(of: file.reference.key), let speed = fix.position.speed,
            speed >= policy.normalSpeed
        else { return false }
        return diagnose([], of: file, draft).severity <= .serviceSoon
    }

    /// A new fault, a call for help or a worse state sets a case in motion again that had been called off.
    func resumeIfWorse(_ current: inout CaseFile, _ touch: Draft.Touch, _ draft: inout Draft) {
        guard !touch.isDisjoint(with: [.activated, .needHelp]) else { return }
        resumeCalledOff(&current, &draft)
        resumeAfterWord(&current, &draft)
    }
}

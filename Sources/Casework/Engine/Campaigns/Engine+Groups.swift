import Outreach
import Telemetry

/// One call for several cases: the daily digest of a fleet manager, and the mild cases of a campaign.
extension Engine {
    /// Whether somebody will be told of this case together with others.
    func isGrouped(_ current: CaseFile, _ draft: Draft) -> Bool {
        current.row.group.flatMap { draft.group($0) } != nil
    }

    /// The manager of the fleet of a business, who hears of what can wait once a day.
    ///
    /// Business is whoever has a fleet manager, unless the asset is marked as private.
    func fleetManager(_ current: CaseFile, _ file: AssetFile, at now: Timestamp) -> ContactReference? {
        guard file.reference.impact != Impact.private.rawValue else { return nil }
        return people(current, file, at: now).first { $0.holds(.fleetManager, at: now) }
    }

    /// Puts a case into the call that is made for several, instead of a call of its own; a worse one is taken out again.
    ///
    /// - Returns: Whether it is in one now.
    func tellTogether(
        _ current: inout CaseFile, _ file: AssetFile, _ kind: TaskKind, isWorse: Bool, _ draft: inout Draft
    ) -> Bool {
        guard current.row.toldAt == nil, let manager = fleetManager(current, file, at: draft.now),
            let group = callGroup(current, file, kind, draft)
        else {
            current.row.group = isGrouped(current, draft) ? nil : current.row.group
            return false
        }
        if let known = current.row.group.flatMap({ draft.group($0) }) {
            if known.group == group { return true }
            current.row.group = nil
        }
        guard !current.tasks.contains(where: { $0.isOpen && $0.isCall }) else { return false }
        let key = GroupBook.Key(
            contact: manager.id, group: group, campaign: group == .campaign ? current.row.campaign : nil)
        let urgency = priority(current, file, draft)
        var task = draft.group(key) ?? newGroup(key, manager, current, file, &draft)
        if task.priority < urgency.value {
            task.priority = urgency.value
            task.urgency = urgency.reasons
            draft.groups.put(task)
        }
        current.row.group = task.id
        current.row.groupedAt = draft.now
        draft.groups.join(current.row.asset, task.id)
        return true
    }

    /// In which kind of call a case may be told with others; `nil` if it must have its own.
    private func callGroup(
        _ current: CaseFile, _ file: AssetFile, _ kind: TaskKind, _ draft: Draft
    ) -> CallGroup? {
        guard !current.isGrave, current.row.severity < .stop, !file.reference.traits.kind.isStationary else {
            return nil
        }
        if kind == .serviceOffer { return .digest }
        guard kind == .breakdownCall, current.row.severity == .limp,
            current.row.campaign != nil
        else { return nil }
        let exposure = exposure(current, file, draft)
        let isExposed = exposure.liveLane || exposure.stoppedOnRoad || exposure.children || exposure.reducedMobility
        return isExposed || exposure.motorway ? nil : .campaign
    }

    private func newGroup(
        _ key: GroupBook.Key, _ manager: ContactReference, _ current: CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) -> TaskRow {
        let isDigest = key.group == .digest
        let offset = manager.utcOffsetMinutes(at: draft.now)
        var start = isDigest ? policy.outreach.nextDigest(after: draft.now, offset) : draft.now
        if case .at(let allowed, _) = earliestCall(to: manager, about: current, file, from: start) { start = allowed }
        let wait = isDigest ? 0 : policy.outreach.dueLimp
        var task = TaskRow(
            id: draft.sequences.next(\.task), kind: isDigest ? .serviceOffer : .breakdownCall, caseID: nil, asset: nil,
            contact: key.contact, priority: 0, dueAt: max(start, draft.now.adding(seconds: wait)),
            createdAt: draft.now,
            reasons: [isDigest ? "what the fleet should know today" : "assets of one fleet with one cause"])
        task.group = key.group
        task.campaign = key.campaign
        if start > draft.now {
            task.state = .waiting
            task.notBefore = start
        }
        draft.groups.put(task)
        draft.note("task_created", case: nil, task: task.id, "\(key.group.rawValue) call")
        return task
    }

    /// Withdraws calls of which no case is left.
    func endEmptyGroups(_ draft: inout Draft) {
        var suspects: [Int64] = draft.groups.changedIDs
        for asset in draft.changedAssets {
            guard let before = draft.set.file(of: asset)?.current?.row.group,
                draft.file(of: asset)?.current?.row.group != before, !suspects.contains(before)
            else { continue }
            suspects.append(before)
        }
        for id in suspects.sorted() {
            guard var task = draft.group(id), draft.members(of: id).isEmpty else { continue }
            task.state = .withdrawn
            task.closedAt = draft.now
            draft.groups.put(task)
            draft.note("task_withdrawn", case: nil, task: id, "nothing is left to tell")
        }
    }
}

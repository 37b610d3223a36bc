import Outreach
import Planning
import Telemetry

/// One dark site is one case: one call to its contact, one technician; the others hang on the first.
extension Engine {
    /// Chooses the case of a site that the others hang on, if it has none that is open.
    func gatherSite(_ joining: [Int64], _ row: inout CampaignRow, _ draft: inout Draft) {
        var lead = row.leadCase.flatMap { id in joining.isEmpty ? nil : leadFile(id, at: row, draft) }
        if lead == nil {
            lead = joining.compactMap { draft.file(of: $0) }.filter { $0.current != nil }.max { left, right in
                guard let first = left.current, let second = right.current else { return false }
                return (priority(first, left, draft).value, -first.row.id)
                    < (priority(second, right, draft).value, -second.row.id)
            }
            row.leadCase = lead?.current?.row.id
        }
        guard let lead else { return }
        for asset in joining where asset != lead.reference.key { hang(asset, on: lead, &draft) }
    }

    private func leadFile(_ id: Int64, at row: CampaignRow, _ draft: Draft) -> AssetFile? {
        let asset =
            draft.set.asset(ofCase: id) ?? draft.changedAssets.first { draft.file(of: $0)?.current?.row.id == id }
        return asset.flatMap { draft.file(of: $0) }.flatMap { $0.current?.row.id == id ? $0 : nil }
    }

    /// Hangs a fresh case on the first of its site, if nothing of it would be lost.
    private func hang(_ asset: Int64, on lead: AssetFile, _ draft: inout Draft) {
        draft.amend(asset) { file, draft in
            guard var current = file.current, current.tasks.isEmpty, current.row.toldAt == nil, current.liveJob == nil
            else { return }
            file.current = nil
            defer { file.current = current }
            guard goes(current, file, with: lead, draft) else { return }
            current.row.parent = lead.current?.row.id
            standBy(&current)
        }
    }

    /// Nobody is sent for a case whose helper comes for another one of the site.
    private func standBy(_ current: inout CaseFile) {
        guard let parent = current.row.parent, var plan = current.plan else { return }
        plan.state = .noneNeeded
        plan.reason = "one call and one technician for the site: case \(parent)"
        plan.nextTryAt = nil
        current.plan = plan
        current.timers.removeAll { $0.kind == .replan || $0.kind == .approvalOverdue }
    }

    /// Whether the call and the helper of the first case of a site do for this one too: the same person, told at least
    /// as soon and as urgently, and somebody who can do what is needed here.
    private func goes(_ current: CaseFile, _ file: AssetFile, with lead: AssetFile, _ draft: Draft) -> Bool {
        guard let first = lead.current, first.row.id != current.row.id, first.row.parent == nil,
            !first.row.state.isEnd, current.row.severity < .emergency,
            first.tasks.isEmpty ? first.row.toldAt == nil : first.tasks.contains(where: { $0.isOpen && $0.isCall }),
            addressee(current, file, at: draft.now)?.id == addressee(first, lead, at: draft.now)?.id,
            addressee(first, lead, at: draft.now)?.doNotCall == false,
            current.row.severity < .stop || current.row.symptom == first.row.symptom,
            current.row.capabilities.isSubset(of: first.row.capabilities)
        else { return false }
        return priority(current, file, draft).value <= priority(first, lead, draft).value
    }

    /// Whether a case hangs on another one of its site.
    func hangsOnSite(_ current: CaseFile, _ file: AssetFile) -> Bool {
        current.row.parent != nil && file.reference.traits.kind.isStationary
    }

    func hangsOnSite(_ file: AssetFile) -> Bool { file.current.map { hangsOnSite($0, file) } ?? false }

    /// Sees before a case is planned whether it still hangs on another one: a worse one stands by itself.
    func staysWithSite(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) -> Bool {
        guard hangsOnSite(current, file), let parent = current.row.parent else { return false }
        let lead = draft.set.asset(ofCase: parent).flatMap { draft.file(of: $0) }
        if let lead, let first = lead.current, first.row.id == parent, current.row.severity < .emergency,
            current.row.severity <= first.row.severity, !current.row.immobile || first.row.immobile
        {
            standBy(&current)
            return true
        }
        current.row.parent = nil
        return false
    }

    /// The first case of a site has ended: whatever still shows its fault stands by itself, the rest ends with it.
    ///
    /// - Returns: Assets that must be looked at.
    func releaseSites(_ draft: inout Draft) -> [Int64] {
        var released: [Int64] = []
        for ended in draft.endedCases {
            for asset in draft.set.children(ofCase: ended.row.id) {
                draft.amend(asset) { file, draft in
                    guard var current = file.current, current.row.parent == ended.row.id else { return }
                    file.current = nil
                    current.row.parent = nil
                    // One answer was for all of them; a helper who has gone may have left one that still fails.
                    if ended.row.state != .declined, file.faults.contains(where: { $0.active }) {
                        file.current = current
                        draft.touch(asset, .replan)
                        released.append(asset)
                    } else {
                        close(
                            &current, as: ended.row.state, because: "with case \(ended.row.id) of the same site", &draft
                        )
                        draft.settle(current, in: &file)
                    }
                }
            }
        }
        return released
    }
}

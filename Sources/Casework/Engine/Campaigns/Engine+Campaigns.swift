import Outreach
import Telemetry

/// One cause on many assets: cases that have it are grouped.
///
/// It only ever adds a mark to cases and calls that are made anyway. No call of a `stop` or `emergency` waits for it, is
/// merged by it or limited by it, except that one dark site is one case: see ``Engine/hangOn(_:_:_:_:)``.
extension Engine {
    /// Looks at what became active in this step: does a case belong to a campaign, or make one?
    func gather(_ draft: inout Draft) {
        for asset in draft.touchedBySeverity() {
            guard draft.touch(of: asset).contains(.activated), let file = draft.file(of: asset),
                let current = file.current, current.row.campaign == nil,
                current.row.severity >= .serviceSoon
                    || current.row.immobile
            else { continue }
            gather(file, current, &draft)
        }
    }

    private func gather(_ file: AssetFile, _ current: CaseFile, _ draft: inout Draft) {
        let asset = file.reference.key
        for cause in causes(of: file, current, draft) {
            let key = cause.key
            if let open = draft.campaign(of: key) {
                join([asset], open, &draft)
                return
            }
            let limits = policy.campaigns.limits(cause.kind)
            draft.add(CauseSign(cause: key, asset: asset, caseID: current.row.id, at: draft.now))
            let signs = draft.signs(of: key, since: draft.now.adding(seconds: -limits.window))
            guard signs.count >= limits.assets else { continue }
            let row = CampaignRow(
                id: draft.sequences.next(\.campaign), cause: cause, openedAt: draft.now,
                firstAt: signs.map(\.at).min() ?? draft.now,
                quietAt: draft.now.adding(seconds: policy.campaigns.quietAfter))
            draft.note("campaign_opened", case: current.row.id, "\(row.id): \(cause.words)")
            join(signs.map(\.asset), row, &draft)
            return
        }
    }

    /// What a case may have in common with others, the closest first.
    private func causes(of file: AssetFile, _ current: CaseFile, _ draft: Draft) -> [Cause] {
        let reference = file.reference
        // What was known before, or is told late, says nothing about now.
        let recent = file.faults.filter { fault in
            fault.active && fault.status != .history
                && draft.now.seconds(since: fault.raisedAt) <= policy.campaigns.modelWindow
        }
        guard reference.known, !recent.isEmpty else { return [] }
        if reference.traits.kind.isStationary {
            return reference.siteID.map { [Cause(.site, siteID: $0)] } ?? []
        }
        var causes: [Cause] = []
        if let make = reference.traits.make, let model = reference.traits.model {
            causes += Set(recent.map(\.code)).sorted().prefix(8).map {
                Cause(.model, code: $0, make: make, model: model)
            }
        }
        if Engine.weakBattery.contains(current.row.symptom), exposure(current, file, draft).cold {
            causes.append(Cause(.cold))
        }
        if let depot = reference.siteID { causes.append(Cause(.depot, siteID: depot)) }
        return causes
    }

    /// Symptoms of a battery that the cold has emptied.
    private static let weakBattery: Set<String> = ["battery_flat", "battery_weak", "low_voltage"]

    /// Takes assets into a campaign, the gravest of a site as the one whose helper comes for all.
    private func join(_ assets: [Int64], _ row: CampaignRow, _ draft: inout Draft) {
        var row = row
        let joining = assets.filter { draft.file(of: $0)?.current.map { $0.row.campaign == nil } ?? false }
        guard !joining.isEmpty else { return }
        row.assets += joining.count
        row.lastAt = draft.now
        row.quietAt = draft.now.adding(seconds: policy.campaigns.quietAfter)
        for asset in joining {
            draft.amend(asset) { file, _ in
                guard var current = file.current else { return }
                file.current = nil
                current.row.campaign = row.id
                for index in current.tasks.indices where current.tasks[index].isOpen {
                    current.tasks[index].campaign = row.id
                }
                file.current = current
            }
        }
        if row.cause.kind == .site { gatherSite(joining, &row, &draft) }
        draft.campaigns.put(row)
    }

    /// Nothing has joined for a while: the next asset with the same cause begins anew.
    func endCampaign(_ id: Int64, _ draft: inout Draft) {
        guard var row = draft.campaign(id), row.quietAt <= draft.now else { return }
        row.closedAt = draft.now
        draft.campaigns.put(row)
        draft.note("campaign_closed", case: nil, "\(row.id): \(row.assets) assets")
    }
}

import Planning
import Telemetry

extension Engine {
    /// Tells a crew that has the asset, or will, where it is to go now if that has changed.
    func keepCrewInformed(
        _ current: CaseFile, since before: CaseFile?, _ file: AssetFile, _ draft: inout Draft
    ) {
        guard let before, before.row.id == current.row.id, !current.row.state.isEnd, let job = current.liveJob,
            job.state != .offered, draft.unit(job.unit)?.reach == .mqtt,
            let earlier = before.jobs.first(where: { $0.id == job.id }), earlier.state != .offered,
            let leg = current.legs.first(where: { $0.id == job.legID }),
            let was = before.legs.first(where: { $0.id == job.legID }), leg.to != was.to, leg.to != nil
        else { return }
        publishOffer(job, in: current, file, isRevision: true, &draft)
    }
}

import Outreach
import Telemetry

extension Engine {
    /// What makes this case more urgent than others of the same severity, as far as anybody knows.
    func exposure(_ current: CaseFile, _ file: AssetFile, _ draft: Draft) -> Exposure {
        var exposure = Exposure()
        exposure.immobile = current.row.immobile
        exposure.impact = file.reference.impact.flatMap { Impact(rawValue: $0) }
        exposure.liveLane = current.facts.flag("live_lane") == true
        exposure.children = current.facts.flag("children") == true
        exposure.reducedMobility = current.facts.flag("reduced_mobility") == true
        exposure.people = current.facts.number("people").flatMap { (0...1_000).contains($0) ? Int($0) : nil }
        exposure.waitingSeconds = max(0, draft.now.seconds(since: current.row.openedAt))
        return exposure
    }
}

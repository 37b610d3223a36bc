import Casework
import Planning
import Telemetry

extension Changes {
    /// What differs between two steps' changes, in words; `nil` if they are equal.
    func difference(from other: Changes) -> String? {
        // A member that is added later must be compared too.
        let members = Mirror(reflecting: self).children.count
        if members != 32 { return "\(members) members, of which only 32 are compared," }
        let checks: [(String, Bool)] = [
            ("newAssets", newAssets == other.newAssets), ("positions", positions == other.positions),
            ("signals", signals == other.signals), ("suspects", suspects == other.suspects),
            ("suspectUnits", suspectUnits == other.suspectUnits),
            ("livePositions", livePositions == other.livePositions), ("unitStates", unitStates == other.unitStates),
            ("cases", cases == other.cases), ("problems", problems == other.problems),
            ("faults", faults == other.faults), ("faultSources", faultSources == other.faultSources),
            ("plans", plans == other.plans), ("legs", legs == other.legs), ("jobs", jobs == other.jobs),
            ("holds", holds == other.holds), ("tasks", tasks == other.tasks),
            ("addressees", addressees == other.addressees), ("facts", facts == other.facts),
            ("stockUsed", stockUsed == other.stockUsed), ("timers", timers == other.timers),
            ("deletedTimers", deletedTimers == other.deletedTimers), ("outbox", outbox == other.outbox),
            ("preventOffers", preventOffers == other.preventOffers), ("repairs", repairs == other.repairs),
            ("campaigns", campaigns == other.campaigns), ("causeSigns", causeSigns == other.causeSigns),
            ("events", events == other.events), ("said", said == other.said),
            ("consumedActions", consumedActions == other.consumedActions), ("rejected", rejected == other.rejected),
            ("files", files == other.files), ("sequences", sequences == other.sequences),
        ]
        return checks.first { !$0.1 }?.0
    }

    /// What a step changed, for reading.
    var lines: [String] {
        var lines = events.map { "    \($0.kind) \($0.caseID ?? 0) \($0.task ?? 0) \($0.detail ?? "")" }
        lines += jobs.map { "    job \($0.id) of case \($0.caseID): \($0.unit) \($0.state)" }
        lines += holds.map { "    hold \($0.id) of case \($0.caseID): \($0.kind) \($0.resource) \($0.state)" }
        lines += tasks.map {
            "    task \($0.id) of case \($0.caseID ?? 0): \($0.kind) \($0.state) to \($0.contact ?? "-")"
        }
        lines += plans.map { "    plan of case \($0.caseID): \($0.state) \($0.reason ?? "")" }
        lines += legs.map {
            "    leg \($0.id) of case \($0.caseID): \($0.kind) \($0.unit ?? "-") \(String(describing: $0.state))"
        }
        lines += timers.map { "    timer \($0.id) of case \($0.caseID): \($0.kind) \($0.dueAt.iso8601)" }
        lines += rejected.map { "    refused: \($0.reason)" }
        return lines
    }
}

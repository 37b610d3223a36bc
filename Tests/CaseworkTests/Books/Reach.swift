import Casework
import Outreach
import Planning
import Telemetry

/// What histories came by: a rule about what never happens proves nothing.
struct Reach {
    private var seen: Set<String> = []

    /// What nobody has come by.
    var missing: [String] { Reach.all.filter { !seen.contains($0) } }

    mutating func add(_ changes: [Changes]) {
        for change in changes {
            seen.formUnion(change.jobs.map { "job \($0.state.rawValue)" })
            seen.formUnion(change.plans.map { "plan \($0.state.rawValue)" })
            seen.formUnion(change.holds.map { "hold \($0.kind.rawValue) \($0.state.rawValue)" })
            seen.formUnion(change.tasks.map { "task \($0.kind.rawValue)" })
            seen.formUnion(change.timers.map { "timer \($0.kind.rawValue)" })
            seen.formUnion(change.legs.map { "leg \($0.kind.rawValue)" })
            seen.formUnion(change.cases.map { "case \($0.state.rawValue)" })
            if !change.stockUsed.isEmpty { seen.insert("stock used") }
            seen.formUnion(change.campaigns.map { "campaign \($0.cause.kind.rawValue) \($0.isOpen ? "open" : "over")" })
            seen.formUnion(change.tasks.compactMap(\.group).map { "call \($0.rawValue)" })
            if change.cases.contains(where: { $0.group != nil && $0.toldAt != nil }) { seen.insert("told together") }
            if change.plans.contains(where: { $0.reason?.hasPrefix("one call") ?? false }) { seen.insert("one site") }
            if !change.rejected.isEmpty { seen.insert("refused") }
        }
    }

    /// What only a prognosis makes is left out.
    private static let all: [String] = {
        // A refusal at the door is no state that lasts: the asset stays loaded.
        var all = JobState.allCases.filter { $0 != .refusedAtDestination }.map { "job \($0.rawValue)" }
        all += PlanState.allCases.map { "plan \($0.rawValue)" }
        all += TaskKind.allCases.filter { $0 != .preventOffer }.map { "task \($0.rawValue)" }
        all += TimerKind.allCases.filter { $0 != .campaignQuiet && $0 != .preventDue }.map { "timer \($0.rawValue)" }
        all += [LegKind.patrol, .tow, .technicianVisit, .secondaryTow, .thirdParty].map { "leg \($0.rawValue)" }
        all += [
            "hold unit asked", "hold unit confirmed", "hold unit released", "hold unit fulfilled", "hold slot held",
            "hold slot asked", "hold slot confirmed", "hold slot refused", "hold slot released", "hold slot fulfilled",
            "hold stock confirmed", "hold stock released", "hold stock fulfilled", "case open", "case planned",
            "case told", "case under_way", "case on_scene", "case in_transit", "case in_workshop", "case solved",
            "case withdrawn", "case declined", "case referred", "stock used", "refused",
            "campaign model open", "campaign model over", "campaign site open", "campaign site over", "call digest",
            "call campaign", "told together", "one site",
        ]
        return all
    }()
}

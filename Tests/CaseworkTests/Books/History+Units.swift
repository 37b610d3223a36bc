import Casework
import Outreach
import Planning
import Telemetry

/// What units and their crews do.
extension History {
    func unitPosition() -> Input? {
        guard let unit = random.pick(town.units) else { return nil }
        let place: Coordinate = random.chance(8) ? .at(62.13, 25.6) : BooksTown.near(BooksTown.centre, &random)
        return observe(unit.id, "native/\(unit.id)", .unitPosition(Position(coordinate: place)), at: time())
    }

    func unitLiveness() -> Input? {
        let busy = ledger.openRecords.flatMap { $0.liveJobs.map(\.unit) }.filter { !$0.hasPrefix("zone:") }
        let some = random.chance(50) ? random.pick(busy) ?? random.pick(town.units)?.id : random.pick(town.units)?.id
        guard let unit = random.chance(95) ? some : "X9" else { return nil }
        return observe(
            unit, "native/\(unit)", .unitLiveness(online: random.chance(busy.contains(unit) ? 40 : 65)), at: now)
    }

    func job() -> Input? {
        let all = ledger.cases.keys.sorted().flatMap { ledger.cases[$0]?.jobs ?? [] }
        guard let job = random.pick(random.chance(85) ? all.filter(\.isLive) : all) else { return nil }
        let unit = random.chance(94) ? job.unit : random.pick(["T1", "P1", "X9"]) ?? "T1"
        let offer = random.chance(96) ? job.offerID : random.pick([0, -1, job.offerID + 1, 9_999]) ?? 0
        let leg = ledger.cases[job.caseID]?.legs.first { $0.id == job.legID }?.kind
        let isOnTheSpot = leg == .patrol || leg == .technicianVisit
        let plausible =
            isOnTheSpot && job.state == .onScene ? [.fixed, .fixed, .partNeeded] : History.following(job.state)
        let state =
            random.chance(75)
            ? random.pick(plausible) ?? .accepted : random.pick(JobState.allCases) ?? .accepted
        let minutes = random.pick([nil, 0, 12, 25, 70, 1e300, -5])
        let report = JobReport(
            offerID: offer, state: state, reason: random.chance(20) ? "so they say" : nil,
            etaMinutes: random.chance(60) ? nil : minutes ?? nil)
        return observe(unit, "native/\(unit)", .job(report), at: time())
    }

    /// A crew that does its job, or most of it.
    func work() throws {
        let jobs = ledger.openRecords.flatMap(\.liveJobs).filter { !$0.isThirdParty }
        guard let job = random.pick(jobs) else { return }
        let leg = ledger.cases[job.caseID]?.legs.first { $0.id == job.legID }?.kind
        let isOnTheSpot = leg == .patrol || leg == .technicianVisit
        let end: [JobState] = isOnTheSpot ? [.fixed] : [.loaded, random.chance(70) ? .delivered : .stored]
        let way: [JobState] = [.accepted, .enRoute, .onScene] + end
        for state in way.prefix(2 + random.below(6)) {
            let report = JobReport(offerID: job.offerID, state: state)
            try step([observe(job.unit, "native/\(job.unit)", .job(report), at: now)])
            try wait(Int64(random.below(300)))
        }
        if random.chance(30) { try fallSilent(job) }
    }

    /// A crew whose connection breaks and who does not pick up the telephone.
    private func fallSilent(_ job: JobRow) throws {
        try step([observe(job.unit, "native/\(job.unit)", .unitLiveness(online: false), at: now)])
        let call = ledger.cases[job.caseID]?.openTasks.first { $0.job == job.id }
        guard let call else { return }
        ask(.finish(FinishedCall(task: call.id, .noAnswer)))
        try step([])
        try wait(Int64(random.below(1_200)))
    }

    /// What a crew may well report next.
    private static func following(_ state: JobState) -> [JobState] {
        switch state {
        case .offered: [.accepted, .accepted, .accepted, .accepted, .declined]
        case .accepted: [.enRoute, .enRoute, .delayed, .onScene, .unable]
        case .delayed, .enRoute: [.onScene, .onScene, .delayed, .unable]
        case .onScene: [.loaded, .loaded, .fixed, .fixed, .goneOnArrival, .unable, .noAccess, .partNeeded, .madeSafe]
        case .loaded: [.delivered, .delivered, .stored, .refusedAtDestination]
        case .stoodDown: [.cancelConfirmed, .cancelConfirmed, .onScene]
        case .refusedAtDestination, .partNeeded, .madeSafe: [.stored, .delivered, .loaded, .fixed]
        default: [.accepted, .onScene]
        }
    }
}

import Casework
import Outreach
import Telemetry

@testable import Persistence

/// A moment that all tests share.
let noon = Timestamp(milliseconds: 1_795_305_600_000)

func place(_ latitude: Double, _ longitude: Double) -> Coordinate {
    guard let coordinate = try? Coordinate(latitude: latitude, longitude: longitude) else {
        preconditionFailure("test places are on earth")
    }
    return coordinate
}

extension LaneStore {
    /// Begins and commits.
    @discardableResult
    func write(_ changes: Changes, digests: [UInt64] = [], at time: Timestamp = noon) throws -> CommitResult {
        var batch = BatchRecord(at: time)
        batch.digests = digests
        try begin(at: time)
        return try commit(changes, batch)
    }

    /// Begins, reads a file, and rolls back.
    func readFile(_ key: Int64, at time: Timestamp = noon) throws -> AssetFile? {
        try begin(at: time)
        defer { rollback() }
        return try file(key)
    }
}

/// A case with everything on it.
///
/// `full` sets every optional field, else all are missing.
func sampleCase(_ id: Int64, asset: Int64, full: Bool) -> (
    case: CaseFile, faults: [FaultRow], sources: [FaultSourceRow]
) {
    var row = CaseRow(id: id, asset: asset, severity: .stop, symptom: "oil_pressure_low", openedAt: noon, faultAt: noon)
    var problem = ProblemRow(
        id: id, caseID: id, component: "engine", symptom: "oil_pressure_low", part: full ? "oil_pump" : nil,
        severity: .stop, immobile: true, codes: ["obd/P0520"], openedAt: noon)
    var fault = FaultRow(
        id: id, asset: asset, source: "callahead-v1/car-\(asset)", code: "obd/P0520", status: .confirmed, kind: .active,
        active: true, raisedAt: noon, seenAt: noon, activations: 2)
    let source = FaultSourceRow(id: id, asset: asset, source: "callahead-v1/car-\(asset)", setAt: noon)
    var plan = PlanRow(id: id, caseID: id, state: .made)
    var leg = LegRow(id: id, caseID: id, planID: id, ordinal: 1, kind: .tow)
    var job = JobRow(
        id: id, caseID: id, legID: id, offerID: id + 1_000, unit: "unit-\(id)", offeredAt: noon,
        expiresAt: noon.adding(seconds: 45))
    var hold = HoldRow(id: id, caseID: id, kind: .unit, resource: "unit-\(id)", state: .asked, since: noon)
    var task = TaskRow(
        id: id, kind: .breakdownCall, caseID: id, asset: asset, contact: full ? "driver-\(id)" : nil, priority: 870,
        dueAt: noon.adding(seconds: 60), createdAt: noon, reasons: ["stop", "on a \"motorway\"\nat night \\ õ"])
    var timer = TimerRow(id: id, kind: .offerExpiry, dueAt: noon.adding(seconds: 45), caseID: id, asset: asset)
    if full {
        row.state = .planned
        row.immobile = true
        row.chargingOnly = true
        row.part = "oil_pump"
        row.system = "engine"
        row.capabilities = [.flatbed, .gasCertified]
        row.codes = ["obd/P0520", "obd/P0524"]
        row.evidence = ["the oil lamp is red"]
        row.closedAt = nil
        row.toldAt = noon.adding(seconds: 70)
        row.promise = Promise(at: noon, unit: "unit-1", latest: noon.adding(seconds: 900), slot: 77)
        row.owner = "mari"
        row.parent = 4_711
        problem.clearedAt = noon.adding(seconds: 9)
        fault.clearedAt = noon.adding(seconds: -9)
        plan.reason = "made while it moves"
        plan.nextTryAt = noon.adding(seconds: 120)
        plan.place = Place(
            coordinate: place(59.4370123456, 24.7535), time: noon, accuracy: 12.5, source: .person, confirmed: true,
            speed: 3.25)
        plan.standby = "unit-7"
        plan.alternative = "a taxi takes the people"
        plan.gap = 0.0125
        plan.approval = .waived
        plan.repairedAt = noon.adding(seconds: 9_000)
        plan.reasons = ["unit-1 in 12 min", "unit-2 has no flatbed"]
        leg.state = .offered
        leg.unit = "unit-1"
        leg.provider = "towing"
        leg.workshop = "workshop-1"
        leg.from = place(59.4, 24.7)
        leg.to = place(-33.9, -70.1)
        leg.etaAt = noon.adding(seconds: 600)
        leg.etaLow = noon.adding(seconds: 500)
        leg.etaHigh = noon.adding(seconds: 900)
        leg.declined = ["unit-8", "unit-9"]
        leg.etaSource = .road
        leg.roadFactor = 1.37
        leg.part = "battery_12v"
        leg.notBefore = noon.adding(seconds: 300)
        job.state = .accepted
        job.answeredAt = noon.adding(seconds: 5)
        job.etaAt = noon.adding(seconds: 555)
        job.reason = "on the way"
        job.departedFrom = place(59.5, 24.9)
        job.departedAt = noon.adding(seconds: 60)
        job.arrivedAt = noon.adding(seconds: 660)
        hold.endedAt = noon.adding(seconds: 1)
        task.notBefore = noon.adding(seconds: 30)
        task.unit = "unit-1"
        task.job = id
        task.slot = 77
        task.alarm = true
        task.outcome = .noAnswer
        task.closedAt = noon.adding(seconds: 99)
        timer.reference = id
    }
    var current = CaseFile(row: row)
    current.problems = [problem]
    current.plan = plan
    current.legs = [leg]
    current.jobs = [job]
    current.holds = [hold]
    current.tasks = [task]
    current.timers = [timer]
    return (current.bumped(), [fault].map(\.bumped), [source].map(\.bumped))
}

extension VersionedRow {
    /// The row with its next version.
    var bumped: Self {
        var copy = self
        copy.version += 1
        return copy
    }
}

extension CaseFile {
    /// Every row with its next version.
    func bumped() -> CaseFile {
        var copy = CaseFile(row: row.bumped)
        copy.problems = problems.map(\.bumped)
        copy.plan = plan?.bumped
        copy.legs = legs.map(\.bumped)
        copy.jobs = jobs.map(\.bumped)
        copy.holds = holds.map(\.bumped)
        copy.tasks = tasks.map(\.bumped)
        copy.timers = timers.map(\.bumped)
        return copy
    }
}

/// The changes that write a case.
func changes(
    _ current: CaseFile, faults: [FaultRow] = [], sources: [FaultSourceRow] = []
) -> Changes {
    var changes = Changes()
    changes.cases = [current.row]
    changes.problems = current.problems
    changes.faults = faults
    changes.faultSources = sources
    changes.plans = [current.plan].compactMap(\.self)
    changes.legs = current.legs
    changes.jobs = current.jobs
    changes.holds = current.holds
    changes.tasks = current.tasks
    changes.timers = current.timers
    return changes
}

func sampleChanges(_ id: Int64, asset: Int64, full: Bool = false) -> Changes {
    let sample = sampleCase(id, asset: asset, full: full)
    return changes(sample.case, faults: sample.faults, sources: sample.sources)
}

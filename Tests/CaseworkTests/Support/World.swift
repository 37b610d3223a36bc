import Casework
import Diagnostics
import Outreach
import Planning
import Telemetry

/// The unit that helps, not Foundation's unit of measure.
typealias Unit = Planning.Unit

/// A service centre in memory: the engine, its working set and a stand-in for the disk, with a clock of its own.
final class World {
    let engine: Engine
    /// The road router, if there is one.
    var road: (@Sendable (Drive) -> RoadTime)?
    /// What it was asked.
    var asked: [Drive] = []
    let symbols = SymbolTable()
    private(set) var set: WorkingSet
    var now = Timestamp(seconds: 1_795_000_000)
    /// What the store would hold of assets without an open case.
    var disk: [Int64: AssetFile] = [:]
    var claims: [Int64: TaskClaim] = [:]
    var ended: [Int64: CaseRow] = [:]
    /// Tasks without an asset.
    var loose: [Int64: TaskRow] = [:]
    var outbox: [OutboxRow] = []
    var events: [EventRow] = []
    var said: [SaidRow] = []
    var rejected: [RejectedInput] = []
    var changes: [Changes] = []
    /// Every row of a hold and a task as it is on disk.
    var holds: [Int64: HoldRow] = [:]
    var tasks: [Int64: TaskRow] = [:]
    /// Every row of a campaign as it is on disk.
    var campaigns: [Int64: CampaignRow] = [:]
    private var versions: [String: Int64] = [:]
    private var nextAction: Int64 = 1

    init(
        units: [Unit] = [], workshops: [Workshop] = [], slots: [Slot] = [], stock: StockBook = StockBook(),
        zones: [Zone] = [], policy: CasePolicy = CasePolicy()
    ) throws {
        let diagnostician = try Shipped.diagnostician()
        engine = Engine(diagnostician: diagnostician, phrasebook: try Shipped.phrasebook(), policy: policy)
        set = WorkingSet(
            symbols: symbols, assets: AssetTable(signalNames: Engine.residentSignals(diagnostician), symbols: symbols),
            sequences: Sequences(),
            board: OperationsBoard(units: units, workshops: workshops, slots: slots, stock: stock, zones: zones))
    }

    /// Goes on as a new process does that finds no open case on disk.
    func restart() {
        set = WorkingSet(symbols: symbols, assets: set.assets, sequences: set.sequences, board: set.board)
    }

    /// Imports a car with a driver.
    func add(
        _ id: String, kind: AssetKind = .car, energy: Energy = .petrol, site: Coordinate? = nil,
        contacts: [ContactReference] = [.init("driver-1", .driver)], _ change: (inout AssetReference) -> Void = { _ in }
    ) {
        let key = set.sequences.asset
        set.load(asset: key, id: id)
        var reference = AssetReference(
            key: key, id: id, known: true, traits: AssetTraits(kind: kind, energy: energy), plate: "123 ABC",
            customer: "customer-1", site: site, contacts: contacts)
        change(&reference)
        disk[key] = AssetFile(reference: reference)
    }

    // MARK: What happens

    func faults(
        _ codes: String..., asset: String, mode: FaultReport.Mode = .set, kind: FaultReport.Kind = .active,
        source: String = "native/box", at time: Timestamp? = nil, retained: Bool = false
    ) {
        let report = FaultReport(
            mode: mode, kind: kind,
            codes: codes.map { FaultCode(code: "obd/\($0)", status: .confirmed, raw: $0) })
        var told = observation(asset, source, .faults(report), at: time)
        told.timeTrusted = !retained
        step([.observation(told, retained: retained)])
    }

    func position(_ latitude: Double, _ longitude: Double, asset: String, speed: Float? = 0, at time: Timestamp? = nil)
    {
        step([.observation(fix(latitude, longitude, asset: asset, speed: speed, at: time), retained: false)])
    }

    func fix(
        _ latitude: Double, _ longitude: Double, asset: String, speed: Float? = 0, at time: Timestamp? = nil
    ) -> Observation {
        let place = Position(coordinate: .at(latitude, longitude), speed: speed)
        return observation(asset, "native/box", .position(place), at: time)
    }

    func signal(_ name: String, _ value: Double, asset: String) {
        step([
            .observation(
                observation(asset, "native/box", .signal(name: symbols.intern(name), value: .number(value))),
                retained: false)
        ])
    }

    func driver(_ kind: DriverMessage.Kind, asset: String, at coordinate: Coordinate? = nil) {
        let message = DriverMessage(kind: kind, coordinate: coordinate)
        step([.observation(observation(asset, "native/app", .driver(message)), retained: false)])
    }

    func job(_ unit: String, _ state: JobState, offer: Int64, eta: Double? = nil) {
        let report = JobReport(offerID: offer, state: state, etaMinutes: eta)
        step([.observation(observation(unit, "native/unit", .job(report)), retained: false)])
    }

    func finish(
        _ task: TaskRow, _ outcome: Outcome, promise: Promise? = nil, eta: Double? = nil, attempts: Int = 1,
        callBackAt: Timestamp? = nil
    ) {
        claims[task.id] = TaskClaim(claimedBy: nil, leaseUntil: nil, attempts: attempts, dialledAt: now)
        act(.finish(FinishedCall(task: task.id, outcome, promise: promise, etaMinutes: eta, callBackAt: callBackAt)))
    }

    func act(_ kind: DeskAction.Kind) {
        step([.action(DeskAction(id: nextAction, actor: "Mari", at: now, kind: kind))])
        nextAction += 1
    }

    /// Lets time pass; timers fire when they are due.
    func wait(_ seconds: Int64) {
        let end = now.adding(seconds: seconds)
        while let due = set.nextTimer, due <= end {
            now = max(now, due)
            let timers = set.dueTimers(at: now, limit: 100)
            // The earliest may be one that was removed since.
            if timers.isEmpty { continue }
            step(timers.map { .timer($0) })
        }
        now = end
    }

    func observation(
        _ subject: String, _ source: String, _ body: Observation.Body, at time: Timestamp? = nil
    ) -> Observation {
        Observation(
            subject: symbols.intern(subject), source: symbols.intern(source), time: time ?? now,
            timeTrusted: true, body: body)
    }

    // MARK: The lane's part

    /// Steps until the engine knows enough, then "commits": versions must follow each other as on a disk.
    func step(_ inputs: [Input]) {
        set.load(isRouted: road != nil)
        for _ in 0..<64 {
            switch engine.step(inputs, in: set, at: now) {
            case .needs(let questions): for question in questions { answer(question) }
            case .changes(let changes):
                commit(changes)
                return
            }
        }
        preconditionFailure("The engine asks for ever")
    }

    private func answer(_ question: Question) {
        switch question {
        case .file(let asset):
            if let file = disk[asset] { set.load(file) }
        case .caseFile: break
        case .taskFile(let id): if let task = loose[id] { set.load(looseTask: task) }
        case .claim(let task):
            set.load(claims: [task: claims[task] ?? TaskClaim(claimedBy: nil, leaseUntil: nil, attempts: 0)])
        case .drives(let drives):
            asked += drives
            set.load(roadTimes: drives.map { ($0, road?($0) ?? .unanswered) })
        }
    }

    private func commit(_ changes: Changes) {
        check("case", changes.cases)
        check("problem", changes.problems)
        check("fault", changes.faults)
        check("source", changes.faultSources)
        check("plan", changes.plans)
        check("leg", changes.legs)
        check("job", changes.jobs)
        check("hold", changes.holds)
        check("task", changes.tasks)
        check("timer", changes.timers)
        check("campaign", changes.campaigns)
        for row in changes.campaigns { campaigns[row.id] = row }
        check("addressee", changes.addressees)
        for hold in changes.holds { holds[hold.id] = hold }
        for task in changes.tasks { tasks[task.id] = task }
        for row in changes.cases where row.state.isEnd { ended[row.id] = row }
        outbox += changes.outbox
        events += changes.events
        said += changes.said
        rejected += changes.rejected
        self.changes.append(changes)
        set.apply(changes)
        for asset in changes.newAssets where disk[asset.key] == nil {
            disk[asset.key] = AssetFile(
                reference: AssetReference(
                    key: asset.key, id: asset.id, known: false, traits: AssetTraits(kind: .other)))
        }
        for file in changes.files { disk[file.reference.key] = file }
        set.endBatch(touched: changes.files.map(\.reference.key))
    }

    private func check(_ table: String, _ rows: [some VersionedRow]) {
        for row in rows {
            let key = "\(table) \(row.id)"
            precondition(row.version == (versions[key] ?? 0) + 1, "\(key) jumps to version \(row.version)")
            versions[key] = row.version
        }
    }

    // MARK: What is true now

    func openCase(_ asset: String) -> CaseFile? {
        symbols.find(asset).flatMap { set.assets.key(of: $0) }.flatMap { disk[$0]?.current }
    }

    func openTasks(_ asset: String) -> [TaskRow] { openCase(asset)?.tasks.filter(\.isOpen) ?? [] }

    /// The open daily digest, if there is one.
    var digest: TaskRow? { tasks.values.first { $0.group == .digest && $0.isOpen } }

    var liveHolds: [HoldRow] { holds.values.filter { $0.state.isLive }.sorted { $0.id < $1.id } }
}

extension ContactReference {
    init(_ id: String, _ role: Role, language: String = "en") {
        self.init(id: id, role: role, language: language, utcOffsetMinutes: 120, doNotCall: false)
    }
}

extension Coordinate {
    static func at(_ latitude: Double, _ longitude: Double) -> Coordinate {
        guard let place = try? Coordinate(latitude: latitude, longitude: longitude) else {
            preconditionFailure("\(latitude), \(longitude) is no place")
        }
        return place
    }
}

extension Unit {
    static func flatbed(_ id: String, _ latitude: Double, _ longitude: Double, reach: Reach = .mqtt) -> Unit {
        Unit(
            id: id, name: id, kind: "flatbed", capabilities: [.flatbed, .winch, .evTrained, .jumpStart],
            maxMassKg: 5_000, coordinate: .at(latitude, longitude), reach: reach, seats: 3, readinessMinutes: 2)
    }
}

import Casework
import Outreach
import Planning
import Telemetry

extension History {
    private typealias Event = (inout [Input], History) throws -> Void

    /// One to three things at the same time, and then a step.
    func happen() throws {
        var inputs: [Input] = []
        for _ in 0..<(random.chance(80) ? 1 : 2 + random.below(2)) { try add(to: &inputs) }
        if inputs.isEmpty, pending.isEmpty { return }
        recent = (recent + inputs).suffix(6)
        try step(inputs)
    }

    private func add(to inputs: inout [Input]) throws {
        let event = random.weighted([
            (14, 0), (8, 1), (3, 2), (7, 3), (7, 4), (34, 5), (24, 6), (6, 7), (3, 8), (2, 9), (3, 10), (3, 11),
            (12, 12), (4, 13), (2, 14), (4, 15),
        ])
        switch event {
        case 0: inputs.append(faults())
        case 1: inputs.append(position())
        case 2: inputs.append(driver())
        case 3: if let input = unitPosition() { inputs.append(input) }
        case 4: if let input = unitLiveness() { inputs.append(input) }
        case 5: if let input = job() { inputs.append(input) }
        case 6: finish()
        case 7: fact()
        case 8: locate()
        case 9: close()
        case 10: reimport()
        case 11:
            note("the process starts again")
            restart()
        case 12: try pass()
        case 13:
            if let again = random.pick(recent) {
                note("delivered again: \(line(again))")
                inputs.append(again)
            }
        case 14: snooze()
        default: try driveOn()
        }
    }

    // MARK: Devices

    private static let codes: [(kinds: [AssetKind], codes: [String])] = [
        (
            [.car, .van],
            [
                "obd/P0524", "obd/P0217", "obd/P0562", "obd/C0300", "obd/P0300", "obd/P0420", "obd/B1000", "obd/P0685",
                "ovms/batt.12v.shutdown", "ovms/tpms.alert",
            ]
        ),
        ([.car], ["obd/P0A0D", "obd/P0D20", "obd/P0AA6"]),
        ([.truck, .trailer], ["j1939/SPN100.FMI1", "j1939/SPN46.FMI1", "obd/P0420"]),
        ([.charger], ["ocpp/GroundFailure", "ocpp/PowerSwitchFailure", "ocpp/PowerMeterFailure"]),
    ]

    private func subject() -> (id: String, kind: AssetKind) {
        random.weighted([
            (10, ("car-1", .car)), (8, ("car-2", .car)), (5, ("car-3", .van)), (5, ("truck-1", .truck)),
            (4, ("charger-1", .charger)), (3, ("trailer-1", .trailer)), (1, ("nobody-1", .car)),
        ]) ?? ("car-1", .car)
    }

    private func faults() -> Input {
        let (asset, kind) = subject()
        let codes = History.codes.filter { $0.kinds.contains(kind) }.flatMap(\.codes)
        let mode = random.weighted([
            (60, FaultReport.Mode.raise), (18, .set), (20, .clear), (2, .log),
        ])
        let count = mode == .set && random.chance(60) ? 0 : 1 + random.below(2)
        let chosen = (0..<count).compactMap { _ in random.pick(codes) }
        let report = FaultReport(
            mode: mode ?? .raise, kind: random.chance(90) ? .active : .stored,
            codes: chosen.map { FaultCode(code: $0, status: .confirmed, raw: $0) })
        // Cleared by the same box that raised it, mostly.
        let source = random.chance(90) ? "native/box" : "obd2/dongle"
        return observe(asset, source, .faults(report), at: time())
    }

    private func position() -> Input {
        let (asset, _) = subject()
        var place = BooksTown.near(BooksTown.centre, &random)
        if let known = ledger.openRecords.first(where: { symbols.find(asset) == set.assets.symbol(of: $0.row.asset) })?
            .plans.last?.place?.coordinate, random.chance(60)
        {
            // A little further on, over or under the distance that makes a new plan.
            place = .at(known.latitude + Double(random.below(100) - 50) / 5_000, known.longitude)
        }
        if random.chance(5) { place = .at(62.13, 25.6) }
        if random.chance(2) { place = .at(0, 0) }
        let fix = Position(
            coordinate: place, speed: random.chance(20) ? nil : random.chance(60) ? 0 : Float(random.below(120)),
            accuracy: random.chance(80) ? 10 : Float(random.below(5_000)))
        return observe(asset, "native/box", .position(fix), at: time())
    }

    /// A grave case whose fault goes away and whose asset drives again as if nothing had been.
    private func driveOn() throws {
        let grave = ledger.openRecords.filter { $0.row.severity == .stop || $0.row.immobile }
        guard let record = random.pick(grave), let place = record.plans.last?.place?.coordinate else { return }
        let asset = symbols[set.assets.symbol(of: record.row.asset)]
        let report = FaultReport(mode: .set, kind: .active, codes: [])
        try step([
            observe(asset, "native/box", .faults(report), at: now),
            observe(asset, "obd2/dongle", .faults(report), at: now),
        ])
        for minute in 0..<(1 + random.below(8)) {
            let further = Coordinate.at(place.latitude + Double(minute) / 100, place.longitude)
            try step([
                observe(asset, "native/box", .position(Position(coordinate: further, speed: 60, accuracy: 5)), at: now)
            ])
            try wait(70)
        }
    }

    private func driver() -> Input {
        let (asset, _) = subject()
        let message = DriverMessage(
            kind: random.pick(DriverMessage.Kind.allCases) ?? .needHelp,
            coordinate: random.chance(40) ? BooksTown.near(BooksTown.centre, &random) : nil)
        return observe(asset, "native/app", .driver(message), at: time())
    }

    // MARK: Units

    private func unitPosition() -> Input? {
        guard let unit = random.pick(town.units) else { return nil }
        let place: Coordinate = random.chance(8) ? .at(62.13, 25.6) : BooksTown.near(BooksTown.centre, &random)
        return observe(unit.id, "native/\(unit.id)", .unitPosition(Position(coordinate: place)), at: time())
    }

    private func unitLiveness() -> Input? {
        let busy = ledger.openRecords.flatMap { $0.liveJobs.map(\.unit) }.filter { !$0.hasPrefix("zone:") }
        let some = random.chance(50) ? random.pick(busy) ?? random.pick(town.units)?.id : random.pick(town.units)?.id
        guard let unit = random.chance(95) ? some : "X9" else { return nil }
        return observe(unit, "native/\(unit)", .unitLiveness(online: random.chance(65)), at: now)
    }

    private func job() -> Input? {
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

    // MARK: Dispatchers

    private func ask(_ kind: DeskAction.Kind) {
        lastAction += 1
        note("Mari: \(kind)")
        pending.append(DeskAction(id: lastAction, actor: "Mari", at: now, kind: kind))
    }

    private func finish() {
        let records =
            ledger.openRecords
            + ledger.cases.keys.sorted().compactMap { ledger.cases[$0] }.filter { !$0.errands.isEmpty }
        guard let record = random.pick(records), let task = random.pick(record.openTasks) else { return }
        if screens[task.id] == nil {
            screens[task.id] = record.promise(at: now)
            attempts[task.id, default: 0] += 1
            note("Mari claims task \(task.id)")
            // Sometimes a while passes between what the screen shows and what is said of the call.
            if random.chance(40) { return }
        }
        let outcome =
            task.isCall
            ? random.weighted([
                (60, Outcome.reached), (12, .noAnswer), (4, .wrongNumber), (2, .inDanger), (2, .declined),
                (2, .solved),
            ])
            : random.weighted([
                (50, .accepted), (20, .declined), (15, .noAnswer), (15, .reached), (15, .callBack),
            ])
        let chosen = random.chance(92) ? outcome ?? .reached : random.pick(Outcome.allCases) ?? .reached
        let promise = chosen == .reached ? screens[task.id] ?? Promise(at: now) : nil
        screens[task.id] = nil
        ask(
            .finish(
                task: task.id, outcome: chosen, promise: promise,
                etaMinutes: chosen == .accepted ? random.pick([nil, 15, 25, 40]) ?? nil : nil,
                openQuestion: random.chance(5) ? "what does it cost" : nil))
    }

    private func snooze() {
        guard let task = random.pick(ledger.openRecords.flatMap(\.openTasks)) else { return }
        ask(.snooze(task: task.id, until: now.adding(seconds: Int64(random.below(3_600)))))
    }

    private static let facts = [
        ("people", ["1", "3", "7", "many"]), ("height_limit_m", ["2.1", "3.5"]), ("live_lane", ["yes", "no"]),
        ("approved", ["yes", "no"]), ("road", ["Ring"]), ("smoke", ["yes", "no"]), ("wheels_turn", ["no", "yes"]),
        ("scene_released", ["yes"]), ("reduced_mobility", ["yes"]), ("trailer", ["yes"]),
        ("safe_place", ["yes", "no"]), ("key", ["no"]),
    ]

    private func fact() {
        guard let record = random.pick(ledger.openRecords), let (key, values) = random.pick(History.facts),
            let value = random.pick(values)
        else { return }
        ledger.store(fact: key, value, of: record.row.id)
        ask(.fact(caseID: record.row.id, key: key, value: value))
    }

    private func locate() {
        guard let record = random.pick(ledger.openRecords) else { return }
        ask(.locate(caseID: record.row.id, coordinate: BooksTown.near(BooksTown.centre, &random)))
    }

    private func close() {
        guard let record = random.pick(ledger.openRecords) else { return }
        let state = random.pick([CaseState.solved, .declined, .referred, .withdrawn, .open]) ?? .solved
        ask(.close(caseID: record.row.id, state: state, reason: "they said so"))
    }

    // MARK: The rest of the world

    private func reimport() {
        switch random.below(6) {
        case 0: if let unit = random.pick(town.units) { town.retiredUnits.insert(unit.id) }
        case 1: town.retiredUnits = []
        case 2: if let slot = random.pick(town.slots) { town.retiredSlots.insert(slot.id) }
        case 3: town.retiredSlots = []
        case 4:
            if let (holder, part) = random.pick(BooksTown.parts) {
                ledger.store(stock: random.below(3), of: part, at: holder)
            }
        default:
            let isShy = random.chance(50)
            ledger.edit(1) { asset in
                if !asset.contacts.isEmpty { asset.contacts[0].doNotCall = isShy }
            }
        }
        note("an import: without \(town.retiredUnits.sorted()) and slots \(town.retiredSlots.sorted())")
        reread()
    }

    private func pass() throws {
        let seconds = Int64(random.pick([1, 10, 46, 61, 130, 310, 700, 3_700]) ?? 1)
        if random.chance(25) {
            stall(seconds)
        } else {
            try wait(seconds)
        }
    }

    /// Now, mostly; sometimes long ago, or not yet.
    private func time() -> Timestamp {
        if random.chance(88) { return now }
        return now.adding(seconds: Int64(random.pick([-5, -60, -4_000, 3, 600, 86_400]) ?? 0))
    }

    private func line(_ input: Input) -> String {
        guard case .observation(let observation, _) = input else { return "\(input)" }
        return "\(symbols[observation.subject]): \(observation.body.line)"
    }

    private func observe(_ subject: String, _ source: String, _ body: Observation.Body, at time: Timestamp) -> Input {
        note("\(subject): \(body.line)" + (time == now ? "" : " at \(time.iso8601)"))
        return .observation(
            Observation(
                subject: symbols.intern(subject), source: symbols.intern(source), time: time, timeTrusted: true,
                body: body), retained: false)
    }
}

extension Observation.Body {
    /// For reading.
    fileprivate var line: String {
        switch self {
        case .position(let fix): "position \(fix.coordinate.words) at \(fix.speed ?? -1) km/h, \(fix.accuracy ?? -1) m"
        case .signal(_, let value): "signal \(value)"
        case .faults(let report): "\(report.mode) \(report.kind) \(report.codes.map(\.code))"
        case .liveness(let online): "online \(online)"
        case .driver(let message): "\(message.kind.rawValue) \(message.coordinate?.words ?? "")"
        case .unitPosition(let fix): "unit position \(fix.coordinate.words)"
        case .unitLiveness(let online): "unit online \(online)"
        case .job(let report):
            "offer \(report.offerID) \(report.state.rawValue), \(report.etaMinutes ?? -1) min, \(report.reason ?? "")"
        }
    }
}

extension Coordinate {
    fileprivate var words: String { "\(latitude),\(longitude)" }
}

extension CaseRecord {
    /// What a screen of this case promises.
    func promise(at now: Timestamp) -> Promise {
        var promise = Promise(at: now)
        promise.slot = holds.last { $0.kind == .slot && $0.state == .confirmed }.flatMap { Int64($0.resource) }
        guard let plan = plans.last?.state, plan == .made || plan == .provisional,
            let job = jobs.last(where: \.isLive), let leg = legs.first(where: { $0.id == job.legID })
        else { return promise }
        switch job.state {
        case .accepted, .delayed, .enRoute, .onScene, .loaded, .madeSafe:
            promise.unit = job.unit
            promise.latest = leg.etaHigh
        default: break
        }
        return promise
    }
}

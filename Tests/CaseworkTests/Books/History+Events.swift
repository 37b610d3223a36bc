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
            (14, 0), (8, 1), (3, 2), (7, 3), (7, 4), (28, 5), (24, 6), (6, 7), (3, 8), (2, 9), (3, 10), (3, 11),
            (12, 12), (4, 13), (2, 14), (4, 15), (6, 16),
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
        case 15: try driveOn()
        default: try work()
        }
    }

    // MARK: Devices

    private static let codes: [(kinds: [AssetKind], codes: [String])] = [
        (
            [.car, .van],
            [
                "obd/P0524", "obd/P0217", "obd/P0562", "obd/C0300", "obd/P0300", "obd/P0420", "obd/B1000", "obd/P0685",
                "obd/P00B7", "obd/P00B7", "obd/P0068",
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
            (4, ("charger-1", .charger)), (3, ("charger-2", .charger)), (3, ("trailer-1", .trailer)),
            (1, ("nobody-1", .car)),
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
    func time() -> Timestamp {
        if random.chance(88) { return now }
        return now.adding(seconds: Int64(random.pick([-5, -60, -4_000, 3, 600, 86_400]) ?? 0))
    }

    private func line(_ input: Input) -> String {
        guard case .observation(let observation, _) = input else { return "\(input)" }
        return "\(symbols[observation.subject]): \(observation.body.line)"
    }

    func observe(_ subject: String, _ source: String, _ body: Observation.Body, at time: Timestamp) -> Input {
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

import Casework
import Outreach
import Planning
import Telemetry

extension World {
    /// A stopped car beside some units, with a workshop that must be asked unless it confirms itself.
    static func stopped(_ units: [Unit], autoConfirm: Bool = true, slots: Int = 3) throws -> World {
        let start = Timestamp(seconds: 1_795_000_000)
        let world = try World(
            units: units,
            workshops: [
                Workshop(
                    id: "W1", name: "Peterburi", coordinate: .at(59.43, 24.85), phone: "+3725550101",
                    autoConfirm: autoConfirm),
                Workshop(
                    id: "W2", name: "Laagri", coordinate: .at(59.35, 24.60), phone: "+3725550102",
                    autoConfirm: autoConfirm),
            ],
            slots: (0..<slots).map {
                Slot(
                    id: Int64($0 + 1), workshopID: $0 == 1 ? "W2" : "W1",
                    start: start.adding(seconds: 14_400 + Int64($0) * 7_200), minutes: 60)
            })
        world.add("car-1")
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        return world
    }

    /// The job that a unit of a car has, or had.
    func lastJob(_ unit: String, of asset: String = "car-1") -> JobRow? {
        openCase(asset)?.jobs.last { $0.unit == unit }
    }

    /// Lets the unit that was asked take the job; the driver is told what is true then.
    func take(_ unit: String, eta: Double? = 20) throws {
        guard let job = openCase("car-1")?.jobs.last(where: { $0.unit == unit }) else {
            throw Missing("job of \(unit)")
        }
        self.job(unit, .accepted, offer: job.offerID, eta: eta)
        guard let task = calls("car-1").first else { return }
        tell(task)
    }

    /// Somebody reaches the addressee of a call and says what is true now.
    func tell(_ task: TaskRow) {
        guard let current = openCase("car-1") else { return }
        let job = current.liveJob.flatMap { $0.state == .offered ? nil : $0 }
        let leg = current.legs.first { $0.id == job?.legID }
        finish(
            task, .reached,
            promise: Promise(at: now, unit: job?.unit, latest: leg?.etaHigh, slot: current.liveSlot))
    }

    /// A word of the crew whose job is the newest of its unit.
    func crew(_ unit: String, _ state: JobState, eta: Double? = nil, reason: String? = nil, at time: Timestamp? = nil) {
        guard let job = openCase("car-1")?.jobs.last(where: { $0.unit == unit }) else { return }
        let report = JobReport(offerID: job.offerID, state: state, reason: reason, etaMinutes: eta)
        step([.observation(observation(unit, "native/\(unit)", .job(report), at: time), retained: false)])
    }

    func unitPosition(_ unit: String, _ latitude: Double, _ longitude: Double, at time: Timestamp? = nil) {
        let place = Position(coordinate: .at(latitude, longitude))
        step([.observation(observation(unit, "native/\(unit)", .unitPosition(place), at: time), retained: false)])
    }

    func unitOnline(_ unit: String, _ online: Bool) {
        step([.observation(observation(unit, "native/\(unit)", .unitLiveness(online: online)), retained: false)])
    }

    // MARK: What is true now

    /// Open calls to the people with the asset.
    func calls(_ asset: String) -> [TaskRow] { openTasks(asset).filter(\.isCall) }

    /// Open calls to crews.
    var crewCalls: [TaskRow] { tasks.values.filter { $0.isOpen && $0.kind == .providerCall }.sorted { $0.id < $1.id } }

    /// Open calls to workshops.
    var workshopCalls: [TaskRow] {
        tasks.values.filter { $0.isOpen && $0.kind == .workshopCall }.sorted { $0.id < $1.id }
    }

    /// Units that are held.
    var heldUnits: [String] { liveHolds.filter { $0.kind == .unit }.map(\.resource).sorted() }

    /// The slot that is held.
    var heldSlot: HoldRow? { liveHolds.first { $0.kind == .slot } }

    /// How often a unit was told that it need not come.
    func standDowns(_ unit: String) -> Int {
        outbox.count { $0.topic == "callahead/v1/units/\(unit)/stand_down" }
    }

    struct Missing: Error {
        let what: String
        init(_ what: String) { self.what = what }
    }
}

extension Unit {
    /// A flatbed with a telephone beside its device.
    static func called(_ id: String, _ latitude: Double, _ longitude: Double, reach: Reach = .mqtt) -> Unit {
        var unit = Unit.flatbed(id, latitude, longitude, reach: reach)
        unit.phone = "+3725550001"
        return unit
    }
}

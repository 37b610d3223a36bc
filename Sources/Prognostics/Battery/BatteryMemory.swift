package import Telemetry

/// The starter battery of one asset as its device shows it: some 250 bytes.
///
/// Devices report every second or twice a day, with engine speed or without. From whatever comes it tells three
/// phases apart. *At rest*: for ``restAfter`` nothing ran, charged, moved or was switched on; only then a voltage
/// says the charge. *Cranking*: a dip after which the engine runs. *Driving*: the voltage is the alternator's. All
/// else is no evidence. Volts are kept as those of a 12 V system; a 24 V system is recognised and halved.
///
/// What it cannot see, it does not say: a device that never samples during a start gives no cranking, one that is
/// switched off with the ignition gives no rest.
package struct BatteryMemory: Equatable, Codable, Sendable {
    /// What became of a value.
    package enum Outcome: Sendable, Equatable {
        case taken
        /// No number, or one that no such sensor measures.
        case refused
        /// Older than the newest: the past is not rewritten.
        case late
        /// A control unit's voltage, while the battery's own is known.
        case spare
    }

    /// From the last charge or load until a voltage counts as resting, in milliseconds: 4 h.
    ///
    /// The surface charge takes hours to go; published advice ranges from 2 h (Kia's workshop manual) over 4 h
    /// (Lifeline) to 8 h.
    package static let restAfter: Int64 = 4 * 3_600_000
    /// An engine speed says for so long that the engine runs; devices report every few seconds to minutes.
    static let speedStands: Int64 = 10 * 60_000
    /// An outside temperature stands for so long: yesterday's is better than none.
    static let temperatureStands: Int64 = 24 * 3_600_000
    /// For so long after the battery's own voltage a control unit's is not used.
    static let ownVoltageStands: Int64 = 7 * 86_400_000
    /// Above this the engine runs by itself; starters turn it at 100 to 250.
    static let idles = 300.0

    /// The newest time of anything, milliseconds since 1970.
    private var newest: Int64 = .min
    private var firstVoltage: Int64 = .min
    /// When the battery's own voltage was last reported.
    private var ownVoltageAt: Int64 = .min
    /// Below zero 12 V, above zero 24 V; three votes decide.
    private var votes: Int8 = 0
    private var volts: Float = 0
    private var voltsAt: Int64 = .min
    /// When anything last ran, charged, moved or was switched on.
    private var activeAt: Int64 = .min
    /// When the engine was last said to run, `.min` if it was said to stand since.
    private var runningAt: Int64 = .min
    /// When it last ran on this drive; a stop at the lights does not end a drive.
    private var droveAt: Int64 = .min
    private var isSwitchedOn = false
    private var celsius: Float = 0
    private var celsiusAt: Int64 = .min
    /// How cold the last days were; optional, so that memories from before it was kept can be read.
    private var nights: ColdNights?
    /// The lowest that somebody expects, and until when.
    private var expected: Float = 0
    private var expectedUntil: Int64 = .min
    private(set) var rest = BatteryRest()
    private(set) var cranks = BatteryCranks()
    private(set) var charging = BatteryCharging()
    /// When this battery came into the vehicle, as far as is known.
    private(set) var replacedAt: Int64 = .min
    /// Since when everything usual has been learnt; `.max` before the first voltage.
    private(set) var learntSince: Int64 = .max

    package init() {}

    /// Whether the system has 24 V; `nil` until three voltages agree.
    package var is24Volt: Bool? { votes >= 3 ? true : votes <= -3 ? false : nil }

    /// Takes one value; several of one message may share their time, in any order.
    @discardableResult
    package mutating func observe(_ signal: BatterySignal, _ value: Double, at time: Timestamp) -> Outcome {
        guard value.isFinite else { return .refused }
        let now = time.milliseconds
        guard now >= newest else { return .late }
        newest = now
        settle(at: now)
        switch signal {
        case .voltage:
            ownVoltageAt = now
            return observeVolts(value, at: now)
        case .moduleVoltage:
            guard ownVoltageAt == .min || now &- ownVoltageAt > BatteryMemory.ownVoltageStands else { return .spare }
            return observeVolts(value, at: now)
        case .engineSpeed:
            guard (0...20_000).contains(value) else { return .refused }
            engine(runs: value > BatteryMemory.idles, at: now)
        case .engineRunning: engine(runs: value > 0, at: now)
        case .switchedOn:
            // Until it was switched off it was on.
            if isSwitchedOn || value > 0 { active(at: now) }
            isSwitchedOn = value > 0
        case .speed:
            guard (0...500).contains(value) else { return .refused }
            if value > 5 { active(at: now) }
        case .outsideTemperature:
            guard (-70...60).contains(value) else { return .refused }
            celsius = Float(value)
            celsiusAt = now
            cranks.learn(celsius: value, at: now)
            if nights == nil { nights = ColdNights(celsius, at: now) } else { nights?.observe(celsius, at: now) }
        }
        return .taken
    }

    /// The lowest outside temperature that somebody expects for the place, until when.
    package mutating func expect(coldest celsius: Double, until time: Timestamp) {
        guard (-70...60).contains(celsius) else { return }
        expected = Float(celsius)
        expectedUntil = time.milliseconds
    }

    /// The lowest outside temperature that the vehicle itself has told of in the last three days.
    package func coldestFelt(at time: Timestamp) -> Double? {
        nights?.coldest(at: time.milliseconds).map(Double.init)
    }

    /// A new battery at `time`: what was learnt of the old one says nothing of it.
    package mutating func replace(at time: Timestamp) {
        guard time.milliseconds > replacedAt else { return }
        replacedAt = time.milliseconds
        // Nothing learnt before it: an old repair that is told only now.
        guard learntSince != .max, learntSince < replacedAt else { return }
        learntSince = replacedAt
        rest.replaced()
        cranks.replaced()
    }

    /// The outside temperature if one is known that still stands.
    func celsius(at now: Int64) -> Double? {
        celsiusAt != .min && now &- celsiusAt <= BatteryMemory.temperatureStands ? Double(celsius) : nil
    }

    /// The lowest temperature to reckon with: the lowest of the last days, or what is expected if that is lower.
    ///
    /// What the vehicle has felt is believed against a milder word: nobody who speaks for many knows its yard.
    func coldestAhead(at now: Int64) -> (celsius: Double, source: ColdSource)? {
        let felt = nights?.coldest(at: now).map(Double.init)
        if expectedUntil != .min, now <= expectedUntil, Double(expected) < felt ?? .infinity {
            return (Double(expected), .told)
        }
        return felt.map { ($0, .felt) }
    }

    /// The same memory with everything settled that time alone decides.
    func settled(at now: Int64) -> BatteryMemory {
        var copy = self
        if now > newest { copy.settle(at: now) }
        return copy
    }

    private mutating func settle(at now: Int64) {
        if runningAt != .min, now &- runningAt > BatteryMemory.speedStands { runningAt = .min }
        if droveAt != .min, now &- droveAt > BatteryMemory.speedStands {
            charging.end(at: droveAt)
            droveAt = .min
        }
        cranks.settle(at: now, celsius: celsius(at: now))
        rest.confirm(at: now)
    }

    private mutating func engine(runs: Bool, at now: Int64) {
        if runs {
            cranks.started(at: now, celsius: celsius(at: now))
            runningAt = now
            droveAt = now
            active(at: now)
        } else if runningAt != .min {
            runningAt = .min
            active(at: now)
        }
    }

    private mutating func active(at now: Int64) {
        activeAt = now
        rest.end(at: now)
    }

    private mutating func observeVolts(_ value: Double, at now: Int64) -> Outcome {
        guard (4...32).contains(value) else { return .refused }
        vote(value)
        guard let is24Volt else { return .taken }
        let sample = Float(is24Volt ? value / 2 : value)
        // A 12 V reading of a 24 V vehicle, or the other way round: no such battery.
        guard (4...16.5).contains(sample) else { return .refused }
        if firstVoltage == .min { firstVoltage = now }
        if learntSince == .max { learntSince = now }
        let previous = voltsAt != .min && now &- voltsAt <= BatteryCranks.patience ? volts : nil
        volts = sample
        voltsAt = now
        if runningAt != .min {
            charging.observe(sample, at: now)
            if Double(sample) >= BatteryTables.chargingFloor { cranks.started(at: now, celsius: celsius(at: now)) }
        } else if Double(sample) >= BatteryTables.chargingFloor {
            cranks.started(at: now, celsius: celsius(at: now))
            active(at: now)
        } else {
            cranks.observe(sample, previous: previous, at: now)
            if !isSwitchedOn, !cranks.isDipping, now &- max(activeAt, firstVoltage) >= BatteryMemory.restAfter {
                let compensated = BatteryTables.compensated(Double(sample), celsius: celsius(at: now))
                rest.observe(Float(compensated), at: now)
            }
        }
        return .taken
    }

    private mutating func vote(_ value: Double) {
        // Between 16.5 and 18 V lies what neither system shows for long.
        if value > 18 {
            votes = min(8, votes + 1)
        } else if value < 16.5 {
            votes = max(-8, votes - 1)
        }
        if votes == 0, firstVoltage != .min {
            // The device measures something else than before.
            rest.replaced()
            cranks.replaced()
            charging = BatteryCharging()
            firstVoltage = .min
            learntSince = .max
        }
    }
}

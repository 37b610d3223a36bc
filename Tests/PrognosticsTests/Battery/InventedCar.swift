import Prognostics
import Telemetry

/// A car that does not exist, with a battery whose truth is known: charge, health, and the morning when it fails.
///
/// Two drives a day. Numbers of a small car: 60 Ah, a starter of 180 A at 20 °C and more in frost, 8 mΩ when new.
struct InventedCar {
    /// How the device reports.
    enum Device: CaseIterable {
        /// Every second around a start, every hour at rest, with engine speed and outside temperature.
        case fast
        /// Every ten minutes, with engine speed.
        case slow
        /// Only volts, every three hours.
        case bare
    }

    /// What one day brings.
    struct Day {
        var celsius = 15.0
        /// 1 is new, 0.3 is worn out: less capacity, more resistance.
        var health = 1.0
        /// What the standing car draws, in amperes.
        var drain = 0.03
        /// Whether the alternator works.
        var charges = true
        var drives = true
    }

    let device: Device
    var voltsPerBattery = 1.0
    var sensorOffset = 0.0
    var hasThermometer = true
    var memory = BatteryMemory()
    private(set) var charge = 0.9
    private(set) var now: Int64 = 1_700_006_400
    private var random: SplitMix

    init(_ device: Device, seed: UInt64 = 1) {
        self.device = device
        random = SplitMix(seed)
    }

    var time: Timestamp { Timestamp(seconds: now) }

    /// Lives a day from midnight to midnight.
    ///
    /// - Returns: False if it did not start.
    mutating func live(_ day: Day) -> Bool {
        let midnight = now
        rest(until: midnight + 27_000, day)
        if day.drives {
            guard start(day) else { return false }
            drive(seconds: 1_800, day)
            rest(until: midnight + 61_200, day)
            guard start(day) else { return false }
            drive(seconds: 1_800, day)
        }
        rest(until: midnight + 86_400, day)
        return true
    }

    /// Volts that one sample shows.
    mutating func report(_ volts: Double, running: Bool, _ day: Day) {
        let noise = (random.unit() - 0.5) * 0.02
        if device != .bare, hasThermometer { memory.observe(.outsideTemperature, day.celsius, at: time) }
        memory.observe(.voltage, (volts + noise + sensorOffset) * voltsPerBattery, at: time)
        if device != .bare { memory.observe(.engineSpeed, running ? 900 : 0, at: time) }
    }

    private func resting(_ day: Day) -> Double {
        let table = [11.89, 12.06, 12.24, 12.45, 12.65]
        let place = min(3.999, max(0, charge * 4))
        let below = Int(place)
        let full = table[below] + (table[below + 1] - table[below]) * (place - Double(below)) + min(0, charge) * 1.5
        return full - (26.7 - day.celsius) * 0.0043
    }

    private mutating func rest(until end: Int64, _ day: Day) {
        let every: Int64 = device == .fast ? 3_600 : device == .slow ? 600 : 10_800
        while now + every <= end {
            now += every
            charge -= day.drain * Double(every) / 3_600 / (60 * day.health)
            report(resting(day), running: false, day)
        }
        charge -= day.drain * Double(end - now) / 3_600 / (60 * day.health)
        now = end
    }

    private mutating func start(_ day: Day) -> Bool {
        let cold = 20 - day.celsius
        let current = 180 * (1 + 0.012 * cold)
        let resistance = 0.008 * (1 + 0.014 * cold) / day.health
        let low = resting(day) - current * resistance
        let starts = low > 7.2
        if device == .fast {
            report(resting(day) - 0.1, running: false, day)
            for _ in 0..<2 {
                now += 1
                report(max(4.5, low + random.unit() * 0.4), running: false, day)
            }
            now += 1
            if starts { report(12.6, running: true, day) }
        }
        return starts
    }

    private mutating func drive(seconds: Int64, _ day: Day) {
        let every: Int64 = device == .fast ? 10 : device == .slow ? 600 : 10_800
        let end = now + seconds
        let most = 0.55 + 0.4 * day.health
        while now < end {
            let next = min(end, now + every)
            if day.charges {
                charge += (most - charge) * min(1, Double(next - now) / 2_000)
            } else {
                charge -= 12 * Double(next - now) / 3_600 / (60 * day.health)
            }
            let isWhole = next - now == every
            now = next
            if isWhole { report(day.charges ? 14.1 : resting(day) - 0.3, running: true, day) }
        }
    }
}

package import Telemetry

/// What a starter battery shows at one time, in volts and in words.
package struct BatteryReading: Equatable, Sendable {
    /// The last resting voltage, compensated for temperature; `nil` if none stands.
    package var restingVolts: Double?
    /// When it was taken.
    package var restedAt: Timestamp?
    /// What is usual for this vehicle.
    package var usualVolts: Double?
    /// How much lower it rests in the last days than in the last weeks, in volts.
    package var decline: Double?
    /// The share of charge that the resting voltage says, below 0 for less than empty.
    package var charge: Double?
    /// The median of the last starts above the limit for their temperature.
    package var crankingMargin: Double?
    /// How far that lies below the usual one.
    package var crankingBelowUsual: Double?
    /// When the last start was seen.
    package var startedAt: Timestamp?
    /// Deep dips that no start followed.
    package var failedStarts = 0
    /// The lowest outside temperature to reckon with, and how it is known.
    package var coldest: Double?
    package var coldestSource: ColdSource?
    /// Whether drives do not charge it, or charge it too much.
    package var isUndercharged = false
    package var isOvercharged = false

    /// What a term of ``BatteryFact`` stands on, as a clause in English: "resting at 12.05 V, about 24 % charged".
    ///
    /// - Returns: `nil` if the reading has nothing on it.
    package func words(of fact: BatteryFact) -> String? {
        switch fact {
        case .charge:
            guard let restingVolts, let charge else { return nil }
            let percent = Int((min(1, max(0, charge)) * 100).rounded())
            let state = charge < 0 ? "empty" : "about \(percent) % charged"
            return "resting at \(BatteryReading.volts(restingVolts)), \(state)"
        case .belowUsual:
            guard let restingVolts, let usualVolts else { return nil }
            let side = restingVolts < usualVolts ? "below" : "above"
            let difference = BatteryReading.volts(abs(usualVolts - restingVolts))
            return "\(difference) \(side) its usual resting voltage of \(BatteryReading.volts(usualVolts))"
        case .decline:
            guard let decline else { return nil }
            let side = decline > 0 ? "lower" : "higher"
            return "resting \(BatteryReading.volts(abs(decline))) \(side) in the last days than in the last weeks"
        case .cranking:
            guard let crankingMargin else { return nil }
            let side = crankingMargin < 0 ? "below" : "above"
            return
                "the last starts stayed \(BatteryReading.volts(abs(crankingMargin))) \(side) the limit for the temperature"
        case .crankingBelowUsual:
            guard let crankingBelowUsual else { return nil }
            let side = crankingBelowUsual > 0 ? "lower" : "higher"
            return "the voltage falls \(BatteryReading.volts(abs(crankingBelowUsual))) \(side) at a start than usual"
        case .cold:
            guard let coldest else { return nil }
            let celsius = Int(coldest.rounded())
            let degrees = celsius < 0 ? "−\(-celsius)" : "\(celsius)"
            return "starts at down to \(degrees) °C to be expected"
        case .charging:
            if isUndercharged { return "the last drives did not charge it" }
            return isOvercharged ? "the last drives charged it with too high a voltage" : "the last drives charged it"
        case .failedStart:
            guard failedStarts > 0 else { return nil }
            return failedStarts == 1 ? "a start that failed" : "\(failedStarts) starts that failed"
        }
    }

    private static func volts(_ value: Double) -> String {
        let hundredths = Int((min(99, max(0, value)) * 100).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) V"
    }
}

extension BatteryMemory {
    /// What is known at a time, for the person who reads the reasons.
    package func reading(at time: Timestamp) -> BatteryReading {
        let now = time.milliseconds
        let memory = settled(at: now)
        var reading = BatteryReading()
        let rest = memory.rest
        if rest.at > memory.replacedAt, rest.at <= now, now &- rest.at <= BatteryMemory.restStands {
            reading.restingVolts = Double(rest.volts)
            reading.restedAt = Timestamp(milliseconds: rest.at)
            reading.charge = BatteryTables.charge(restingVolts: Double(rest.volts), celsius: nil)
            reading.usualVolts = rest.belowUsual.map { Double(rest.volts + $0) }
            reading.decline = rest.decline.map(Double.init)
        }
        let cranks = memory.cranks
        if cranks.at > memory.replacedAt, cranks.at <= now, now &- cranks.at <= BatteryMemory.startsStand {
            reading.crankingMargin = cranks.margin.map(Double.init)
            reading.crankingBelowUsual = cranks.belowUsual.map(Double.init)
            reading.startedAt = Timestamp(milliseconds: cranks.at)
        }
        if cranks.failures > 0, now &- cranks.failedAt <= BatteryMemory.failuresStand {
            reading.failedStarts = Int(cranks.failures)
        }
        let ahead = memory.coldestAhead(at: now)
        (reading.coldest, reading.coldestSource) = (ahead?.celsius, ahead?.source)
        if now &- memory.charging.at <= BatteryMemory.startsStand {
            reading.isUndercharged = memory.charging.verdict == .undercharged
            reading.isOvercharged = memory.charging.verdict == .overcharged
        }
        return reading
    }
}

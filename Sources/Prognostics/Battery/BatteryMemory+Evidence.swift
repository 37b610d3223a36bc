package import Telemetry

extension BatteryMemory: EvidenceSource {
    /// A resting voltage says something for two weeks: a parked battery loses some per cent a month, and what draws
    /// more from it than that has emptied it by then.
    static let restStands: Int64 = 14 * 86_400_000
    /// Starts and drives say something for a month.
    static let startsStand: Int64 = 30 * 86_400_000
    /// Failed starts count for a week.
    static let failuresStand: Int64 = 7 * 86_400_000

    package func append(to evidence: inout Evidence, at time: Timestamp, replaced: Timestamp?, horizon: Horizon) {
        let now = time.milliseconds
        let memory = settled(at: now)
        let since = max(memory.replacedAt, replaced?.milliseconds ?? .min)
        // What was usual for the battery before says nothing of this one.
        let isSame = since <= memory.learntSince
        var weakness = 0
        func add(_ fact: BatteryFact, _ bin: UInt8) {
            evidence.append(fact.term(bin))
            if fact != .charging { weakness += bin >= 3 ? 2 : bin == 2 && fact != .decline ? 1 : 0 }
        }
        let rest = memory.rest
        if rest.at > since, rest.at <= now, now &- rest.at <= BatteryMemory.restStands {
            let charge = BatteryTables.charge(restingVolts: Double(rest.volts), celsius: nil)
            add(.charge, BatteryFact.bin(Float(-charge), above: [-0.75, -0.5, -0.25, 0]))
            if isSame, let below = rest.belowUsual {
                add(.belowUsual, BatteryFact.bin(below, above: [0.1, 0.2, 0.35]))
            }
            if isSame, let decline = rest.decline { add(.decline, BatteryFact.bin(decline, above: [0.05, 0.12])) }
        }
        let cranks = memory.cranks
        if isSame, cranks.at > since, cranks.at <= now, now &- cranks.at <= BatteryMemory.startsStand {
            if let margin = cranks.margin {
                add(.cranking, BatteryFact.bin(-margin, above: [-1, -0.5, 0, 0.5]))
            }
            if let below = cranks.belowUsual {
                add(.crankingBelowUsual, BatteryFact.bin(below, above: [0.4, 0.8, 1.3]))
            }
        }
        if cranks.failures > 0, cranks.failedAt > since, now &- cranks.failedAt <= BatteryMemory.failuresStand {
            add(.failedStart, cranks.failures > 1 ? 2 : 1)
        }
        if let celsius = memory.coldestAhead(at: now)?.celsius, weakness > 0 || rest.at != .min || cranks.at != .min {
            let harder = BatteryTables.strain(celsius: celsius) / BatteryTables.strain(celsius: 10)
            let bin = BatteryFact.bin(Float(harder), above: [1, 1.5, 2.5])
            evidence.append(BatteryFact.cold.term(weakness >= 2 ? bin + 4 : bin))
        }
        let charging = memory.charging
        if let verdict = charging.verdict, charging.at <= now, now &- charging.at <= BatteryMemory.startsStand {
            add(.charging, verdict.rawValue)
        }
    }
}

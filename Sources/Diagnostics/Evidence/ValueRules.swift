internal import Telemetry

/// Thresholds on measured values, each with its source.
///
/// A rule sees the latest value only: how long it has lasted is for the caller to know, who need not pass a value that
/// has not settled.
struct ValueRules {
    let values: MeasuredValues
    let traits: AssetTraits
    private(set) var findings: [SignalFinding] = []

    /// What the values of an asset tell.
    static func findings(_ values: MeasuredValues, of traits: AssetTraits) -> [SignalFinding] {
        var rules = ValueRules(values: values, traits: traits)
        if rules.hasCombustionEngine {
            rules.coolant()
            rules.oilPressure()
        }
        if !traits.kind.isStationary || traits.kind == .generator { rules.voltage() }
        rules.tyres()
        rules.brakeAir()
        rules.isolation()
        if traits.kind == .generator { rules.generator() }
        return rules.findings
    }

    private init(values: MeasuredValues, traits: AssetTraits) {
        self.values = values
        self.traits = traits
    }

    /// 2 for a 24 V system, else 1.
    static func voltageFactor(_ traits: AssetTraits, voltage: Double) -> Double {
        switch traits.kind {
        case .truck, .bus, .trailer: 2
        case .car, .motorcycle, .scooter, .mower: 1
        default: (traits.grossMassKg ?? 0) > 7_500 || voltage >= 20 ? 2 : 1
        }
    }

    private var hasCombustionEngine: Bool {
        guard let energy = traits.energy else { return true }
        return switch energy {
        case .bev, .hydrogen, .mains, .none: false
        default: true
        }
    }

    private var isHeavy: Bool {
        traits.kind == .truck || traits.kind == .bus || (traits.grossMassKg ?? 0) > 3_500
    }

    private mutating func found(
        _ symptom: BuiltInSymptom, _ severity: Severity, _ text: String, _ source: String, immobile: Bool = false
    ) {
        findings.append(
            SignalFinding(
                symptom: symptom, severity: severity, immobile: immobile, kind: .value, text: text, source: source))
    }

    private mutating func coolant() {
        guard let degrees = values[.coolantTemperature] else { return }
        let isLightDiesel = traits.energy == .diesel && !isHeavy
        let limp = isHeavy ? 104.0 : 107
        let stop = isLightDiesel ? 110.0 : 117
        let source =
            isHeavy
            ? "Cummins N14 and ISX15 over-temperature limits"
            : isLightDiesel
                ? "Suzuki and Mazda P0217 thresholds; the stop level is ours"
                : "derived from makers' P0217 thresholds; levels are ours"
        if degrees >= stop {
            found(.engineOverheating, .stop, "coolant at \(degrees.shown) °C, stop from \(stop.shown) °C", source)
        } else if degrees >= limp {
            found(.engineOverheating, .limp, "coolant at \(degrees.shown) °C, limit \(limp.shown) °C", source)
        }
    }

    private mutating func oilPressure() {
        guard let pressure = values[.oilPressure], let speed = values[.engineSpeed], speed > 400 else { return }
        // Light engines idle lower than the line of the heavy diesel, so only its lowest point counts for them.
        let slope = (172.0 - 55) / (2_400 - 800)
        let limit = isHeavy ? 55 + slope * max(0, min(speed, 2_400) - 800) : 55
        guard pressure < limit else { return }
        found(
            .oilPressureLow, .stop,
            "oil pressure \(pressure.shown) kPa at \(speed.shown) rpm, at least \(limit.shown) kPa needed",
            "Cummins fault 415 (SPN 100 FMI 1); owner manuals")
    }

    private mutating func voltage() {
        guard let measured = values[.voltage] else { return }
        let factor = ValueRules.voltageFactor(traits, voltage: measured)
        let volts = measured / factor
        let text = "electrical system at \(measured.shown) V"
        if volts > 16 {
            found(
                .voltageTooHigh, .stop, text + ", above \((16 * factor).shown) V", "Caterpillar EID 50 level 3; Tesla")
            return
        }
        guard traits.energy != .bev else {
            if volts < 10.5 { found(.batteryWeak, .serviceSoon, text + ", may not restart", "Tesla VCFRONT_a182") }
            return
        }
        switch values.engineRuns {
        case true?:
            let source = "Caterpillar EID 43 and 50"
            if volts < 11.5 {
                found(.chargingFailed, .stop, text + " with the engine running", source)
            } else if volts < 12 {
                found(.chargingFailed, .limp, text + " with the engine running", source)
            } else if volts < 12.4, (values[.engineSpeed] ?? 0) > 1_600 {
                found(.chargingWeak, .serviceSoon, text + " with the engine running", source)
            } else if volts > 14.8 {
                found(.voltageTooHigh, .serviceSoon, text + " with the engine running", source)
            }
        case false?:
            let source = "battery tester manuals; the level of immobility is ours"
            if volts < 10.5 {
                found(.batteryFlat, .serviceSoon, text + " at rest: will not start", source, immobile: true)
            } else if volts < 12 {
                found(.batteryWeak, .serviceSoon, text + " at rest: may not start", source)
            }
        case nil:
            // Running or not, this is too low: at rest it will not start, running it will stop.
            if volts < 11.5 {
                found(
                    .lowVoltage, .serviceSoon, text + ", engine state unknown", "battery tester manuals; level is ours")
            }
        }
    }

    private mutating func tyres() {
        guard traits.kind == .car || traits.kind == .van, !isHeavy, let pressure = values[.tyrePressure] else { return }
        if pressure < 100 {
            found(.tyreFlat, .stop, "a tyre at \(pressure.shown) kPa", "Tesla UI_a013, very low; the number is ours")
        } else if pressure < 165 {
            found(
                .tyreLow, .serviceSoon, "a tyre at \(pressure.shown) kPa",
                "FMVSS 138, a quarter below 220 kPa; the usual pressure is our assumption")
        }
    }

    private mutating func brakeAir() {
        // A parked vehicle loses its air and builds it up after the start: only a moving one is in danger.
        guard let pressure = values[.brakeAirPressure], (values[.vehicleSpeed] ?? 0) > 5, pressure < 379 else { return }
        found(.brakeAirLow, .stop, "brake air at \(pressure.shown) kPa while moving", "49 CFR 393.51, 55 psi")
    }

    private mutating func isolation() {
        var perVolt = values[.isolationPerVolt]
        if perVolt == nil, let kiloohm = values[.isolationResistance], let volts = values[.tractionVoltage] {
            perVolt = kiloohm * 1_000 / volts
        }
        guard let perVolt else { return }
        let text = "insulation at \(perVolt.shown) Ω/V"
        if perVolt < 100 {
            found(.isolationFault, .stop, text, "UN R100 5.1.3.1")
        } else if perVolt < 500 {
            found(.isolationFault, .limp, text, "Tesla BMS_a123; UN R100 for AC circuits")
        }
    }

    private mutating func generator() {
        if let hertz = values[.generatorFrequency], hertz > 72 {
            found(.generatorOverspeed, .stop, "\(hertz.shown) Hz", "genmon alarm 1200, 60 Hz sets")
        }
        if let percent = values[.generatorVoltagePercent] {
            if percent > 110 {
                found(.generatorOvervoltage, .stop, "\(percent.shown) % of the nominal voltage", "genmon alarm 1800")
            } else if percent < 80, values.engineRuns != false {
                found(.generatorUndervoltage, .stop, "\(percent.shown) % of the nominal voltage", "genmon alarm 1900")
            }
        }
    }
}

extension Double {
    /// At most one digit after the point, none if it is zero.
    ///
    /// Values are plausible ones, so they fit an integer.
    fileprivate var shown: String {
        let tenths = (self * 10).rounded()
        guard tenths.magnitude < 1e12 else { return "\(self)" }
        let whole = Int(tenths) / 10
        let rest = abs(Int(tenths) % 10)
        return rest == 0 ? String(whole) : (self < 0 && whole == 0 ? "-" : "") + "\(whole).\(rest)"
    }
}

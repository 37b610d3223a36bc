internal import Telemetry

extension ValueRules {
    mutating func voltage() {
        guard let measured = values[.voltage] else { return }
        let factor = ValueRules.voltageFactor(traits, voltage: measured)
        func text() -> String { "electrical system at \(measured.shown) V" }
        if weigh(EscalationRule.voltageTooHigh, .voltage, factor: factor, text: text()) { return }
        guard traits.energy != .bev else {
            weigh(EscalationRule.voltageElectric, .voltage, factor: factor, text: text())
            return
        }
        let speed = values[.engineSpeed]
        switch values.engineRuns {
        case true? where speed.map({ $0 > 600 }) ?? true:
            func running() -> String { text() + " with the engine running" }
            if weigh(EscalationRule.charging, .voltage, factor: factor, text: running()) { return }
            if let speed, speed > 1_600,
                weigh(EscalationRule.chargingWeak, .voltage, factor: factor, text: running())
            {
                return
            }
            if speed.map({ $0 > 800 }) ?? true {
                weigh(EscalationRule.chargingHigh, .voltage, factor: factor, text: running())
            }
        case false?:
            weigh(EscalationRule.resting, .voltage, factor: factor, text: text() + " at rest")
        case nil where speed != nil:
            // Between standing and idling the starter turns it: the voltage is low, and only too low means something.
            weigh(EscalationRule.crankingDip, .voltage, factor: factor, text: text() + " while it is cranked")
        case nil
        // Of a 24 V system some devices see only one of the two batteries.
        where factor == 1 && values[.vehicleSpeed].map({ $0 < 1 }) ?? false
            && weigh(EscalationRule.voltageStanding, .voltage, factor: factor, text: text() + ", standing"):
            break
        default:
            weigh(EscalationRule.voltageUnknown, .voltage, factor: factor, text: text() + ", engine state unclear")
        }
    }

    mutating func isolation() {
        if let perVolt = values[.isolationACPerVolt] {
            weigh(EscalationRule.isolationAC, .isolationACPerVolt, text: "AC insulation at \(perVolt.shown) Ω/V")
        }
        if let perVolt = values[.isolationPerVolt] {
            weigh(EscalationRule.isolation, .isolationPerVolt, text: "insulation at \(perVolt.shown) Ω/V")
        } else if let kiloohm = values[.isolationResistance], let volts = values[.tractionVoltage] {
            weigh(
                EscalationRule.isolation, .isolationResistance,
                text: "insulation at \((kiloohm * 1_000 / volts).shown) Ω/V", scale: { $0 * 1_000 / volts })
        }
    }

    mutating func runaway() {
        guard let rise = values[.tractionTemperatureRise] else { return }
        let temperature = values[.tractionTemperature] ?? 0
        let drop = values[.cellVoltageDrop] ?? 0
        guard drop > 25 || temperature >= 60 else { return }
        weigh(
            EscalationRule.runaway, .tractionTemperatureRise,
            text: "traction battery at \(temperature.shown) °C rising by \(rise.shown) K/s, a cell \(drop.shown) % low")
    }

    mutating func generator() {
        let nominal = values[.generatorNominalFrequency] ?? 60
        if let hertz = values[.generatorFrequency] {
            weigh(
                EscalationRule.generatorFrequency, .generatorFrequency,
                text: "\(hertz.shown) Hz of \(nominal.shown) Hz", scale: { $0 / nominal * 100 })
        }
        guard let percent = values[.generatorVoltagePercent] else { return }
        func text() -> String { "\(percent.shown) % of the nominal voltage" }
        if weigh(EscalationRule.generatorVoltage, .generatorVoltagePercent, text: text()) { return }
        if values.engineRuns != false {
            weigh(EscalationRule.generatorUndervoltage, .generatorVoltagePercent, text: text())
        }
    }
}

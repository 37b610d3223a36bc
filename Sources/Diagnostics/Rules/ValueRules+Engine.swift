internal import Telemetry

extension ValueRules {
    mutating func coolant() {
        guard let degrees = values[.coolantTemperature] else { return }
        let light = traits.energy == .diesel ? EscalationRule.coolantDiesel : EscalationRule.coolant
        weigh(
            isHeavy ? EscalationRule.coolantHeavy : light, .coolantTemperature, text: "coolant at \(degrees.shown) °C")
    }

    mutating func oilPressure() {
        guard let pressure = values[.oilPressure], let speed = values[.engineSpeed], speed > 400 else { return }
        func text() -> String { "oil pressure \(pressure.shown) kPa at \(speed.shown) rpm" }
        guard isHeavy else {
            // Light engines idle lower than the line of the heavy diesel, so only its lowest point counts for them.
            weigh(EscalationRule.oilPressure, .oilPressure, text: text())
            return
        }
        let limit = 55 + (172.0 - 55) / (2_400 - 800) * max(0, min(speed, 2_400) - 800)
        weigh(EscalationRule.oilPressureHeavy, .oilPressure, limit: limit, text: text())
    }
}

internal import Telemetry

extension ValueRules {
    mutating func tyres() {
        guard let pressure = values[.tyrePressure] else { return }
        func text() -> String { "a tyre at \(pressure.shown) kPa" }
        let isLight = (traits.kind == .car || traits.kind == .van) && (traits.grossMassKg ?? 0) <= 4_536
        if isLight, weigh(EscalationRule.tyreFlat, .tyrePressure, text: text()) { return }
        if let placard = values[.tyrePlacard] {
            weigh(
                EscalationRule.tyrePlacard, .tyrePressure, text: "\(text()) of \(placard.shown) kPa",
                scale: { $0 / placard * 100 })
        } else if isLight {
            weigh(EscalationRule.tyreLow, .tyrePressure, text: text())
        }
    }

    mutating func brakeAir() {
        guard let pressure = values[.brakeAirPressure] else { return }
        func text() -> String { "brake air at \(pressure.shown) kPa" }
        // A parked vehicle loses its air and builds it up after the start: only a moving one is in danger, or one that
        // has run for minutes and still has none.
        if (values[.vehicleSpeed] ?? 0) > 5 {
            if weigh(EscalationRule.brakeAirLow, .brakeAirPressure, text: text() + " while moving") { return }
            if let cutOut = values[.brakeAirCutOut] {
                weigh(
                    EscalationRule.brakeAirHalf, .brakeAirPressure,
                    text: "\(text()) while moving, the governor cuts out at \(cutOut.shown) kPa",
                    scale: { $0 / cutOut * 100 })
            }
        } else if values.engineRuns == true {
            weigh(EscalationRule.springBrakes, .brakeAirPressure, text: text() + " with the engine running")
        }
    }
}

/// Which signals are kept over days, and what of a day is a signal of its own.
///
/// A service cannot keep every value for years. What it keeps of a day are three numbers, and each of them is followed
/// against its own past like any other signal (``SignalMemory``), under a name of its own: what was learnt of the mean of a
/// day must never be asked of a single value. A day counts from the first value of a later one on, at the time of that
/// value: not earlier, because more of it could have come.
///
/// What the starter battery's own rules read (``BatterySignal``) is not among them: the same drop in voltage would count
/// twice, once by published thresholds and once as learnt.
package enum DailySignal: String, Sendable, CaseIterable {
    case mean = "DailyMean"
    case low = "DailyLow"
    case high = "DailyHigh"

    /// The VSS names whose days are kept.
    ///
    /// What wears, clogs, leaks or overheats, and nothing that tells how or where somebody drives. Fewer than
    /// ``SignalMemory/signalLimit`` with three readings each, so that none is left out.
    package static let names: Set<String> = [
        "Vehicle.Powertrain.CombustionEngine.ECT",
        "Vehicle.Powertrain.CombustionEngine.EOT",
        "Vehicle.Powertrain.CombustionEngine.EngineOilPressure",
        "Vehicle.Powertrain.CombustionEngine.DieselExhaustFluid.Level",
        "Vehicle.Powertrain.Transmission.Temperature",
        "Vehicle.Powertrain.ElectricMotor.Temperature",
        "Vehicle.Powertrain.ElectricMotor.Front.Temperature",
        "Vehicle.Powertrain.ElectricMotor.Rear.Temperature",
        "Vehicle.Powertrain.TractionBattery.StateOfHealth",
        "Vehicle.Powertrain.TractionBattery.CurrentVoltage",
        "Vehicle.Powertrain.TractionBattery.CellVoltage.Min",
        "Vehicle.Powertrain.TractionBattery.CellVoltage.Max",
        "Vehicle.Powertrain.TractionBattery.Temperature.Average",
        "Vehicle.Powertrain.TractionBattery.Temperature.Min",
        "Vehicle.Powertrain.TractionBattery.Temperature.Max",
        "Vehicle.OBD.IntakeTemp",
        "Vehicle.OBD.FuelPressure",
        "Vehicle.OBD.FuelRailPressureAbsolute",
        "Vehicle.OBD.ShortTermFuelTrim1",
        "Vehicle.OBD.LongTermFuelTrim1",
        "Vehicle.Chassis.Axle.Row1.Wheel.Left.Tire.Pressure",
        "Vehicle.Chassis.Axle.Row1.Wheel.Right.Tire.Pressure",
        "Vehicle.Chassis.Axle.Row2.Wheel.Left.Tire.Pressure",
        "Vehicle.Chassis.Axle.Row2.Wheel.Right.Tire.Pressure",
    ]

    /// A shorter horizon than this has no use for days: before the next one comes, the last is too old to count.
    package static let shortestHorizon: Int64 = 86_400

    /// What it is called in a vocabulary: the signal's name with one part more.
    package func name(of signal: String) -> String { "\(signal).\(rawValue)" }
}

/// What a signal means to the rules, whatever a device calls it.
enum SignalRole: Int, CaseIterable, Sendable {
    // Flags: the asset speaks for itself.
    case redStopLamp, amberLamp, protectLamp, checkEngineLamp, checkEngineFlashing, udsSeverity
    case thermalEvent, crash, oilPressureLamp, brakeLamp, tyreLowFlag, brakeFluidLow
    // Conditions of rules.
    case engineSpeed, engineRunning, vehicleSpeed, parkingBrake, tractionVoltage
    // Measured values.
    case coolantTemperature, oilPressure, voltage, tyrePressure, brakeAirPressure
    case isolationPerVolt, isolationResistance, generatorFrequency, generatorVoltagePercent

    /// Whether it is a flag, which devices send on change and which therefore stays true for longer.
    var isFlag: Bool { rawValue <= SignalRole.brakeFluidLow.rawValue || self == .parkingBrake }

    /// What values a working sensor can give; others are sentinels and say nothing.
    var plausible: ClosedRange<Double> {
        switch self {
        case .coolantTemperature: -50...180  // OBD's 215 °C and J1939's 210 °C are "no data"
        case .oilPressure: 0...2_000
        case .engineSpeed: 0...20_000
        case .vehicleSpeed: 0...400
        case .voltage: 6...40  // below 6 V the supply of the device was cut, which says nothing of the battery
        case .tyrePressure: 5...1_500  // 0 is a sensor that has not reported yet
        case .brakeAirPressure: 1...2_000
        case .tractionVoltage: 20...1_500
        case .isolationPerVolt, .isolationResistance: 0...1_000_000
        case .generatorFrequency: 0...200
        case .generatorVoltagePercent: 0...300
        case .udsSeverity: 0...255
        default: 0...1
        }
    }

    /// The sensor behind it.
    var group: SensorGroup {
        switch self {
        case .coolantTemperature: .coolantTemperature
        case .oilPressure: .oilPressure
        case .engineSpeed: .engineSpeed
        case .vehicleSpeed: .vehicleSpeed
        case .voltage: .voltage
        case .tyrePressure: .tyrePressure
        case .brakeAirPressure: .brakeAir
        case .isolationPerVolt, .isolationResistance: .isolation
        case .brakeFluidLow: .brakeFluid
        default: []
        }
    }

    /// The names of each role, preferred first.
    ///
    /// VSS has none for lamps, isolation and air brakes: those are `Device.…`.
    static let names: [(name: String, role: SignalRole)] = {
        var names: [(String, SignalRole)] = [
            ("Device.RedStopLamp", .redStopLamp), ("Device.AmberWarningLamp", .amberLamp),
            ("Device.ProtectLamp", .protectLamp), ("Vehicle.OBD.Status.IsMILOn", .checkEngineLamp),
            ("Vehicle.OBD.IsMILOn", .checkEngineLamp), ("Device.MILOn", .checkEngineLamp),
            ("Device.MILFlashing", .checkEngineFlashing), ("Device.UDSSeverity", .udsSeverity),
            ("Device.ThermalEventWarning", .thermalEvent), ("Device.CrashDetected", .crash),
            ("Device.OilPressureLamp", .oilPressureLamp), ("Device.BrakeWarningLamp", .brakeLamp),
            ("Vehicle.Powertrain.CombustionEngine.Speed", .engineSpeed), ("Vehicle.OBD.EngineSpeed", .engineSpeed),
            ("Vehicle.Powertrain.CombustionEngine.IsRunning", .engineRunning),
            ("Vehicle.Speed", .vehicleSpeed), ("Vehicle.OBD.Speed", .vehicleSpeed),
            ("Vehicle.Chassis.ParkingBrake.IsEngaged", .parkingBrake),
            ("Vehicle.Powertrain.TractionBattery.CurrentVoltage", .tractionVoltage),
            ("Vehicle.Powertrain.CombustionEngine.ECT", .coolantTemperature),
            ("Vehicle.Powertrain.CombustionEngine.EngineCoolant.Temperature", .coolantTemperature),
            ("Vehicle.OBD.CoolantTemperature", .coolantTemperature),
            ("Vehicle.Powertrain.CombustionEngine.EOP", .oilPressure),
            ("Vehicle.Powertrain.CombustionEngine.EngineOil.Pressure", .oilPressure),
            ("Vehicle.LowVoltageBattery.CurrentVoltage", .voltage), ("Vehicle.OBD.ControlModuleVoltage", .voltage),
            ("Device.AirBrakePressure", .brakeAirPressure), ("Device.HVIsolationPerVolt", .isolationPerVolt),
            ("Device.HVIsolationResistance", .isolationResistance),
            ("Device.GeneratorFrequency", .generatorFrequency),
            ("Device.GeneratorVoltagePercent", .generatorVoltagePercent),
        ]
        for row in 1...3 {
            for side in ["Left", "Right"] {
                let wheel = "Vehicle.Chassis.Axle.Row\(row).Wheel.\(side)."
                names.append((wheel + "Tire.Pressure", .tyrePressure))
                names.append((wheel + "Tire.IsPressureLow", .tyreLowFlag))
                names.append((wheel + "Brake.IsFluidLevelLow", .brakeFluidLow))
            }
        }
        return names
    }()

    /// Role and preference by name.
    static let byName: [String: (role: SignalRole, preference: Int)] = Dictionary(
        names.enumerated().map { ($1.name, (role: $1.role, preference: $0)) }, uniquingKeysWith: { first, _ in first })
}

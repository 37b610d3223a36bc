/// What a signal means to the rules, whatever a device calls it.
enum SignalRole: Int, CaseIterable, Sendable {
    // Flags: the asset speaks for itself.
    case redStopLamp, redStopFlashing, amberLamp, protectLamp, checkEngineLamp, checkEngineFlashing, udsSeverity
    case thermalEvent, crash, oilPressureLamp, brakeLamp, tyreLowFlag, brakeFluidLow
    // Conditions of rules.
    case engineSpeed, engineRunning, vehicleSpeed, parkingBrake, tractionVoltage
    // Measured values.
    case coolantTemperature, oilPressure, voltage, tyrePressure, tyrePlacard, brakeAirPressure, brakeAirCutOut
    case isolationPerVolt, isolationACPerVolt, isolationResistance
    case tractionTemperature, tractionTemperatureRise, cellVoltageDrop
    case generatorFrequency, generatorNominalFrequency, generatorVoltagePercent

    /// How many there are; `allCases` would make a list.
    static let count = SignalRole.allCases.count

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
        case .tyrePlacard: 50...1_500
        case .brakeAirCutOut: 300...2_000
        case .tyrePressure: 5...1_500  // 0 is a sensor that has not reported yet
        case .brakeAirPressure: 1...2_000
        case .tractionVoltage: 20...1_500
        case .isolationPerVolt, .isolationACPerVolt, .isolationResistance: 0...1_000_000
        case .tractionTemperature: -60...1_200
        case .tractionTemperatureRise: -50...200
        case .cellVoltageDrop: 0...100
        case .generatorNominalFrequency: 40...500
        case .generatorFrequency: 0...600
        case .generatorVoltagePercent: 0...300
        case .udsSeverity: 0...255
        default: 0...1
        }
    }

    /// The unit of its values; empty for flags.
    var unit: String {
        switch self {
        case .coolantTemperature, .tractionTemperature: "°C"
        case .oilPressure, .tyrePressure, .tyrePlacard, .brakeAirPressure, .brakeAirCutOut: "kPa"
        case .engineSpeed: "rpm"
        case .vehicleSpeed: "km/h"
        case .voltage, .tractionVoltage: "V"
        case .isolationPerVolt, .isolationACPerVolt: "Ω/V"
        case .isolationResistance: "kΩ"
        case .tractionTemperatureRise: "K/s"
        case .cellVoltageDrop, .generatorVoltagePercent: "%"
        case .generatorFrequency, .generatorNominalFrequency: "Hz"
        default: ""
        }
    }

    /// What it is called in sentences.
    var title: String {
        switch self {
        case .coolantTemperature: "the coolant temperature"
        case .oilPressure: "the oil pressure"
        case .engineSpeed: "the engine speed"
        case .vehicleSpeed: "the speed"
        case .voltage: "the voltage"
        case .tyrePressure: "the tyre pressure"
        case .brakeAirPressure: "the brake air pressure"
        case .isolationPerVolt, .isolationACPerVolt, .isolationResistance: "the insulation"
        case .brakeFluidLow: "the brake fluid switch"
        case .tractionTemperature, .tractionTemperatureRise: "the traction battery temperature"
        default: "\(self)"
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
        case .isolationPerVolt, .isolationACPerVolt, .isolationResistance: .isolation
        case .tractionTemperature, .tractionTemperatureRise: .tractionTemperature
        case .brakeFluidLow: .brakeFluid
        default: []
        }
    }

    /// The names of each role, preferred first.
    ///
    /// VSS has none for lamps, isolation and air brakes: those are `Device.…`.
    static let names: [(name: String, role: SignalRole)] = {
        var names: [(String, SignalRole)] = [
            ("Device.RedStopLamp", .redStopLamp), ("Device.RedStopLampFlashing", .redStopFlashing),
            ("Device.AmberWarningLamp", .amberLamp),
            ("Device.ProtectLamp", .protectLamp), ("Vehicle.OBD.Status.IsMILOn", .checkEngineLamp),
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
            ("Vehicle.Powertrain.CombustionEngine.EngineOilPressure", .oilPressure),
            ("Vehicle.LowVoltageBattery.CurrentVoltage", .voltage), ("Vehicle.OBD.ControlModuleVoltage", .voltage),
            ("Device.AirBrakePressure", .brakeAirPressure), ("Device.AirBrakeCutOutPressure", .brakeAirCutOut),
            ("Device.TyrePlacardPressure", .tyrePlacard),
            ("Device.HVIsolationPerVolt", .isolationPerVolt), ("Device.HVIsolationACPerVolt", .isolationACPerVolt),
            ("Device.HVIsolationResistance", .isolationResistance),
            ("Vehicle.Powertrain.TractionBattery.Temperature.Max", .tractionTemperature),
            ("Device.TractionBatteryTemperatureRise", .tractionTemperatureRise),
            ("Device.CellVoltageDropPercent", .cellVoltageDrop),
            ("Device.GeneratorFrequency", .generatorFrequency),
            ("Device.GeneratorNominalFrequency", .generatorNominalFrequency),
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

    /// All names, ascending.
    static let sortedNames = names.map(\.name).sorted()

    /// The roles that a faulty sensor can discredit.
    static let guarded = allCases.filter { !$0.group.isEmpty }
}

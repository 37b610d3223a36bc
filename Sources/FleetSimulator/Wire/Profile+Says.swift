/// What a device family can say at all.
extension Town.Profile {
    /// Whether a code can be said in the family's own words.
    package func says(code: String) -> Bool {
        let word = FaultWord(code)
        return switch self {
        // Names that one make's module or server gives its alerts are of no use to another.
        case .native: !["ovms", "tesla"].contains(word.namespace)
        // They ask the control units of the drive alone: what brakes and doors say stays unread.
        case .obd2MQTT, .teltonika, .wican:
            word.namespace == "obd" && (word.code.hasPrefix("P") || word.code.hasPrefix("U"))
        case .ovms: word.namespace == "ovms"
        case .tesla: word.namespace == "tesla"
        case .j1939: word.namespace == "j1939"
        case .ocpp: word.namespace == "ocpp"
        case .genmon: word.namespace == "genmon"
        case .emsESP: word.namespace == "ems-esp"
        case .landroid: word.namespace == "landroid"
        case .ownTracks: false
        }
    }

    /// Whether a value has a field in the family's messages.
    package func says(signal: String) -> Bool {
        switch self {
        case .native: true
        case .obd2MQTT: ["Vehicle.Speed", Signal.coolant, Signal.supply].contains(signal)
        case .teltonika, .wican: ["Vehicle.Speed", Signal.coolant, Signal.supply, Signal.engine].contains(signal)
        case .ovms: ["Vehicle.Speed", Signal.supply, Signal.charge, Signal.tyre].contains(signal)
        case .tesla: ["Vehicle.Speed", Signal.charge, Signal.tyre].contains(signal)
        case .j1939:
            ["Vehicle.Speed", Signal.coolant, Signal.supply, Signal.engine, Signal.oil, Signal.fuel].contains(signal)
        case .ocpp: signal == "Device.Temperature"
        case .genmon: [Signal.supply, "Device.InputVoltage", "Device.FuelLevel"].contains(signal)
        case .emsESP:
            ["Device.OutletTemperature", "Device.WaterPressure", "Device.AmbientTemperature"].contains(signal)
        case .landroid: signal == "Device.BatteryLevel"
        case .ownTracks: false
        }
    }

    /// Whether the device tells where it is; of a stationary asset its site does, of others a second device may.
    package var tellsPlace: Bool {
        switch self {
        case .native, .obd2MQTT, .teltonika, .ovms, .tesla, .landroid, .ownTracks: true
        case .wican, .j1939, .ocpp, .genmon, .emsESP: false
        }
    }
}

private enum Signal {
    static let coolant = "Vehicle.Powertrain.CombustionEngine.ECT"
    static let engine = "Vehicle.Powertrain.CombustionEngine.Speed"
    static let oil = "Vehicle.Powertrain.CombustionEngine.EngineOilPressure"
    static let supply = VehicleState.supply
    static let charge = "Vehicle.Powertrain.TractionBattery.StateOfCharge.Current"
    static let tyre = VehicleState.frontLeftTyre
    static let fuel = "Vehicle.Powertrain.FuelSystem.RelativeLevel"
}

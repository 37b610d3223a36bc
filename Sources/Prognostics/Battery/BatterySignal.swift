/// What a signal means for the starter battery.
package enum BatterySignal: UInt8, Sendable, CaseIterable {
    /// Volts at the battery or the on-board socket.
    case voltage
    /// Volts at a control unit, which is some tenths lower under load: used where there is no other.
    case moduleVoltage
    /// Revolutions per minute of the combustion engine.
    case engineSpeed
    /// Whether the engine runs, 1 or 0.
    case engineRunning
    /// Whether the vehicle is switched on, 1 or 0.
    case switchedOn
    /// km/h.
    case speed
    /// Degrees Celsius outside.
    case outsideTemperature

    /// The role of a signal by its VSS name, or `nil` if the battery has no use for it.
    ///
    /// The cabin's temperature is none: it is what the driver set, or a car in the sun.
    package init?(name: String) {
        switch name {
        case "Vehicle.LowVoltageBattery.CurrentVoltage": self = .voltage
        case "Vehicle.OBD.ControlModuleVoltage": self = .moduleVoltage
        case "Vehicle.Powertrain.CombustionEngine.Speed": self = .engineSpeed
        case "Vehicle.Powertrain.CombustionEngine.IsRunning": self = .engineRunning
        case "Vehicle.LowVoltageSystemState": self = .switchedOn
        case "Vehicle.Speed": self = .speed
        case "Vehicle.Exterior.AirTemperature": self = .outsideTemperature
        default: return nil
        }
    }

    /// Whether it is a voltage of the battery's, without which nothing can be said of one.
    package var isVoltage: Bool { self == .voltage || self == .moduleVoltage }

    /// A word as the number of this role: VSS states of the low-voltage system.
    ///
    /// - Returns: `nil` for a word that says nothing, such as `UNDEFINED`.
    package static func switchedOn(word: String) -> Double? {
        switch word {
        case "ON", "START", "ACC": 1
        case "OFF", "LOCK": 0
        default: nil
        }
    }
}

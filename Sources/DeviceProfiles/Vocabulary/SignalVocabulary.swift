/// The signals that profiles may name, with the unit that each value carries.
///
/// Names and units are those of the COVESA Vehicle Signal Specification where it has the signal; what it doesn't have
/// is `Device.…`, our own.
package enum SignalVocabulary {
    /// What values of a signal are.
    package enum Form: Sendable, Equatable {
        /// A number in the unit of this word; `nil` for a plain number.
        case number(String?)
        case flag
        case text
    }

    /// The form of a known signal, or `nil`.
    package static func form(of name: String) -> Form? { forms[name] }

    /// The word of the unit that a signal's numbers carry; `nil` without unit or for a signal that is not known.
    package static func unit(of name: String) -> String? {
        if case .number(let unit) = forms[name] { unit } else { nil }
    }

    /// Every known name, sorted.
    package static let names: [String] = forms.keys.sorted()

    private static let forms: [String: Form] = {
        var forms = vehicle.merging(engine) { first, _ in first }
        forms.merge(electric) { first, _ in first }
        forms.merge(diagnostics) { first, _ in first }
        forms.merge(device) { first, _ in first }
        for row in 1...3 {
            for side in ["Left", "Right"] { add(wheel: "Vehicle.Chassis.Axle.Row\(row).Wheel.\(side).", to: &forms) }
        }
        for place in ["", "Front.", "Rear.", "FrontLeft.", "FrontRight.", "RearLeft.", "RearRight."] {
            add(motor: "Vehicle.Powertrain.ElectricMotor.\(place)", to: &forms)
        }
        return forms
    }()

    private static func add(wheel: String, to forms: inout [String: Form]) {
        forms[wheel + "Tire.Pressure"] = .number("kPa")
        forms[wheel + "Tire.IsPressureLow"] = .flag
        // Up to VSS 5; VSS 6 tells the rubber from the air in it.
        forms[wheel + "Tire.Temperature"] = .number("celsius")
        forms[wheel + "Tire.RubberTemperature"] = .number("celsius")
        forms[wheel + "Tire.AirTemperature"] = .number("celsius")
        forms[wheel + "Brake.PadWear"] = .number("percent")
        forms[wheel + "Brake.IsBrakesWorn"] = .flag
        forms[wheel + "Brake.FluidLevel"] = .number("percent")
        forms[wheel + "Brake.IsFluidLevelLow"] = .flag
        forms[wheel + "Speed"] = .number("km/h")
    }

    /// The motors of VSS 6 have a place; a vehicle with one motor had none before.
    private static func add(motor: String, to forms: inout [String: Form]) {
        forms[motor + "Temperature"] = .number("celsius")
        forms[motor + "CoolantTemperature"] = .number("celsius")
        forms[motor + "EngineCoolant.Temperature"] = .number("celsius")
        forms[motor + "Speed"] = .number("rpm")
        forms[motor + "Power"] = .number("kW")
        forms[motor + "Torque"] = .number("Nm")
        forms[motor + "TimeInUse"] = .number("h")
    }
}

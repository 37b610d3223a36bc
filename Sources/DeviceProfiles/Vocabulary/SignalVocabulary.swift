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
        var forms: [String: Form] = [
            "Vehicle.Speed": .number("km/h"),
            "Vehicle.IsMoving": .flag,
            "Vehicle.CurrentLocation.Latitude": .number("degrees"),
            "Vehicle.CurrentLocation.Longitude": .number("degrees"),
            "Vehicle.TraveledDistance": .number("km"),
            "Vehicle.TripMeterReading": .number("km"),
            "Vehicle.LowVoltageSystemState": .text,
            "Vehicle.VehicleIdentification.VIN": .text,
            "Vehicle.LowVoltageBattery.CurrentVoltage": .number("V"),
            "Vehicle.LowVoltageBattery.CurrentCurrent": .number("A"),
            "Vehicle.Exterior.AirTemperature": .number("celsius"),
            "Vehicle.Cabin.HVAC.AmbientAirTemperature": .number("celsius"),
            "Vehicle.OBD.EngineLoad": .number("percent"),
            "Vehicle.OBD.ThrottlePosition": .number("percent"),
            "Vehicle.OBD.IntakeTemp": .number("celsius"),
            "Vehicle.OBD.MAF": .number("g/s"),
            "Vehicle.OBD.MAP": .number("kPa"),
            "Vehicle.OBD.DistanceWithMIL": .number("km"),
            "Vehicle.OBD.Status.DTCCount": .number(nil),
            "Vehicle.OBD.Status.IsMILOn": .flag,
            "Vehicle.Powertrain.CombustionEngine.Speed": .number("rpm"),
            "Vehicle.Powertrain.CombustionEngine.IsRunning": .flag,
            "Vehicle.Powertrain.CombustionEngine.ECT": .number("celsius"),
            "Vehicle.Powertrain.CombustionEngine.EOT": .number("celsius"),
            "Vehicle.Powertrain.CombustionEngine.EOP": .number("kPa"),
            "Vehicle.Powertrain.CombustionEngine.EngineOilPressure": .number("kPa"),
            "Vehicle.Powertrain.CombustionEngine.EngineOilLevel": .text,
            "Vehicle.Powertrain.CombustionEngine.EngineHours": .number("h"),
            "Vehicle.Powertrain.FuelSystem.RelativeLevel": .number("percent"),
            "Vehicle.Powertrain.FuelSystem.AbsoluteLevel": .number("l"),
            "Vehicle.Powertrain.Transmission.Temperature": .number("celsius"),
            "Vehicle.Powertrain.TractionBattery.StateOfCharge.Current": .number("percent"),
            "Vehicle.Powertrain.TractionBattery.CurrentVoltage": .number("V"),
            "Vehicle.Powertrain.TractionBattery.CurrentCurrent": .number("A"),
            "Vehicle.Powertrain.TractionBattery.Temperature.Average": .number("celsius"),
            "Vehicle.Powertrain.TractionBattery.Temperature.Max": .number("celsius"),
            "Vehicle.Powertrain.TractionBattery.Charging.IsCharging": .flag,
            "Device.SupplyVoltage": .number("V"),
            "Device.BatteryVoltage": .number("V"),
            "Device.BatteryLevel": .number("percent"),
            "Device.Temperature": .number("celsius"),
            "Device.SignalStrength": .number(nil),
            "Device.Satellites": .number(nil),
            "Device.ErrorCode": .number(nil),
        ]
        for row in 1...3 {
            for side in ["Left", "Right"] {
                let wheel = "Vehicle.Chassis.Axle.Row\(row).Wheel.\(side)."
                forms[wheel + "Tire.Pressure"] = .number("kPa")
                forms[wheel + "Tire.Temperature"] = .number("celsius")
                forms[wheel + "Tire.IsPressureLow"] = .flag
                forms[wheel + "Brake.PadWear"] = .number("percent")
            }
        }
        return forms
    }()
}

/// Sensors whose values the value rules read; a fault of their circuit makes the value worthless.
struct SensorGroup: OptionSet, Sendable, Hashable {
    let rawValue: UInt16

    static let coolantTemperature = SensorGroup(rawValue: 1 << 0)
    static let oilPressure = SensorGroup(rawValue: 1 << 1)
    static let engineSpeed = SensorGroup(rawValue: 1 << 2)
    static let vehicleSpeed = SensorGroup(rawValue: 1 << 3)
    static let voltage = SensorGroup(rawValue: 1 << 4)
    static let isolation = SensorGroup(rawValue: 1 << 5)
    static let tyrePressure = SensorGroup(rawValue: 1 << 6)
    static let brakeFluid = SensorGroup(rawValue: 1 << 7)
    static let brakeAir = SensorGroup(rawValue: 1 << 8)
    static let tractionTemperature = SensorGroup(rawValue: 1 << 9)

    /// The words that a catalogue uses for them.
    static let words: [(word: String, group: SensorGroup)] = [
        ("coolant_temperature", .coolantTemperature), ("oil_pressure", .oilPressure),
        ("engine_speed", .engineSpeed), ("vehicle_speed", .vehicleSpeed), ("voltage", .voltage),
        ("isolation", .isolation), ("tyre_pressure", .tyrePressure), ("brake_fluid", .brakeFluid),
        ("brake_air", .brakeAir), ("traction_temperature", .tractionTemperature),
    ]
}

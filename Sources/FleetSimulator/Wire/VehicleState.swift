import Telemetry

/// What a vehicle's device can tell at a moment.
struct VehicleState {
    var vehicle: Fleet.Vehicle
    var time: Timestamp
    /// Where it is and how it moves.
    var point: Route.Point
    /// Whether the device has satellites.
    var hasFix: Bool
    /// Codes that are present.
    var codes: [String]
    /// Measured values by VSS name in VSS units, beside those that every vehicle has.
    var signals: [String: Double]

    /// Volts of the low-voltage battery.
    var voltage: Double { signals["Vehicle.LowVoltageBattery.CurrentVoltage"] ?? (point.speed > 0 ? 14.1 : 12.6) }
    /// Coolant in degrees Celsius.
    var coolant: Double { signals["Vehicle.Powertrain.CombustionEngine.ECT"] ?? 88 }
}

extension VehicleState {
    /// What it publishes when it comes online.
    func hello() -> [SimulatedMessage] {
        switch vehicle.profile {
        case .native:
            [message("callahead/v1/assets/\(vehicle.device)/online", "true", retain: true)]
        case .obd2MQTT:
            [message("obd2mqtt/\(vehicle.device)_connection", "connected", qos: 0, retain: true)]
        case .teltonika: []
        }
    }

    /// Its place and values, as it publishes them all the time.
    func report() -> [SimulatedMessage] {
        switch vehicle.profile {
        case .native: nativeReport()
        case .obd2MQTT: obd2Report()
        case .teltonika: [teltonikaRecord(withCodes: !codes.isEmpty)]
        }
    }

    /// Its codes, as it publishes them when they change.
    ///
    /// - Parameter breakdown: The breakdown that the message is the first or a repeated word of.
    func faults(breakdown: Int?) -> [SimulatedMessage] {
        var messages: [SimulatedMessage]
        switch vehicle.profile {
        case .native: messages = [nativeFaults()]
        case .obd2MQTT:
            let list = codes.map(quotedJSON).joined(separator: ",")
            messages = obd2Report()
            messages.append(message("obd2mqtt/\(vehicle.device)_dtc", "{\"dtc\":[\(list)]}", qos: 0, retain: true))
        case .teltonika: messages = [teltonikaRecord(withCodes: true)]
        }
        messages[messages.count - 1].breakdown = breakdown
        return messages
    }

    func message(_ topic: String, _ payload: String, qos: Int = 1, retain: Bool = false) -> SimulatedMessage {
        SimulatedMessage(at: time, topic: topic, payload: payload, qos: qos, retain: retain)
    }

    var latitude: String { decimal(point.place.latitude, 6) }
    var longitude: String { decimal(point.place.longitude, 6) }
    var speed: String { decimal(point.speed, 0) }
    var heading: String { decimal(point.heading, 0) }
}

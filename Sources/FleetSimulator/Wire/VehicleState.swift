import Telemetry

/// What an asset's device can tell at a moment.
struct VehicleState {
    var vehicle: Fleet.Vehicle
    var time: Timestamp
    /// Where it is and how it moves.
    var point: Route.Point
    /// Whether the device has satellites.
    var hasFix: Bool
    /// Codes that are present, as ``FaultWord`` reads them.
    var codes: [String]
    /// Measured values by VSS name in VSS units, beside those that every vehicle has; flags are 0 and 1.
    var signals: [String: Double]
    /// Whether the engine runs or the drive is on; `nil` is as long as it moves.
    var isRunning: Bool?

    static let supply = "Vehicle.LowVoltageBattery.CurrentVoltage"
    static let frontLeftTyre = "Vehicle.Chassis.Axle.Row1.Wheel.Left.Tire.Pressure"

    /// Whether the engine turns.
    var runs: Bool { isRunning ?? (point.speed > 0) }
    /// Volts of the low-voltage battery.
    var voltage: Double { signals[VehicleState.supply] ?? (runs ? 14.1 : 12.6) }
    /// Coolant in degrees Celsius.
    var coolant: Double { signals["Vehicle.Powertrain.CombustionEngine.ECT"] ?? 88 }
}

extension VehicleState {
    /// What it publishes when it comes online.
    func hello() -> [SimulatedMessage] { presence(true) }

    /// What the broker says for it when its connection is lost: its last will, where the family has one.
    func goodbye() -> [SimulatedMessage] { presence(false) }

    private func presence(_ isOnline: Bool) -> [SimulatedMessage] {
        switch vehicle.profile {
        case .native:
            [message("callahead/v1/assets/\(vehicle.device)/online", isOnline ? "true" : "false", retain: true)]
        case .obd2MQTT:
            [
                message(
                    "obd2mqtt/\(vehicle.device)_connection", isOnline ? "connected" : "disconnected", qos: 0,
                    retain: true)
            ]
        case .wican: [wicanStatus(isOnline)]
        case .ovms: [ovmsConnected(isOnline)]
        case .tesla: [teslaConnectivity(isOnline)]
        case .ocpp: isOnline ? [ocppBoot(), ocppStatus()] : []
        case .genmon: isOnline ? [genmonAlarm()] : []
        case .teltonika, .j1939, .emsESP, .landroid, .ownTracks: []
        }
    }

    /// Its place and values, as it publishes them all the time, with those of a second device.
    func report() -> [SimulatedMessage] {
        guard let beside = vehicle.beside else { return ownReport() }
        var other = self
        other.vehicle.profile = beside.profile
        other.vehicle.device = beside.device
        return other.ownReport() + ownReport()
    }

    private func ownReport() -> [SimulatedMessage] {
        switch vehicle.profile {
        case .native: nativeReport()
        case .obd2MQTT: obd2Report()
        case .teltonika: [teltonikaRecord(withCodes: !codes.isEmpty)]
        case .wican: [wicanReport()]
        case .ovms: ovmsReport()
        case .tesla: teslaReport()
        case .j1939: [j1939Report()]
        case .ocpp: [ocppReport()]
        case .genmon: genmonReport()
        case .emsESP: [emsReport()]
        case .landroid: [landroidReport()]
        case .ownTracks: ownTracksReport()
        }
    }

    /// Its codes, as it publishes them when they change.
    ///
    /// - Parameters:
    ///   - breakdown: The breakdown that the message is the first or a repeated word of.
    ///   - before: The codes that it said last; some families say of each that it has ended.
    func faults(breakdown: Int?, before: [String] = []) -> [SimulatedMessage] {
        var messages: [SimulatedMessage]
        switch vehicle.profile {
        case .native: messages = [nativeFaults()]
        case .obd2MQTT:
            let list = confirmed.map(quotedJSON).joined(separator: ",")
            messages = obd2Report()
            messages.append(message("obd2mqtt/\(vehicle.device)_dtc", "{\"dtc\":[\(list)]}", qos: 0, retain: true))
        case .teltonika: messages = [teltonikaRecord(withCodes: true)]
        case .wican: messages = [wicanReport(), wicanFaults(before: before)]
        case .ovms: messages = ovmsFaults()
        case .tesla: messages = teslaFaults(before: before)
        case .j1939: messages = [j1939Report()] + j1939Faults()
        case .ocpp: messages = [ocppReport(), ocppStatus()]
        case .genmon: messages = genmonReport() + [genmonAlarm()]
        case .emsESP: messages = [emsReport()]
        case .landroid: messages = [landroidReport()]
        case .ownTracks: messages = ownTracksReport()
        }
        if !messages.isEmpty {
            messages[messages.count - 1].breakdown = breakdown
            messages[messages.count - 1].isClearing = breakdown != nil && codes.isEmpty
        }
        return messages
    }

    /// The codes of OBD that a device without statuses says: those that are sure.
    var confirmed: [String] {
        codes.map { FaultWord($0) }.filter { $0.status == "confirmed" && $0.namespace == "obd" }.map(\.code)
    }

    func message(_ topic: String, _ payload: String, qos: Int = 1, retain: Bool = false) -> SimulatedMessage {
        SimulatedMessage(at: time, topic: topic, payload: payload, qos: qos, retain: retain)
    }

    var latitude: String { decimal(point.place.latitude, 6) }
    var longitude: String { decimal(point.place.longitude, 6) }
    var speed: String { decimal(point.speed, 0) }
    var heading: String { decimal(point.heading, 0) }
}

import Telemetry

/// Adapters with the firmware "obd2-mqtt": a topic per value, numbers as bare text, everything retained.
extension VehicleState {
    func obd2Report() -> [SimulatedMessage] {
        var messages = [
            value("speed", speed), value("engineCoolantTemp", decimal(coolant, 0)),
            value("batteryVoltage", decimal(voltage, 1)),
        ]
        if hasFix {
            messages.append(
                value(
                    "gpsLocation/attributes",
                    "{\"latitude\":\(latitude),\"longitude\":\(longitude),\"gps_accuracy\":4.5}"))
        }
        return messages
    }

    private func value(_ field: String, _ payload: String) -> SimulatedMessage {
        message("obd2mqtt/\(vehicle.device)_\(field)", payload, qos: 0, retain: true)
    }
}

import Telemetry

/// Standby generators watched by genmon: one value a topic, as English text with its unit.
extension VehicleState {
    func genmonReport() -> [SimulatedMessage] {
        let mains = signals["Device.InputVoltage"] ?? 231
        let fuel = signals["Device.FuelLevel"] ?? 78
        return [
            page("Status/Engine/Battery Voltage", "\(decimal(signals[VehicleState.supply] ?? 13.4, 2)) V"),
            page("Status/Line/Utility Voltage", "\(decimal(mains, 0)) V"),
            page("Status/Engine/Engine State", genmonState),
            page("Maintenance/Fuel Level Sensor", "\(decimal(fuel, 0)) %"),
        ]
    }

    func genmonAlarm() -> SimulatedMessage {
        let alarms = codes.map { FaultWord($0) }.filter { $0.namespace == "genmon" }.map(\.bare)
        return page("Status/Engine/System In Alarm", alarms.isEmpty ? "No Alarms" : alarms.joined(separator: ", "))
    }

    private var genmonState: String {
        if !codes.isEmpty { return "Stopped in Alarm" }
        return isRunning == true ? "Running" : "Off - Ready"
    }

    private func page(_ name: String, _ payload: String) -> SimulatedMessage {
        message("\(vehicle.device)/\(name)", payload, qos: 0)
    }
}

import Telemetry

/// Cars through Tesla's fleet-telemetry server: one field a topic, alerts with their beginning and end.
extension VehicleState {
    func teslaConnectivity(_ isConnected: Bool) -> SimulatedMessage {
        message(
            "\(teslaTopic)/connectivity",
            """
            {"ConnectionId":"\(vehicle.id)","Status":"\(isConnected ? "CONNECTED" : "DISCONNECTED")",\
            "CreatedAt":"\(time.iso8601)"}
            """)
    }

    func teslaReport() -> [SimulatedMessage] {
        // The server leaves speeds in miles an hour.
        var messages = [
            field("VehicleSpeed", decimal(point.speed / 1.609344, 1)),
            field("Soc", decimal(signals["Vehicle.Powertrain.TractionBattery.StateOfCharge.Current"] ?? 64, 1)),
        ]
        if hasFix { messages.append(field("Location", "{\"latitude\":\(latitude),\"longitude\":\(longitude)}")) }
        if let pressure = signals[VehicleState.frontLeftTyre] {
            messages.append(field("TpmsPressureFl", decimal(pressure / 100, 3)))
        }
        return messages
    }

    /// Each alert that is there, and the end of each that was.
    func teslaFaults(before: [String]) -> [SimulatedMessage] {
        let now = VehicleState.teslaAlerts(codes)
        let ended = VehicleState.teslaAlerts(before).filter { !now.contains($0) }
        let past = time.adding(seconds: -60).iso8601
        return teslaReport()
            + ended.map { alert($0, "{\"StartedAt\":\"\(past)\",\"EndedAt\":\"\(time.iso8601)\",\"Audiences\":[]}") }
            + now.map { alert($0, "{\"StartedAt\":\"\(time.iso8601)\",\"Audiences\":[\"Customer\"]}") }
    }

    private static func teslaAlerts(_ codes: [String]) -> [String] {
        codes.map { FaultWord($0) }.filter { $0.namespace == "tesla" }.map(\.bare)
    }

    private var teslaTopic: String { "telemetry/\(vehicle.device)" }

    private func field(_ name: String, _ value: String) -> SimulatedMessage {
        message("\(teslaTopic)/v/\(name)", "{\"value\":\(value)}")
    }

    private func alert(_ name: String, _ payload: String) -> SimulatedMessage {
        message("\(teslaTopic)/alerts/\(name)/current", payload)
    }
}

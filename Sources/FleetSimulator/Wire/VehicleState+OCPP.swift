import Telemetry

/// Charging stations with OCPP 1.6 behind a MaEVe gateway: one connector, its whole state in each notification.
extension VehicleState {
    func ocppBoot() -> SimulatedMessage {
        ocppCall(
            "BootNotification",
            "{\"chargePointVendor\":\"Kivila\",\"chargePointModel\":\"Wall 22\",\"firmwareVersion\":\"2.4.1\"}")
    }

    /// Its meter, with the temperature inside if there is one.
    func ocppReport() -> SimulatedMessage {
        var samples = ["{\"value\":\"\(412_000 + time.milliseconds / 60_000 % 100_000)\",\"unit\":\"Wh\"}"]
        if let heat = signals["Device.Temperature"] {
            samples.append("{\"value\":\"\(decimal(heat, 1))\",\"measurand\":\"Temperature\",\"unit\":\"Celsius\"}")
        }
        let list = samples.joined(separator: ",")
        return ocppCall(
            "MeterValues",
            "{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"\(time.iso8601)\",\"sampledValue\":[\(list)]}]}")
    }

    func ocppStatus() -> SimulatedMessage {
        let said = codes.map { FaultWord($0) }.filter { $0.namespace == "ocpp" }.map(\.bare)
        let error = said.first { $0 != "Faulted" && !$0.hasPrefix("CX") } ?? "NoError"
        let state = said.contains("Faulted") ? "Faulted" : "Available"
        var request = "{\"connectorId\":1,\"errorCode\":\"\(error)\",\"status\":\"\(state)\""
        if let vendor = said.first(where: { $0.hasPrefix("CX") }) {
            request += ",\"vendorId\":\"org.kivila\",\"vendorErrorCode\":\"\(vendor)\""
        }
        return ocppCall("StatusNotification", request + ",\"timestamp\":\"\(time.iso8601)\"}")
    }

    private func ocppCall(_ action: String, _ request: String) -> SimulatedMessage {
        let id = String(time.milliseconds & 0xFFFF_FFFF, radix: 16)
        return message(
            "cs/in/ocpp1.6/\(vehicle.device)",
            "{\"type\":\"call\",\"action\":\"\(action)\",\"id\":\"\(id)\",\"request\":\(request)}")
    }
}

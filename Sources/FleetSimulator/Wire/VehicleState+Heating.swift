import Telemetry

/// Boilers behind an EMS-ESP gateway: all values of the boiler in one message, its display with them.
extension VehicleState {
    func emsReport() -> SimulatedMessage {
        let flow = signals["Device.OutletTemperature"] ?? 52.5
        let pressure = (signals["Device.WaterPressure"] ?? 160) / 100
        let outside = signals["Device.AmbientTemperature"] ?? -4
        let display = codes.map { FaultWord($0) }.first { $0.namespace == "ems-esp" }?.bare ?? "0H(203)"
        let pieces = display.split(separator: "(")
        let number = pieces.count == 2 ? pieces[1].dropLast() : "0"
        return message(
            "\(vehicle.device)/boiler_data",
            """
            {"curflowtemp":\(decimal(flow, 1)),"rettemp":\(decimal(flow - 6, 1)),"syspress":\(decimal(pressure, 1)),\
            "outdoortemp":\(decimal(outside, 1)),"burngas":\(display == "0H(203)" ? "true" : "false"),\
            "servicecode":\(quotedJSON(String(pieces.first ?? ""))),"servicecodenumber":\(number)}
            """, qos: 0)
    }
}

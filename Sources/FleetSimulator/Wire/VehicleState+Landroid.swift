import Telemetry

/// Worx Landroid mowers of the newer generation: one message with settings and data, the error of the moment in it.
extension VehicleState {
    func landroidReport() -> SimulatedMessage {
        let error = codes.map { FaultWord($0) }.first { $0.namespace == "landroid" }?.bare ?? "0"
        let charge = signals["Device.BatteryLevel"] ?? 71
        let place = hasFix ? "[\(latitude),\(longitude)]" : "[0,0]"
        return message(
            "PRM100/\(vehicle.device)/commandOut",
            """
            {"cfg":{"rd":30},"dat":{"mac":"\(vehicle.device)","tm":"\(time.iso8601)","fw":"3.30.0+2",\
            "ls":\(error == "0" ? 7 : 10),"le":\(error),"bt":{"t":21.4,"v":18.9,"p":\(decimal(charge, 0)),"c":0},\
            "rsi":-71,"modules":{"4G":{"gps":{"coo":\(place)}}}}}
            """)
    }
}

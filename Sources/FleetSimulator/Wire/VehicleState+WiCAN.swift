import Telemetry

/// WiCAN adapters: values by name, and the car's own answers to questions of OBD; they have no satellites.
extension VehicleState {
    func wicanStatus(_ isOnline: Bool) -> SimulatedMessage {
        message(
            "wican/\(vehicle.device)/status", "{\"status\": \"\(isOnline ? "online" : "offline")\"}", qos: 0,
            retain: true)
    }

    func wicanReport() -> SimulatedMessage {
        let rpm = signals["Vehicle.Powertrain.CombustionEngine.Speed"] ?? (runs ? 1_800 : 0)
        return message(
            "wican/\(vehicle.device)/autopid",
            """
            {"SPEED":\(speed),"ENGINE_RPM":\(decimal(rpm, 0)),"COOLANT_TMP":\(decimal(coolant, 0)),\
            "LV_V":\(decimal(voltage, 2))}
            """, qos: 0)
    }

    /// Service 03, an answer of one frame from each control unit: two codes at most in each.
    func wicanFaults(before: [String]) -> SimulatedMessage {
        let bytes = codes.map { FaultWord($0) }.filter { $0.status == "confirmed" }.compactMap { obdBytes($0.code) }
        // A control unit that had codes says that it has none any more.
        let units = max(1, (max(bytes.count, before.count) + 1) / 2)
        let frames = (0..<min(units, 8)).map { unit in
            let own = bytes.dropFirst(unit * 2).prefix(2)
            var data: [UInt8] = [UInt8(2 + own.count * 2), 67, UInt8(own.count)] + own.flatMap { $0 }
            while data.count < 8 { data.append(170) }
            let list = data.map(String.init).joined(separator: ",")
            return "{\"id\":\(2_024 + unit),\"dlc\":8,\"rtr\":false,\"extd\":false,\"data\":[\(list)]}"
        }
        return message(
            "wican/\(vehicle.device)/can/rx",
            """
            {"bus":0,"type":"rx","ts":\(time.milliseconds % 60_000),"frame":[\(frames.joined(separator: ","))]}
            """, qos: 0)
    }

    /// `P0301` as the two bytes of OBD; `nil` for what is no such code.
    private func obdBytes(_ code: String) -> [UInt8]? {
        guard code.utf8.count == 5, let letter = "PCBU".firstIndex(of: code.first ?? " "),
            let number = UInt16(code.dropFirst(), radix: 16), number < 0x4000
        else { return nil }
        let system = UInt16("PCBU".distance(from: "PCBU".startIndex, to: letter))
        let bits = system << 14 | number
        return [UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)]
    }
}

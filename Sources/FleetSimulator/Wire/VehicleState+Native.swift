import Telemetry

/// The native protocol, `callahead/v1`.
extension VehicleState {
    func nativeReport() -> [SimulatedMessage] {
        var messages: [SimulatedMessage] = []
        if hasFix {
            messages.append(
                message("\(nativeTopic)/position", "{\"time\":\"\(time.iso8601)\",\(nativePlace)}"))
        }
        messages.append(
            message(
                "\(nativeTopic)/signals",
                """
                {"time":"\(time.iso8601)","values":{"Vehicle.Speed":\(speed),\
                "Vehicle.LowVoltageBattery.CurrentVoltage":\(decimal(voltage, 2))}}
                """))
        return messages
    }

    /// The full set of codes with what was measured and where.
    func nativeFaults() -> SimulatedMessage {
        let list = codes.map { "{\"code\":\(quotedJSON($0)),\"status\":\"confirmed\"}" }.joined(separator: ",")
        var payload = "{\"time\":\"\(time.iso8601)\",\"mode\":\"set\",\"codes\":[\(list)]"
        if !signals.isEmpty {
            let values = signals.sorted { $0.key < $1.key }.map { "\(quotedJSON($0.key)):\(decimal($0.value, 2))" }
            payload += ",\"signals\":{\(values.joined(separator: ","))}"
        }
        if hasFix { payload += ",\"position\":{\(nativePlace)}" }
        return message("\(nativeTopic)/faults", payload + "}")
    }

    private var nativeTopic: String { "callahead/v1/assets/\(vehicle.device)" }

    private var nativePlace: String {
        "\"lat\":\(latitude),\"lon\":\(longitude),\"speed\":\(speed),\"heading\":\(heading),\"accuracy\":5"
    }
}

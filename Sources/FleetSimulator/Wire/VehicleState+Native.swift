import Telemetry

/// The native protocol, `callahead/v1`.
extension VehicleState {
    func nativeReport() -> [SimulatedMessage] {
        var messages: [SimulatedMessage] = []
        if hasFix {
            messages.append(
                message("\(nativeTopic)/position", "{\"time\":\"\(time.iso8601)\",\(nativePlace)}"))
        }
        var values = signals
        values["Vehicle.Speed"] = point.speed.rounded()
        values[VehicleState.supply] = voltage
        messages.append(
            message("\(nativeTopic)/signals", "{\"time\":\"\(time.iso8601)\",\"values\":{\(nativeValues(values))}}"))
        return messages
    }

    /// The full set of codes with what was measured and where.
    func nativeFaults() -> SimulatedMessage {
        let list = codes.map { FaultWord($0) }.filter { vehicle.profile.says(code: $0.code) }
            .map { "{\"code\":\(quotedJSON($0.code)),\"status\":\"\($0.status)\"}" }.joined(separator: ",")
        var payload = "{\"time\":\"\(time.iso8601)\",\"mode\":\"set\",\"codes\":[\(list)]"
        if !signals.isEmpty { payload += ",\"signals\":{\(nativeValues(signals))}" }
        if hasFix { payload += ",\"position\":{\(nativePlace)}" }
        return message("\(nativeTopic)/faults", payload + "}")
    }

    /// Values by name, flags in words.
    private func nativeValues(_ values: [String: Double]) -> String {
        values.sorted { $0.key < $1.key }
            .map { name, value in
                "\(quotedJSON(name)):\(Cause.isFlag(name) ? (value == 0 ? "false" : "true") : decimal(value, 2))"
            }
            .joined(separator: ",")
    }

    private var nativeTopic: String { "callahead/v1/assets/\(vehicle.device)" }

    private var nativePlace: String {
        "\"lat\":\(latitude),\"lon\":\(longitude),\"speed\":\(speed),\"heading\":\(heading),\"accuracy\":5"
    }
}

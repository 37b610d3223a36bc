import Telemetry

/// Teltonika trackers with Codec JSON: one record with everything, AVL ids as keys, the place as one text.
extension VehicleState {
    func teltonikaRecord(withCodes: Bool) -> SimulatedMessage {
        let place = hasFix ? "\(latitude),\(longitude)" : "0.000000,0.000000"
        var members = [
            "\"ts\":\(time.milliseconds)", "\"latlng\":\"\(place)\"", "\"alt\":\(hasFix ? 41 : 0)",
            "\"ang\":\(hasFix ? heading : "0")", "\"sat\":\(hasFix ? 12 : 0)", "\"sp\":\(hasFix ? speed : "0")",
            "\"239\":\(runs ? 1 : 0)", "\"24\":\(speed)", "\"36\":\(teltonikaEngineSpeed)",
            "\"66\":\(decimal(voltage * 1_000, 0))",
            "\"32\":\(decimal(coolant, 0))",
        ]
        if withCodes { members.append("\"281\":\(quotedJSON(confirmed.joined(separator: ",")))") }
        return message(
            "kivila/tracker/teltonika/\(vehicle.device)/data",
            "{\"state\":{\"reported\":{\(members.joined(separator: ","))}}}")
    }

    private var teltonikaEngineSpeed: String {
        decimal(signals["Vehicle.Powertrain.CombustionEngine.Speed"] ?? (runs ? 1_800 : 0), 0)
    }
}

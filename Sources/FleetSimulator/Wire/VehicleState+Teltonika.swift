import Telemetry

/// Teltonika trackers with Codec JSON: one record with everything, AVL ids as keys, the place as one text.
extension VehicleState {
    func teltonikaRecord(withCodes: Bool) -> SimulatedMessage {
        let place = hasFix ? "\(latitude),\(longitude)" : "0.000000,0.000000"
        var members = [
            "\"ts\":\(time.milliseconds)", "\"latlng\":\"\(place)\"", "\"alt\":\(hasFix ? 41 : 0)",
            "\"ang\":\(hasFix ? heading : "0")", "\"sat\":\(hasFix ? 12 : 0)", "\"sp\":\(hasFix ? speed : "0")",
            "\"239\":\(point.speed > 0 ? 1 : 0)", "\"24\":\(speed)", "\"36\":\(point.speed > 0 ? 1_800 : 0)",
            "\"66\":\(decimal(voltage * 1_000, 0))",
            "\"32\":\(decimal(coolant, 0))",
        ]
        if withCodes { members.append("\"281\":\(quotedJSON(codes.joined(separator: ",")))") }
        return message(
            "kivila/tracker/teltonika/\(vehicle.device)/data",
            "{\"state\":{\"reported\":{\(members.joined(separator: ","))}}}")
    }
}

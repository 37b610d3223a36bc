import Telemetry

/// A phone with OwnTracks, or a tracker that speaks its format: the place, and nothing about the machine.
extension VehicleState {
    func ownTracksReport() -> [SimulatedMessage] {
        guard hasFix else { return [] }
        return [
            message(
                "owntracks/\(vehicle.device)",
                """
                {"_type":"location","lat":\(latitude),"lon":\(longitude),"tst":\(time.milliseconds / 1_000),\
                "acc":8,"vel":\(speed),"cog":\(heading),"batt":83,"t":"t"}
                """)
        ]
    }
}

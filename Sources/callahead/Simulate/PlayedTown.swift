internal import FleetSimulator
internal import Telemetry

/// The scenario as it is being played, shared by those who act in it: all on one thread.
final class PlayedTown {
    var play: Play

    init(_ play: Play) { self.play = play }

    /// What is heard when somebody rings somebody in the town.
    func answer(_ call: PhoneCall) -> PhoneAnswer { play.answer(call) }

    /// Whether an asset truly moves.
    func isMoving(_ asset: String, at time: Timestamp) -> Bool { play.isMoving(asset: asset, at: time) }
}

internal import FleetSimulator
internal import Telemetry

/// The scenario as it is being played, shared by those who act in it: all on one thread.
final class PlayedTown {
    var play: Play

    init(_ play: Play) { self.play = play }

    /// What is heard when somebody rings somebody in the town.
    func answer(_ call: PhoneCall) -> PhoneAnswer { play.answer(call) }

    /// Since when an asset truly moves; `nil` if it stands.
    func movingSince(_ asset: String, at time: Timestamp) -> Timestamp? { play.movingSince(asset: asset, at: time) }
}

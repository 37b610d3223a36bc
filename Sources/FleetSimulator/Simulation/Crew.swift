import Telemetry

/// A unit's crew: where it is and what it is doing.
struct Crew: Sendable {
    /// A job it has accepted.
    struct Job: Sendable {
        var offer: Int64
        var asset: String
        /// Where the vehicle stands.
        var destination: Coordinate
        /// Until when it may be accepted; `nil` if the offer did not say.
        var expiresAt: Timestamp?
    }

    var unit: Town.Unit
    /// Where it rests, or where its drive began.
    var place: Coordinate
    var route: Route?
    var routeBegins = Timestamp(milliseconds: 0)
    var job: Job?
    /// Offers that wait for the crew's answer.
    var pending: [Int64: Job] = [:]
    /// How many offers it has had.
    var offers = 0
    /// Those it had as messages: a second message about one is no second offer.
    var heard: Set<Int64> = []
    /// Whether its shift is over: it declines everything.
    var isOffShift = false
    /// Whether it can't go on.
    var isStuck = false
    /// Whether nothing is heard of it any more, whatever it does.
    var isSilent = false

    /// Where it is and how it moves; a drive is played `pace` times as quick as it is.
    func point(at time: Timestamp, pace: Double) -> Route.Point {
        guard let route else { return Route.Point(place: place, speed: 0, heading: 0) }
        return route.point(after: Simulation.seconds(from: routeBegins, to: time) * pace)
    }

    mutating func rest(at time: Timestamp, pace: Double) {
        place = point(at: time, pace: pace).place
        route = nil
    }
}

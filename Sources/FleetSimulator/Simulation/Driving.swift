import Telemetry

/// A vehicle with the drive it is on, or a machine where it stands.
struct Driving: Sendable {
    var vehicle: Fleet.Vehicle
    var route: Route
    /// When the route begins; before that it is parked at its start.
    var begins: Timestamp
    /// Milliseconds between two reports.
    var every: Int64
    /// Milliseconds by which its clock is ahead.
    var skew: Int64 = 0
    /// Counts its trips, so that the end of an old one is no news.
    var trip = 0
    /// Whether it stands at a site for ever.
    var isStationary = false
    /// Whether it waits for its breakdown where it is parked.
    var isKept = false
    var hasFix = true
    var isOnline = true
    /// When it stopped for good.
    var stoppedAt: Timestamp?
    /// Whether it stands on a truck, or nobody knows where: its device sleeps.
    var isGone = false
    /// What is wrong with it, by place in the list of what is planned.
    var ailment: Int?
    /// Whether its codes were cleared without being mended.
    var isCleared = false

    /// Where it is and how it moves.
    func point(at time: Timestamp) -> Route.Point {
        let until = stoppedAt.map { min($0, time) } ?? time
        var point = route.point(after: Simulation.seconds(from: begins, to: until))
        if let stoppedAt, stoppedAt <= time { point.speed = 0 }
        return point
    }

    /// When its drive is over.
    var arrives: Timestamp { begins.adding(milliseconds: Int64((route.seconds * 1_000).rounded(.up))) }
}

extension Town.Profile {
    /// Whether the messages of the family carry the time of their device.
    var sendsTime: Bool {
        switch self {
        case .native, .teltonika, .tesla, .j1939, .ocpp, .landroid, .ownTracks: true
        case .obd2MQTT, .wican, .ovms, .genmon, .emsESP: false
        }
    }
}

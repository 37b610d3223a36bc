import Telemetry

/// How a vehicle lives in the days before a scenario: it rests at home, and drives round the town twice a day.
struct EarlyLife: Sendable {
    /// A drive from home and back.
    struct Drive: Sendable {
        var from: Timestamp
        var route: Route

        var to: Timestamp { from.adding(milliseconds: Int64((route.seconds * 1_000).rounded(.up))) }
    }

    /// Where it rests.
    var home: Route.Point
    /// By time; none overlap.
    var drives: [Drive] = []
    /// Volts of its low-voltage battery at rest as long as that is well; `nil` if its device tells none that means anything.
    var usualVolts: Double?
    /// What runs it down.
    var wear: Wear?

    /// A battery that runs down.
    struct Wear: Sendable {
        var cause: Cause
        /// When it fails, or would.
        var failsAt: Timestamp
    }

    /// Milliseconds between two reports of a drive.
    static let onTheWay: Int64 = 300_000
    /// Hours after a drive in which the voltage at rest is still too high, and by how much at most.
    static let surfaceHours = 3.0
    static let surfaceVolts = 0.3

    /// The drive that it is on.
    func drive(at time: Timestamp) -> Drive? { drives.last { $0.from <= time }.flatMap { time < $0.to ? $0 : nil } }

    func isDriving(at time: Timestamp) -> Bool { drive(at: time) != nil }

    /// Where it is and how it moves.
    func point(at time: Timestamp) -> Route.Point {
        guard let drive = drive(at: time) else { return home }
        return drive.route.point(after: Simulation.seconds(from: drive.from, to: time))
    }

    /// Volts at rest once nothing of the last charge is left.
    func restingVolts(at time: Timestamp) -> Double? {
        guard let wear else { return usualVolts }
        return wear.cause.restingVolts(at: time.milliseconds &- wear.failsAt.milliseconds) ?? usualVolts
    }

    /// What the last drive has left on top of it.
    func surface(at time: Timestamp) -> Double {
        guard let last = drives.last(where: { $0.to <= time }) else { return 0 }
        let hours = Simulation.seconds(from: last.to, to: time) / 3_600
        return EarlyLife.surfaceVolts * max(0, 1 - hours / EarlyLife.surfaceHours)
    }

    /// When its device reports next: often on a drive, at once at its end, and else every so many milliseconds.
    func nextReport(after time: Timestamp, every: Int64) -> Timestamp {
        if let drive = drive(at: time) {
            return min(time.adding(milliseconds: EarlyLife.onTheWay), drive.to.adding(seconds: 30))
        }
        let next = time.adding(milliseconds: every)
        guard let drive = drives.first(where: { $0.from > time }) else { return next }
        return min(next, drive.from.adding(seconds: 60))
    }
}

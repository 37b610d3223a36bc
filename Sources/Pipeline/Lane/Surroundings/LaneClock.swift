package import Telemetry

/// The two clocks of a lane: the one its casework lives by, and the machine's for the network and for pauses.
package struct LaneClock {
    /// The time of the service; in a simulation it may be any date and run quickly.
    package var now: () -> Timestamp
    /// The time of the machine.
    package var machine: () -> Timestamp
    /// Seconds of the service in one second of the machine's, now.
    package var speed: () -> Double

    package init(
        now: @escaping () -> Timestamp, machine: @escaping () -> Timestamp, speed: @escaping () -> Double = { 1 }
    ) {
        self.now = now
        self.machine = machine
        self.speed = speed
    }

    /// The clocks of this process.
    package static var process: LaneClock {
        LaneClock(
            now: { Timestamp.wallClock }, machine: { Timestamp.machineClock },
            speed: { ServiceClock.process?.speed(at: .machineClock) ?? 1 })
    }

    /// How many milliseconds of the machine pass, at most `limit`, until the service's clock shows `due`.
    ///
    /// At least one if it is not due yet, so that a quick clock does not make the loop spin.
    func wait(until due: Timestamp, atMost limit: Int64) -> Int64 {
        let left = due.milliseconds.subtractingReportingOverflow(now().milliseconds).partialValue
        guard left > 0 else { return 0 }
        let machine = (Double(left) / speed()).rounded(.up)
        return machine >= Double(limit) ? limit : Int64(machine)
    }
}

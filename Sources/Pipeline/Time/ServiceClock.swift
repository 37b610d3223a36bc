internal import Foundation
package import Telemetry

/// The clock by which the service and the desk live: the machine's, or a simulation's.
///
/// A simulated day plays at another date and quicker than life only if everybody reads the same clock; `simulate` gives
/// its children one in `CALLAHEAD_CLOCK`. Without that variable the clock is the machine's own. A clock may change its
/// speed once: the days before a scenario pass quicker than the scenario.
package struct ServiceClock: Sendable, Equatable {
    /// The name of the environment variable that holds a clock as text.
    package static let variable = "CALLAHEAD_CLOCK"

    /// The clock of this process; a text that is no clock ends it, because every time would be wrong.
    package static let process: ServiceClock? = {
        guard let text = ProcessInfo.processInfo.environment[variable], !text.isEmpty else { return nil }
        guard let clock = ServiceClock(text) else {
            let message = "\(variable)=\(text) is no clock; write MACHINE_MS,SERVICE_MS,SPEED[,SERVICE_MS,SPEED]\n"
            FileHandle.standardError.write(Data(message.utf8))
            exit(64)
        }
        return clock
    }()

    /// A moment of the machine's clock, and what this clock showed then.
    package var machine: Timestamp
    package var service: Timestamp
    /// Seconds of this clock in one second of the machine's; from a thousandth to 10,000.
    package var speed: Double
    /// When it shows another time it runs at another speed; `nil` is never.
    package private(set) var turn: Turn?

    /// A change of speed, later than ``service``.
    package struct Turn: Sendable, Equatable {
        /// What the clock shows at that moment.
        package var service: Timestamp
        package var speed: Double

        package init(service: Timestamp, speed: Double) { (self.service, self.speed) = (service, speed) }
    }

    /// - Returns: `nil` for a speed out of range, or a turn that is not later than `service`.
    package init?(machine: Timestamp, service: Timestamp, speed: Double, turn: Turn? = nil) {
        guard ServiceClock.isSpeed(speed), turn.map({ ServiceClock.isSpeed($0.speed) && $0.service > service }) ?? true
        else { return nil }
        (self.machine, self.service, self.speed, self.turn) = (machine, service, speed, turn)
    }

    private static func isSpeed(_ speed: Double) -> Bool { speed.isFinite && (0.001...10_000).contains(speed) }

    /// Reads `MACHINE_MS,SERVICE_MS,SPEED`, with a turn `,SERVICE_MS,SPEED` behind it.
    package init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 5, let machine = Int64(parts[0]), let service = Int64(parts[1]),
            let speed = Double(parts[2])
        else { return nil }
        var turn: Turn?
        if parts.count == 5 {
            guard let time = Int64(parts[3]), let after = Double(parts[4]) else { return nil }
            turn = Turn(service: Timestamp(milliseconds: time), speed: after)
        }
        self.init(
            machine: Timestamp(milliseconds: machine), service: Timestamp(milliseconds: service), speed: speed,
            turn: turn)
    }

    /// The text that ``init(_:)`` reads.
    package var text: String {
        "\(machine.milliseconds),\(service.milliseconds),\(speed)"
            + (turn.map { ",\($0.service.milliseconds),\($0.speed)" } ?? "")
    }

    /// What this clock shows when the machine's shows `time`.
    package func reading(at time: Timestamp) -> Timestamp {
        guard let turn, let at = machineTurn, time > at else {
            return ServiceClock.reading(service, speed, since: machine, at: time)
        }
        return ServiceClock.reading(turn.service, turn.speed, since: at, at: time)
    }

    /// How quick it is when the machine's clock shows `time`.
    package func speed(at time: Timestamp) -> Double {
        guard let turn, let at = machineTurn, time > at else { return speed }
        return turn.speed
    }

    /// What the machine's clock shows at the turn.
    package var machineTurn: Timestamp? {
        guard let turn else { return nil }
        return ServiceClock.reading(machine, 1 / speed, since: service, at: turn.service)
    }

    private static func reading(
        _ shown: Timestamp, _ speed: Double, since: Timestamp, at time: Timestamp
    ) -> Timestamp {
        let passed = Double(time.milliseconds.subtractingReportingOverflow(since.milliseconds).partialValue) * speed
        guard passed.magnitude < 9e15 else { return shown }
        return shown.adding(milliseconds: Int64(passed))
    }
}

extension Timestamp {
    /// The time of the service: the machine's clock unless the process plays in a simulation.
    ///
    /// Only the edge calls this.
    package static var wallClock: Timestamp {
        guard let clock = ServiceClock.process else { return machineClock }
        return clock.reading(at: machineClock)
    }

    /// The time by this machine's own clock: for the network and for measurements.
    package static var machineClock: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

internal import Foundation
package import Telemetry

/// The clock by which the service and the desk live: the machine's, or a simulation's.
///
/// A simulated day plays at another date and quicker than life only if everybody reads the same clock; `simulate` gives
/// its children one in `CALLAHEAD_CLOCK`. Without that variable the clock is the machine's own.
package struct ServiceClock: Sendable, Equatable {
    /// The name of the environment variable that holds a clock as text.
    package static let variable = "CALLAHEAD_CLOCK"

    /// The clock of this process; a text that is no clock ends it, because every time would be wrong.
    package static let process: ServiceClock? = {
        guard let text = ProcessInfo.processInfo.environment[variable], !text.isEmpty else { return nil }
        guard let clock = ServiceClock(text) else {
            let message = "\(variable)=\(text) is no clock; write MACHINE_MS,SERVICE_MS,SPEED\n"
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

    /// - Returns: `nil` for a speed out of range.
    package init?(machine: Timestamp, service: Timestamp, speed: Double) {
        guard speed.isFinite, (0.001...10_000).contains(speed) else { return nil }
        (self.machine, self.service, self.speed) = (machine, service, speed)
    }

    /// Reads `MACHINE_MS,SERVICE_MS,SPEED`.
    package init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, let machine = Int64(parts[0]), let service = Int64(parts[1]),
            let speed = Double(parts[2])
        else { return nil }
        self.init(
            machine: Timestamp(milliseconds: machine), service: Timestamp(milliseconds: service), speed: speed)
    }

    /// The text that ``init(_:)`` reads.
    package var text: String { "\(machine.milliseconds),\(service.milliseconds),\(speed)" }

    /// What this clock shows when the machine's shows `time`.
    package func reading(at time: Timestamp) -> Timestamp {
        let passed = Double(time.milliseconds.subtractingReportingOverflow(machine.milliseconds).partialValue) * speed
        guard passed.magnitude < 9e15 else { return service }
        return service.adding(milliseconds: Int64(passed))
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

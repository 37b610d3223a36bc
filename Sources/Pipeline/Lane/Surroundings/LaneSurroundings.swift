package import Casework
internal import Foundation
package import Logging
package import MQTT
package import Persistence
internal import Telemetry

/// What a lane has around it besides its database: the broker, the clocks, who may ask it to stop, and its log.
///
/// The service has one made of the machine's; a test has one that it drives.
package struct LaneSurroundings {
    /// The way to the broker.
    package var link: any BrokerLink
    package var clock: LaneClock
    /// Who may ask the lane to stop.
    package var stop: any StopRequests
    package var log: Logger
    /// Start of the chance by which reconnects are spread.
    package var seed: UInt64
    /// Sleeps between the tries of a commit.
    package var pause: (_ milliseconds: Int64) -> Void
    /// Brings a batch to disk while the lane reads the next one; without it, they take turns.
    package var companion: (any Companion)?
    /// The next messages are read ahead beside batches of at least so many.
    package var readsAheadFrom = Lane.backlogBatch
    /// Told of each place where a process may die, also of those passed without messages; for tests.
    package var onPass: ((Failpoint.Place) -> Void)?
    /// Told of what has just been committed; for tests.
    package var onCommit: ((Changes) -> Void)?
    /// The failure of the next commit, as if the disk had failed; for tests.
    package var commitFailure: (() -> StoreError?)?

    package init(
        link: any BrokerLink, clock: LaneClock, stop: any StopRequests, log: Logger, seed: UInt64,
        pause: @escaping (_ milliseconds: Int64) -> Void
    ) {
        self.link = link
        self.clock = clock
        self.stop = stop
        self.log = log
        self.seed = seed
        self.pause = pause
    }

    /// Those of a service: a client of the broker, the clocks of the process, its signals.
    ///
    /// - Throws: `MQTTError` for a configuration that can't be used.
    package static func service(_ configuration: MQTTConfiguration) throws -> LaneSurroundings {
        var surroundings = LaneSurroundings(
            link: try MQTTClient(configuration: configuration), clock: .process, stop: try StopSignal(),
            log: Logger(label: "callahead.lane"),
            seed: UInt64(bitPattern: Timestamp.machineClock.milliseconds) ^ UInt64(getpid()),
            pause: { usleep(useconds_t(clamping: $0 * 1_000)) })
        surroundings.companion = CompanionThread()
        return surroundings
    }
}

/// Who may ask a lane to stop.
package protocol StopRequests: AnyObject {
    /// Becomes readable when the lane is asked to stop; -1 if that can't be waited for.
    var descriptor: Int32 { get }
    /// Whether the lane has been asked to stop.
    var isRaised: Bool { get }
}

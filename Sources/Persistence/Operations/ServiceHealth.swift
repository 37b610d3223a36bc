package import Telemetry

/// What tells whether somebody must look after the service, as one reading of the database tells it.
package struct ServiceHealth: Sendable, Equatable {
    /// A `stop` or an `emergency` whose call is ready and which nobody has.
    package struct WaitingStop: Sendable, Equatable {
        package var task: Int64
        package var caseID: Int64
        package var severity: String
        /// Since when it could have been claimed.
        package var since: Timestamp
    }

    /// A copy that was made of the database.
    package struct Copy: Sendable, Equatable {
        package var at: Timestamp
        package var file: String
        package var bytes: Int64
    }

    /// What the lane read of itself last; `nil` if it never has.
    package var reading: LaneReading?
    /// The one that waits longest.
    package var oldestStop: WaitingStop?
    /// How many of them wait.
    package var waitingStops = 0
    /// Messages that may be missing: times within a day, newest first.
    package var gaps: [Timestamp] = []
    /// Messages that came into quarantine within the last ten minutes.
    package var recentlyQuarantined = 0
    package var lastBackup: Copy?
    /// When the database was put in place from a copy, if it was.
    package var lastRestoreAt: Timestamp?
    /// Free room where the database is, in bytes; `nil` if the system does not tell.
    package var freeBytes: Int64?
    /// Devices that say more than they may.
    package var throttledDevices = 0

    package init() {}
}

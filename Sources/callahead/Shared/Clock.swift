import Pipeline
import Telemetry

extension Timestamp {
    /// The clock of the service and the desk.
    static var now: Timestamp { .wallClock }
}

import Foundation
import Telemetry

extension Timestamp {
    /// The system's clock.
    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
}

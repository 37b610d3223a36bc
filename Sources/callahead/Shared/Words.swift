import ArgumentParser
import Casework
import Outreach
import Telemetry

// The closed lists of the domain are values of options as they stand.
extension Outcome: ExpressibleByArgument {}
extension TaskKind: ExpressibleByArgument {}
extension TaskState: ExpressibleByArgument {}
extension CaseState: ExpressibleByArgument {}
extension TaskSkill: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}
extension HoldState: ExpressibleByArgument {}
extension AssetKind: ExpressibleByArgument {}

/// A point in time: ISO 8601, without a zone in UTC, or how long from now, `30m`.
struct Moment: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        if let wait = Span(argument: argument) {
            time = Timestamp.now.adding(seconds: wait.seconds)
            return
        }
        guard let time = Timestamp(iso8601: argument) else { return nil }
        self.time = time
    }
}

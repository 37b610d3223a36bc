import ArgumentParser
import Prognostics
import Telemetry

/// A time on a command line: ISO 8601, a date alone, or milliseconds since 1970; without a zone it is UTC.
struct TimeArgument {
    let time: Timestamp

    /// - Throws: `ValidationError` that says how a time is written.
    init(named text: String) throws {
        guard case .time(let time, _) = HistoryTime(text) else {
            throw ValidationError(
                "write 2026-06-30, 2026-06-30T14:05 or 2026-06-30T14:05:00+02:00 (UTC if no zone is given).")
        }
        self.time = time
    }
}

/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Everything that decides takes a `Timestamp` from its caller; only the edge reads a clock.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since the Unix epoch.
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(seconds: Int64) {
        self.milliseconds = seconds &* 1_000
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Later by whole milliseconds; what lies beyond the range of the type stays at its end.
    package func adding(milliseconds delta: Int64) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(delta)
        return Timestamp(milliseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }

    /// Later by whole seconds.
    package func adding(seconds: Int64) -> Timestamp { adding(milliseconds: seconds &* 1_000) }

    /// Later by minutes, rounded to the millisecond.
    package func adding(minutes: Double) -> Timestamp {
        adding(milliseconds: Int64((minutes * 60_000).rounded()))
    }

    /// Whole seconds from `earlier` to this point, towards zero; negative if this is the earlier one.
    package func seconds(since earlier: Timestamp) -> Int64 {
        milliseconds.subtractingReportingOverflow(earlier.milliseconds).partialValue / 1_000
    }
}

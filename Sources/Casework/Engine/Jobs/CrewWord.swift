import Telemetry

/// What a crew says about a job, with times and minutes that can be right.
struct CrewWord {
    var state: JobState
    /// When it was said, never in the future.
    var at: Timestamp
    /// When the crew expects to arrive.
    var eta: Timestamp?
    var reason: String?

    /// An arrival further away than this is a slip of the finger, minutes.
    static let mostMinutes = 1_440.0

    /// - Parameter minutes: The crew's own, from `at`; below 0 counts as 0, what can't be meant is left out.
    init(_ state: JobState, at: Timestamp, now: Timestamp, minutes: Double? = nil, reason: String? = nil) {
        self.state = state
        self.at = min(at, now)
        self.reason = reason
        if let minutes, minutes.isFinite, minutes <= CrewWord.mostMinutes {
            eta = self.at.adding(minutes: max(minutes, 0))
        }
    }
}

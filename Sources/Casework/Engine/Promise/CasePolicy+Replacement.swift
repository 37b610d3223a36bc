package import Telemetry

extension CasePolicy {
    /// Whether a job should be given to another unit because it would come much sooner.
    ///
    /// Sooner by ``replaceIfSoonerBy`` and by ``replaceIfSoonerPercent`` of what is left: a change costs trust, a second
    /// call and an empty drive. Never once the unit is there.
    ///
    /// - Parameters:
    ///   - expected: When the unit that has the job arrives.
    ///   - candidate: When the other one would.
    package func considerReplacement(
        of state: JobState, expectedAt expected: Timestamp, by candidate: Timestamp, at now: Timestamp
    ) -> Bool {
        guard state.isComing else { return false }
        let saved = expected.seconds(since: candidate)
        let left = max(0, expected.seconds(since: now))
        guard saved > replaceIfSoonerBy else { return false }
        let (share, overflow) = saved.multipliedReportingOverflow(by: 100)
        let (bar, high) = left.multipliedReportingOverflow(by: replaceIfSoonerPercent)
        return overflow || (!high && share > bar)
    }
}

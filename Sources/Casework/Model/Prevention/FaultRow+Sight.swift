package import Telemetry

extension FaultRow {
    /// When the code was seen as a prognosis counts it: when it became active, and once an hour that it was seen again;
    /// `nil` for what is no news.
    ///
    /// A list that a device sends every minute would else count a code that stays for a thousand.
    package var sight: Timestamp? {
        guard active, status != .history else { return nil }
        guard seenAt > raisedAt else { return raisedAt }
        let hour: Int64 = 3_600_000
        let at = Timestamp(milliseconds: seenAt.milliseconds / hour * hour)
        return at > raisedAt ? at : nil
    }
}

/// How long what is kept, in seconds; an installation may change each.
package struct Retention: Sendable, Equatable {
    /// Messages that were not understood.
    package var quarantine: Int64 = 14 * Retention.day
    /// Text messages, after they were sent.
    package var texts: Int64 = 3_600
    /// Everything else that was published, after it was sent.
    package var messages: Int64 = 2 * Retention.day
    /// Exact places and tracks, after the end of the case; then to about a kilometre, and to the hour.
    package var places: Int64 = 30 * Retention.day
    /// What people told and dispatchers wrote, after the end of the case.
    package var words: Int64 = 365 * Retention.day
    /// Who was called and told in a case, after its end; then it is a case of nobody.
    package var people: Int64 = 3 * 365 * Retention.day
    /// Who did what at the desk, and who looked at whose data.
    package var desk: Int64 = 2 * 365 * Retention.day
    /// When which codes were active: what a prognosis learns from.
    package var codes: Int64 = 3 * 365 * Retention.day
    /// What signals were on each day: the same.
    package var days: Int64 = 400 * Retention.day
    /// Which call sheets were printed.
    package var sheets: Int64 = 90 * Retention.day
    /// Where a unit was last, after it was heard of.
    package var unitPlaces: Int64 = 12 * 3_600

    private static let day: Int64 = 86_400

    package init() {}
}

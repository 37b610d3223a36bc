package import Planning
package import Telemetry

/// When and how somebody can get to a stationary asset.
package struct SiteAccess: Sendable, Equatable {
    /// When somebody is let in; `nil` is always, or unknown.
    package var hours: OpeningHours?
    /// The clock of the site.
    package var zone: ZoneRule
    package var holidays: HolidayCalendar
    /// Lowest passage on the way in, in metres.
    package var heightLimitM: Double?

    package init(
        hours: OpeningHours? = nil, zone: ZoneRule = .utc, holidays: HolidayCalendar = .none,
        heightLimitM: Double? = nil
    ) {
        self.hours = hours
        self.zone = zone
        self.holidays = holidays
        self.heightLimitM = heightLimitM
    }

    /// When somebody is let in next; `nil` if that is now, or nobody knows.
    package func opening(after now: Timestamp) -> Timestamp? {
        guard let hours, hours.state(at: now, zone: zone, holidays: holidays) == .closed else { return nil }
        return hours.opening(atOrAfter: now, zone: zone, holidays: holidays)
    }
}

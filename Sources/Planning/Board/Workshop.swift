package import Telemetry

/// A place that repairs.
package struct Workshop: Sendable, Equatable {
    package var id: String
    package var name: String
    package var coordinate: Coordinate
    package var zone: ZoneRule
    /// When it is open; `nil` is unknown.
    package var openingHours: OpeningHours?
    /// ISO 3166-1 alpha-2 in capitals; `nil` is unknown, and then it has no public holidays.
    package var country: String?
    /// What `PH` in its hours means.
    package var holidays: HolidayCalendar
    /// What it can do; empty is unknown, and then it must be asked.
    package var skills: [String]
    /// Makes it takes; empty means every make.
    package var brands: [String]
    package var phone: String?
    /// Whether an asset may be left there while it is closed.
    package var nightDrop: Bool
    /// Whether a slot held is a slot confirmed, without asking.
    package var autoConfirm: Bool
    /// Whether it has a place apart for a damaged traction battery.
    package var hvQuarantine: Bool

    package init(
        id: String, name: String, coordinate: Coordinate, zone: ZoneRule = .utc, openingHours: OpeningHours? = nil,
        country: String? = nil, holidays: HolidayCalendar = .none, skills: [String] = [], brands: [String] = [],
        phone: String? = nil, nightDrop: Bool = false,
        autoConfirm: Bool = false, hvQuarantine: Bool = false
    ) {
        self.id = id
        self.name = name
        self.coordinate = coordinate
        self.zone = zone
        self.openingHours = openingHours
        self.country = country
        self.holidays = holidays
        self.skills = skills
        self.brands = brands
        self.phone = phone
        self.nightDrop = nightDrop
        self.autoConfirm = autoConfirm
        self.hvQuarantine = hvQuarantine
    }

    /// When it opens next; `nil` if it is open, or nobody knows.
    package func opening(after now: Timestamp) -> Timestamp? {
        guard let openingHours, openingHours.state(at: now, zone: zone, holidays: holidays) == .closed else {
            return nil
        }
        return openingHours.opening(atOrAfter: now, zone: zone, holidays: holidays)
    }
}

/// A free stretch of a workshop's time.
package struct Slot: Sendable, Equatable {
    package var id: Int64
    package var workshopID: String
    package var start: Timestamp
    package var minutes: Int
    /// What can be done in it; empty means whatever the workshop can do.
    package var skills: [String]

    package init(id: Int64, workshopID: String, start: Timestamp, minutes: Int, skills: [String] = []) {
        self.id = id
        self.workshopID = workshopID
        self.start = start
        self.minutes = minutes
        self.skills = skills
    }
}

package import Outreach
package import Planning
package import Telemetry

/// A role that a contact has of an asset, its customer or its site.
package enum Role: String, Sendable, CaseIterable {
    case driver, owner
    case fleetManager = "fleet_manager"
    case siteContact = "site_contact"
    case keyholder, workshop, provider, authority
}

/// One role of a contact: from when to when, and at which hours.
package struct Duty: Sendable, Equatable {
    package var role: Role
    /// By the contact's clock; `nil` is always, or unknown.
    package var hours: OpeningHours?
    package var from: Timestamp?
    /// Not any more at this time.
    package var to: Timestamp?
    /// Whether this role may approve what costs money.
    package var mayAuthorise: Bool

    package init(
        _ role: Role, hours: OpeningHours? = nil, from: Timestamp? = nil, to: Timestamp? = nil,
        mayAuthorise: Bool = false
    ) {
        self.role = role
        self.hours = hours
        self.from = from
        self.to = to
        self.mayAuthorise = mayAuthorise
    }

    /// Whether the role is held at a time, at whatever hours.
    package func isHeld(at time: Timestamp) -> Bool {
        (from.map { $0 <= time } ?? true) && (to.map { $0 > time } ?? true)
    }
}

/// A contact as decisions need it: no name, no phone.
///
/// Those stay in tables of their own and are looked up when shown. A person with several roles is one contact.
package struct ContactReference: Sendable, Equatable {
    package var id: String
    /// The nearest to the asset first; none for somebody who is only another one's second contact.
    package var duties: [Duty]
    /// BCP-47.
    package var language: String
    package var zone: ZoneRule
    /// Of the country that they are in, as far as it is known.
    package var holidays: HolidayCalendar
    package var doNotCall: Bool
    package var channel: Channel
    /// Whether there is a number to dial or to write to.
    package var hasPhone: Bool
    /// Who is tried if this one can't be reached.
    package var secondContact: String?

    package init(
        id: String, duties: [Duty], language: String, zone: ZoneRule, holidays: HolidayCalendar = .none,
        doNotCall: Bool = false, channel: Channel = .voice, hasPhone: Bool = true, secondContact: String? = nil
    ) {
        self.id = id
        self.duties = duties
        self.language = language
        self.zone = zone
        self.holidays = holidays
        self.doNotCall = doNotCall
        self.channel = channel
        self.hasPhone = hasPhone
        self.secondContact = secondContact
    }

    /// A contact with one role and a clock that is the same all year.
    package init(
        id: String, role: Role, language: String, utcOffsetMinutes: Int, doNotCall: Bool, mayAuthorise: Bool = false
    ) {
        self.init(
            id: id, duties: [Duty(role, mayAuthorise: mayAuthorise)], language: language,
            zone: .fixed(minutes: utcOffsetMinutes), doNotCall: doNotCall)
    }

    /// How far the contact's clock is ahead of UTC.
    package func utcOffsetMinutes(at time: Timestamp) -> Int { zone.offsetMinutes(at: time) }

    /// Whether the contact holds a role at a time, at whatever hours.
    package func holds(_ role: Role, at time: Timestamp) -> Bool {
        duties.contains { $0.role == role && $0.isHeld(at: time) }
    }

    /// Whether this person may approve what costs money.
    package func mayAuthorise(at time: Timestamp) -> Bool {
        duties.contains { $0.mayAuthorise && $0.isHeld(at: time) }
    }

    /// Whether the contact is there as somebody; hours that nobody can tell count as there.
    ///
    /// - Parameter others: Hours and clock that count for a role that names none: those of a site.
    package func isPresent(as role: Role, at time: Timestamp, else others: SiteAccess? = nil) -> Bool {
        duties.contains { duty in
            guard duty.role == role, duty.isHeld(at: time) else { return false }
            if let hours = duty.hours { return hours.state(at: time, zone: zone, holidays: holidays) != .closed }
            return others?.opening(after: time) == nil
        }
    }

    /// When the contact is at work next in any of their roles; the time itself if now, or if nobody can tell.
    package func presence(from time: Timestamp, else others: SiteAccess? = nil) -> Timestamp {
        let next = duties.filter { $0.isHeld(at: time) }.map { duty -> Timestamp in
            if let hours = duty.hours {
                guard hours.state(at: time, zone: zone, holidays: holidays) == .closed else { return time }
                return hours.opening(atOrAfter: time, zone: zone, holidays: holidays) ?? time
            }
            guard duty.role == .siteContact else { return time }
            return others?.opening(after: time) ?? time
        }
        return next.min() ?? time
    }
}

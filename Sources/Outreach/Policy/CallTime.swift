package import Telemetry

/// When a contact may be called.
package enum CallTime: Sendable, Equatable {
    /// Why a call goes out although a rule speaks against it: it is recorded with the call.
    package enum Override: String, Sendable, CaseIterable {
        case quietHours = "quiet_hours"
        case doNotCall = "do_not_call"
    }

    /// At this time or later, with the rules that danger overrides.
    case at(Timestamp, overriding: [Override])
    /// Not at all: the contact asked not to be called.
    case never
}

extension OutreachPolicy {
    /// The earliest time at which a contact may be called.
    ///
    /// Quiet hours and do-not-call hold except for `stop`, `emergency` and an immobile asset, whose people are waiting
    /// somewhere, and for people who asked for help.
    ///
    /// - Parameters:
    ///   - time: When there is something to say.
    ///   - utcOffsetMinutes: How far the contact's clock is ahead of UTC at that time.
    ///   - hasAsked: Whether the people with the asset asked for help themselves: then they want to hear of us.
    package func earliestCall(
        after time: Timestamp, utcOffsetMinutes: Int, severity: Severity, immobile: Bool = false,
        doNotCall: Bool = false, hasAsked: Bool = false
    ) -> CallTime {
        let offset = Int64(max(-1_440, min(1_440, utcOffsetMinutes))) * 60_000
        let local = time.adding(milliseconds: offset).milliseconds
        let sinceMidnight = ((local % 86_400_000) + 86_400_000) % 86_400_000
        let minute = Int(sinceMidnight / 60_000)
        let isQuiet =
            quietFrom <= quietTo
            ? minute >= quietFrom && minute < quietTo : minute >= quietFrom || minute < quietTo
        if severity >= .stop || immobile || hasAsked {
            var overriding: [CallTime.Override] = []
            if isQuiet { overriding.append(.quietHours) }
            if doNotCall { overriding.append(.doNotCall) }
            return .at(time, overriding: overriding)
        }
        if doNotCall { return .never }
        guard isQuiet else { return .at(time, overriding: []) }
        let morning = Int64(quietTo) * 60_000
        let wait = morning >= sinceMidnight ? morning - sinceMidnight : 86_400_000 - sinceMidnight + morning
        return .at(time.adding(milliseconds: wait), overriding: [])
    }
}

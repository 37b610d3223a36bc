package import Telemetry

/// When and in which order people are contacted.
///
/// Every duration is in seconds.
package struct OutreachPolicy: Sendable, Equatable {
    /// From the fault to the time a call is due.
    package var dueStop: Int64 = 60
    package var dueLimp: Int64 = 300
    package var dueUnknown: Int64 = 600
    package var dueServiceSoon: Int64 = 24 * 3_600
    /// Nobody claimed a call about `stop`: every desk is alarmed.
    package var alarmAfter: Int64 = 60
    /// Nobody claimed a call about `stop`: the text message goes by itself.
    package var messageAfter: Int64 = 120
    /// A call about `emergency` without answer: the authority call goes ahead.
    package var authorityAfter: Int64 = 60
    /// Nobody answered the first call: how long until the next one, and from there until the next contact is tried.
    package var redialStop: Int64 = 60
    package var nextContactStop: Int64 = 60
    package var redial: Int64 = 300
    package var nextContact: Int64 = 600
    package var redialServiceSoon: Int64 = 4 * 3_600
    package var nextContactServiceSoon: Int64 = 24 * 3_600
    /// The line was busy: the next call.
    package var redialBusy: Int64 = 30
    /// Somebody in a grave case wished to be called later: not later than after this.
    package var callBackStop: Int64 = 300
    /// Nobody is called back later than after this.
    package var longestCallBack: Int64 = 14 * 86_400
    /// Nobody was reached in a whole round: the longest pause before the next one, when it cannot wait and else.
    package var longestPauseStop: Int64 = 300
    package var longestPause: Int64 = 24 * 3_600
    /// Everybody was tried so often and nobody answered: what can wait is given up.
    package var roundsBeforeUnreached = 3
    /// A text message that names minutes, or another one, is not sent later than after this.
    package var promiseLifetime: Int64 = 600
    package var messageLifetime: Int64 = 3_600
    /// An offer to a unit lapses.
    package var offerLifetime: Int64 = 45
    /// A later arrival than what was said, in seconds and as a share of it, that makes a new call.
    package var slipAfter: Int64 = 300
    package var slipPercent: Int64 = 20
    /// Local minutes of the day between which nobody is called without need.
    package var quietFrom: Int = 21 * 60
    package var quietTo: Int = 8 * 60
    /// Local minute of the day at which fleet managers hear what can wait.
    package var digestAt: Int = 9 * 60
    /// Local minutes of the day between which it is dark.
    package var nightFrom: Int = 22 * 60
    package var nightTo: Int = 6 * 60
    /// At or below this the people with an asset are cold, degrees Celsius.
    package var coldBelow: Double = 0

    package init() {}

    /// Seconds from the fault until its call is due, or `nil` if this severity makes no call.
    ///
    /// - Parameter stoppedOnRoad: An asset that nobody can judge, standing on a road, is due at once.
    package func dueAfter(_ severity: Severity, immobile: Bool, stoppedOnRoad: Bool = false) -> Int64? {
        switch severity {
        case .emergency: 0
        case .stop: dueStop
        case .limp: immobile ? dueStop : dueLimp
        case .unknown: stoppedOnRoad ? 0 : immobile ? dueStop : dueUnknown
        case .serviceSoon: immobile ? dueStop : dueServiceSoon
        case .maintenance, .info: immobile ? dueStop : nil
        }
    }

    /// Whether it is dark where the clock is so many minutes ahead of UTC.
    package func isNight(_ time: Timestamp, minutesEast: Int) -> Bool {
        let offset = Int64(max(-1_440, min(1_440, minutesEast))) * 60_000
        let minute = Int(
            (time.adding(milliseconds: offset).milliseconds % 86_400_000 + 86_400_000) % 86_400_000 / 60_000)
        return nightFrom <= nightTo
            ? minute >= nightFrom && minute < nightTo : minute >= nightFrom || minute < nightTo
    }

    /// Whether an arrival has slipped so far from the upper end that was said that the addressee must hear of it.
    ///
    /// - Parameters:
    ///   - said: Seconds from when it was said to the latest arrival that was named.
    ///   - expected: Seconds from when it was said to the arrival that is expected now.
    package func isSlip(said: Int64, expected: Int64) -> Bool {
        let late = expected.subtractingReportingOverflow(said).partialValue
        return late > slipAfter
            || (late > 0 && late > said.multipliedReportingOverflow(by: slipPercent).partialValue / 100)
    }

    /// What to try, in this order, for one contact before the next one is tried.
    ///
    /// - Parameter calls: How often one contact is rung.
    package func attempts(for severity: Severity, immobile: Bool, calls: Int = 2) -> [Attempt] {
        let again = max(0, min(calls, 100) - 1)
        if severity >= .stop || immobile {
            return [Attempt(.call, after: 0), Attempt(.message, after: 0)]
                + Array(repeating: Attempt(.call, after: redialStop), count: again)
                + [Attempt(.nextContact, after: nextContactStop)]
        }
        if severity >= .unknown {
            return [Attempt(.call, after: 0), Attempt(.message, after: 0)]
                + Array(repeating: Attempt(.call, after: redial), count: again)
                + [Attempt(.nextContact, after: nextContact)]
        }
        return [Attempt(.call, after: 0)]
            + Array(repeating: Attempt(.call, after: redialServiceSoon), count: again)
            + [Attempt(.message, after: 0), Attempt(.nextContact, after: nextContactServiceSoon)]
    }

    /// How long nobody is rung after everybody was tried in vain: longer each time, and never longer than a limit.
    ///
    /// - Parameter rounds: How often everybody was tried.
    package func pause(afterRounds rounds: Int, isGrave: Bool) -> Int64 {
        let (first, longest) = isGrave ? (redialStop, longestPauseStop) : (nextContact, longestPause)
        let doubled = first.multipliedReportingOverflow(by: 1 << Int64(max(0, min(rounds, 20) - 1)))
        return doubled.overflow ? longest : min(doubled.partialValue, longest)
    }

    /// One way of reaching somebody.
    package struct Attempt: Sendable, Equatable {
        package enum Way: String, Sendable, CaseIterable {
            case call, message
            case nextContact = "next_contact"
        }

        package var way: Way
        /// Seconds after the attempt before it.
        package var after: Int64

        package init(_ way: Way, after: Int64) {
            self.way = way
            self.after = after
        }
    }
}

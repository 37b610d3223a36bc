package import Outreach
package import Telemetry

/// How well the desk does, computed from what it has recorded.
package struct ServiceLevels: Sendable, Equatable {
    /// How long something took, over all times that it happened.
    package struct Spread: Sendable, Equatable {
        /// How often.
        package var count: Int
        /// Milliseconds in which half of them were done; 0 if there were none.
        package var p50: Int64
        /// Milliseconds in which all but one of a hundred were done.
        package var p99: Int64

        /// By nearest rank; a time before its start, from a clock that is wrong, counts as none at all.
        package init(milliseconds: [Int64]) {
            let sorted = milliseconds.map { max(0, $0) }.sorted()
            count = sorted.count
            p50 = Self.rank(50, in: sorted)
            p99 = Self.rank(99, in: sorted)
        }

        private static func rank(_ percent: Int, in sorted: [Int64]) -> Int64 {
            sorted.isEmpty ? 0 : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
        }
    }

    /// A task that waits for somebody.
    package struct Waiting: Sendable, Equatable {
        package var task: Int64
        /// When it was made.
        package var since: Timestamp
    }

    /// What is counted since when.
    package var since: Timestamp
    package var at: Timestamp
    /// Cases that were opened.
    package var cases = 0
    /// From the fault, by its device's clock, to the first task of its case.
    package var faultToTask = Spread(milliseconds: [])
    /// From a task to its first claim.
    package var timeToClaim = Spread(milliseconds: [])
    /// The same, of cases of `stop` and `emergency` only.
    package var timeToClaimOfStop = Spread(milliseconds: [])
    /// From the fault to the first word that anybody was told, on any channel.
    package var timeToInstruction = Spread(milliseconds: [])
    /// Cases in which we said something before they asked for help.
    package var toldFirst = 0
    /// Cases in which they asked for help before we had said anything.
    package var askedFirst = 0
    /// Calls by how they ended, in the order of ``Outcome``; those that never happened are left out.
    package var calls: [(outcome: Outcome, count: Int)] = []
    /// Tasks that nobody claimed in time.
    package var alarms = 0
    /// Open cases, worst first; severities without any are left out.
    package var open: [(severity: Severity, count: Int)] = []
    /// Tasks past the time that they were due, with nobody.
    package var overdue = 0
    /// The oldest task of a `stop` or an `emergency` that nobody has.
    package var oldestUnclaimedStop: Waiting?

    package init(since: Timestamp, at: Timestamp) {
        self.since = since
        self.at = at
    }

    /// The share of cases in which we were first, from 0 to 1; `nil` without any.
    package var shareToldFirst: Double? {
        let all = toldFirst + askedFirst
        return all == 0 ? nil : Double(toldFirst) / Double(all)
    }

    /// How many calls were made.
    package var callCount: Int { calls.reduce(0) { $0 + $1.count } }

    package static func == (left: ServiceLevels, right: ServiceLevels) -> Bool {
        left.since == right.since && left.at == right.at && left.cases == right.cases
            && left.faultToTask == right.faultToTask && left.timeToClaim == right.timeToClaim
            && left.timeToClaimOfStop == right.timeToClaimOfStop && left.timeToInstruction == right.timeToInstruction
            && left.toldFirst == right.toldFirst && left.askedFirst == right.askedFirst
            && left.calls.elementsEqual(right.calls, by: ==) && left.alarms == right.alarms
            && left.open.elementsEqual(right.open, by: ==) && left.overdue == right.overdue
            && left.oldestUnclaimedStop == right.oldestUnclaimedStop
    }
}

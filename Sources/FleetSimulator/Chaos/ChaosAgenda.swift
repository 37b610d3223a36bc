package import Telemetry

/// What is done to the machine at which moment of a run: a plan as a list of single acts.
///
/// Pure: equal plans, starts and seeds give equal lists.
package struct ChaosAgenda: Sendable, Equatable {
    /// One thing that is done.
    package enum Act: Sendable, Equatable {
        case harmNetwork(ChaosPlan.NetworkCut.Cut, ChaosPlan.NetworkCut.Harm)
        case mendNetwork(ChaosPlan.NetworkCut.Cut, after: ChaosPlan.NetworkCut.Harm)
        /// SIGKILL: it writes nothing of what it holds.
        case killBroker
        case restartBroker
        /// Started again with room for few messages, while the service stands still.
        case fillBroker
        /// Started again with the usual room; the service goes on.
        case emptyBroker
        case freezeBroker
        case thawBroker
        case killService
        case terminateService
        case startService
        /// Started again with a failpoint, at which it kills itself.
        case armService(String)
        case freezeService
        case thawService
        /// The disk fails as `CALLAHEAD_DISK` says it; `ok` is a whole one.
        case disk(String)
        /// The service is killed, and what it had not synced is gone.
        case cutPower
        case lockDatabase
        case unlockDatabase
    }

    /// An act with its moment by the service's clock.
    package struct Entry: Sendable, Equatable {
        package var at: Timestamp
        package var act: Act
    }

    /// Soonest first; what is due at the same time is done in the order of the plan.
    package private(set) var entries: [Entry] = []

    /// - Parameter seed: Decides the moments of the random kills.
    package init(_ plan: ChaosPlan, start: Timestamp, seed: UInt64) {
        func add(_ after: Duration, _ act: Act) {
            entries.append(Entry(at: start.adding(milliseconds: ChaosAgenda.milliseconds(after)), act: act))
        }
        for cut in plan.network {
            add(cut.after, .harmNetwork(cut.cut, cut.harm))
            add(cut.after + cut.lasts, .mendNetwork(cut.cut, after: cut.harm))
        }
        for trouble in plan.broker {
            let (begin, end): (Act, Act?) =
                switch trouble.action {
                case .kill: (.killBroker, .restartBroker)
                case .restart: (.restartBroker, nil)
                case .full: (.fillBroker, .emptyBroker)
                case .stop: (.freezeBroker, .thawBroker)
                }
            add(trouble.after, begin)
            if let end { add(trouble.after + trouble.lasts, end) }
        }
        for trouble in plan.service {
            let (begin, end): (Act, Act?) =
                switch trouble.action {
                case .kill: (.killService, .startService)
                case .stop: (.freezeService, .thawService)
                case .terminate: (.terminateService, .startService)
                case .failpoint(let place): (.armService(place.contains(":") ? place : "\(place):1"), nil)
                }
            add(trouble.after, begin)
            if let end { add(trouble.after + trouble.lasts, end) }
        }
        for trouble in plan.disk {
            let (begin, end): (Act, Act?) =
                switch trouble.action {
                case .full: (.disk("full"), .disk("ok"))
                case .slow(let each): (.disk("slow:\(ChaosAgenda.milliseconds(each))ms"), .disk("ok"))
                case .errors(let every): (.disk("ioerr:\(every)"), .disk("ok"))
                case .powerCut: (.cutPower, .startService)
                case .locked: (.lockDatabase, .unlockDatabase)
                }
            add(trouble.after, begin)
            if let end { add(trouble.after + trouble.lasts, end) }
        }
        if let kills = plan.kills {
            var random = SeededGenerator(seed: seed, for: "kills of the service")
            let from = ChaosAgenda.milliseconds(kills.from)
            let span = max(1, ChaosAgenda.milliseconds(kills.to) - from)
            // One in each of as many equal parts: none is left out, and no two parts are alike.
            for number in 0..<max(0, kills.count) {
                let low = span * Int64(number) / Int64(kills.count)
                let high = max(low + 1, span * Int64(number + 1) / Int64(kills.count))
                let at = from + low + Int64(random.below(Int(high - low)))
                add(.milliseconds(at), .killService)
                add(.milliseconds(at), .startService)
            }
        }
        let ordered = entries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        entries = ordered.map(\.element)
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}

internal import FaultyNetwork
internal import FleetSimulator
internal import Foundation
internal import Persistence
internal import Pipeline
internal import Telemetry

/// Does to broker, service, network and disk what a scenario says, mends it again, and tells the ledger of each act.
///
/// It also tells what the service has acknowledged on the wire, so that a loss after that is a fact.
struct ChaosDirector: Participant {
    /// Whether the service is meant to run.
    private enum Wanted: Equatable {
        case running
        /// It kills itself at a failpoint.
        case armed(String)
        case down
    }

    private let service: TownService
    private let seed: UInt64
    private var entries: ArraySlice<ChaosAgenda.Entry>
    private var wanted = Wanted.running
    private var isBrokerWanted = true
    private var disk = "ok"
    private var lock: DatabaseHold?
    private var cuts: UInt64 = 0
    /// What was mended last, and when by the machine's clock: it is over with the next acknowledgement.
    private var mended: (what: String, at: Timestamp)?
    /// Whether it takes a new connection of the service: until then the last words of the old one are heard.
    private var awaitsConnection = false
    /// By so many milliseconds everything is late: on a slow machine troubles keep their length.
    private var slip: Int64 = 0
    private var kills = 0
    /// A service that was just started is left alone until this time of the machine's clock.
    private var killableFrom = Timestamp(milliseconds: 0)
    private var lookAt = Timestamp(milliseconds: 0)
    /// When the service connected last, by the machine's clock.
    private var connectedAt: Timestamp
    /// When the service acknowledged something last, by the machine's clock.
    private(set) var lastTaken: Timestamp
    /// Acknowledgements of the service that were seen.
    private(set) var taken = 0

    /// - Parameter service: Started, with networks of its own and, for trouble with the disk, a faulty one.
    init(_ plan: ChaosPlan, _ service: TownService, start: Timestamp, seed: UInt64) throws {
        self.service = service
        self.seed = seed
        entries = ChaosAgenda(plan, start: start, seed: seed).entries[...]
        lastTaken = .machineClock
        connectedAt = lastTaken
        if plan.cutsPower { try setDisk("ok", cutsPower: true) }
    }

    /// Whether everything was done that the scenario says.
    var isOver: Bool { entries.isEmpty && wanted == .running }

    /// Whether nothing more comes: the service is connected and has acknowledged nothing for so long.
    ///
    /// - Parameter milliseconds: Of the machine's clock.
    func isQuiet(for milliseconds: Int64) -> Bool {
        !awaitsConnection
            && Timestamp.machineClock.milliseconds - max(lastTaken, connectedAt).milliseconds > milliseconds
    }

    /// It looks after its children a hundred times a second.
    var next: Timestamp? { lookAt }

    mutating func act(at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        try tell(at: now, &ledger)
        try lookAfterChildren(at: now, &ledger)
        while let entry = entries.first, entry.at.adding(milliseconds: slip) <= now, mayGoOn(to: entry.act) {
            entries.removeFirst()
            slip = max(slip, now.milliseconds - entry.at.milliseconds)
            try perform(entry.act, at: now, &ledger)
        }
        lookAt = now.adding(milliseconds: 10)
    }

    /// Whether the time has come for an act, as far as the service is concerned.
    private func mayGoOn(to act: ChaosAgenda.Act) -> Bool {
        // It is to die at its failpoint, and of nothing else.
        if case .armed = wanted { return false }
        switch act {
        // Something must be under way when the power goes.
        case .cutPower: return mended == nil
        // Every fifth may hit a start; on a slow machine all would.
        case .killService: return kills % 5 == 4 ? Timestamp.machineClock >= killableFrom : mended == nil
        default: return true
        }
    }

    /// Makes everything whole again; what was not done is told.
    mutating func finish(at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        if case .armed(let place) = wanted {
            try tell("failpoint_not_reached", place, at: now, &ledger)
        }
        for entry in entries { try tell("not_done", "\(entry.act)", at: now, &ledger) }
        entries = []
        for network in [service.fleetNetwork, service.serviceNetwork] { network?.set(.open) }
        lock = nil
        try setDisk("ok")
        service.broker?.freeze(false)
        service.service?.send(SIGCONT)
        if service.broker?.exitStatus != nil { try service.broker?.restart() }
        if wanted != .running || service.service?.exitStatus != nil { try startService("end", at: now, &ledger) }
        (wanted, isBrokerWanted) = (.running, true)
    }

    /// Ends the service in good order, and tells what it acknowledged to the last.
    mutating func conclude(at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        wanted = .down
        service.stopService()
        // What it wrote last is on the wire still.
        for _ in 0..<50 where service.serviceNetwork?.connections ?? 0 > 0 { poll(nil, 0, 10) }
        try tell(at: now, &ledger)
        guard let status = service.service?.exitStatus, status != 0 else { return }
        try tell("service_crashed", "exit \(status)", at: now, &ledger)
    }

    // MARK: What is seen

    private mutating func tell(at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        for finding in service.serviceNetwork?.findings() ?? [] {
            switch finding {
            case .taken(let digest):
                try ledger.write(.taken(digest: digest), at: now)
                taken += 1
                lastTaken = .machineClock
                guard let mended, !awaitsConnection else { continue }
                let milliseconds = lastTaken.milliseconds - mended.at.milliseconds
                try tell("recovered", "\(mended.what) in \(milliseconds) ms", at: now, &ledger)
                self.mended = nil
            case .connected(_, let sessionPresent):
                awaitsConnection = false
                connectedAt = .machineClock
                try tell("service_connected", sessionPresent ? "with its session" : "without session", at: now, &ledger)
            case .refused(let digest, let reason):
                try tell("message_refused", "\(digest) with \(reason)", at: now, &ledger)
            case .unreadable(let reason): try tell("wire_unreadable", reason, at: now, &ledger)
            case .unknownAcknowledgement, .published: continue
            }
        }
    }

    private func tell(_ what: String, _ detail: String = "", at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        try ledger.write(.chaos(LedgerEntry.Chaos(what: what, detail: detail)), at: now)
    }

    private mutating func lookAfterChildren(at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        if isBrokerWanted, let status = service.broker?.exitStatus {
            try tell("broker_crashed", "exit \(status)", at: now, &ledger)
            try service.broker?.restart()
        }
        guard let status = service.service?.exitStatus else { return }
        switch wanted {
        case .down: return
        case .armed(let place) where status == 128 + SIGKILL:
            try tell("service_killed", "at \(place)", at: now, &ledger)
        case .armed, .running:
            // Nobody has asked it to end: a trap, or an error it can't go on with.
            try tell("service_crashed", "exit \(status)", at: now, &ledger)
        }
        wanted = .running
        try startService("kill", at: now, &ledger)
    }

    // MARK: What is done

    private mutating func perform(_ act: ChaosAgenda.Act, at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        switch act {
        case .harmNetwork(let cut, let harm):
            for network in networks(cut) { network.set(harm.condition) }
            try tell("network_cut", "\(cut.rawValue) \(harm.words)", at: now, &ledger)
        case .mendNetwork(let cut, let harm):
            for network in networks(cut) {
                // Whoever heard nothing for so long has forgotten the connection, as a router does.
                if harm == .halfOpen { network.reset() }
                network.set(.open)
            }
            mended = ("network \(harm.words)", .machineClock)
            awaitsConnection = cut != .fleet && (harm == .reset || harm == .halfOpen)
            try tell("network_mended", cut.rawValue, at: now, &ledger)
        case .killBroker, .restartBroker, .fillBroker, .emptyBroker, .freezeBroker, .thawBroker:
            try toBroker(act, at: now, &ledger)
        case .killService, .terminateService, .startService, .armService, .freezeService, .thawService:
            try toService(act, at: now, &ledger)
        case .disk(let setting):
            try setDisk(setting)
            if setting == "ok" { mended = ("disk", .machineClock) }
            try tell(setting == "ok" ? "disk_mended" : "disk_fails", setting, at: now, &ledger)
        case .cutPower:
            wanted = .down
            service.service?.killNow()
            cuts += 1
            let loss = try FaultyDisk.cutPower(log: powerLog, folder: service.folder, seed: (cuts - 1) &* seed)
            try tell("power_cut", "\(loss.lost) of \(loss.unsynced) unsynced writes lost", at: now, &ledger)
        case .lockDatabase:
            lock = try DatabaseHold(path: service.database)
            try tell("database_locked", at: now, &ledger)
        case .unlockDatabase:
            lock = nil
            mended = ("lock", .machineClock)
            try tell("database_unlocked", at: now, &ledger)
        }
    }

    private mutating func toBroker(_ act: ChaosAgenda.Act, at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        guard let broker = service.broker else { return }
        switch act {
        case .killBroker:
            isBrokerWanted = false
            broker.kill()
            try tell("broker_killed", at: now, &ledger)
        case .fillBroker:
            service.service?.send(SIGSTOP)
            try broker.restart(queue: 50)
            try tell("broker_full", at: now, &ledger)
        case .emptyBroker:
            try broker.restart()
            service.service?.send(SIGCONT)
            (mended, awaitsConnection) = (("broker full", .machineClock), true)
            try tell("broker_empty", at: now, &ledger)
        case .freezeBroker:
            broker.freeze(true)
            try tell("broker_stopped", at: now, &ledger)
        case .thawBroker:
            broker.freeze(false)
            mended = ("broker stop", .machineClock)
            try tell("broker_continued", at: now, &ledger)
        default:
            try broker.restart()
            isBrokerWanted = true
            (mended, awaitsConnection) = (("broker", .machineClock), true)
            try tell("broker_started", at: now, &ledger)
        }
    }

    private mutating func toService(_ act: ChaosAgenda.Act, at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        switch act {
        case .killService:
            wanted = .down
            kills += 1
            service.service?.killNow()
            try tell("service_killed", "at random", at: now, &ledger)
        case .terminateService:
            wanted = .down
            service.service?.stop()
            let status = service.service?.exitStatus ?? -1
            try tell(status == 0 ? "service_terminated" : "service_crashed", "exit \(status)", at: now, &ledger)
        case .armService(let place):
            service.service?.stop()
            try service.startService(failpoint: place)
            wanted = .armed(place)
            try tell("service_armed", place, at: now, &ledger)
        case .freezeService:
            service.service?.send(SIGSTOP)
            try tell("service_stopped", at: now, &ledger)
        case .thawService:
            service.service?.send(SIGCONT)
            mended = ("service stop", .machineClock)
            try tell("service_continued", at: now, &ledger)
        default:
            wanted = .running
            try startService("kill", at: now, &ledger)
        }
    }

    private mutating func startService(_ after: String, at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        try service.startService()
        killableFrom = Timestamp.machineClock.adding(milliseconds: 250)
        (mended, awaitsConnection) = ((after, .machineClock), true)
        try tell("service_started", at: now, &ledger)
    }

    // MARK: Places

    private var powerLog: String { "\(service.folder)/disk.log" }

    private mutating func setDisk(_ setting: String, cutsPower: Bool = false) throws {
        // A slow sync, so that most cuts come in the middle of a commit.
        if cutsPower { disk = "slow:40ms,power-cut:\(powerLog)" }
        let parts = [setting, disk].filter { $0 != "ok" }
        try service.setDisk(parts.isEmpty ? "ok" : parts.joined(separator: ","))
    }

    private func networks(_ cut: ChaosPlan.NetworkCut.Cut) -> [Proxy] {
        let all: [Proxy?] =
            switch cut {
            case .fleet: [service.fleetNetwork]
            case .service: [service.serviceNetwork]
            case .all: [service.fleetNetwork, service.serviceNetwork]
            }
        return all.compactMap { $0 }
    }
}

extension ChaosPlan {
    /// Whether the power is cut at some time: the disk has to remember what was not synced.
    var cutsPower: Bool { disk.contains { $0.action == .powerCut } }
}

extension ChaosPlan.NetworkCut.Harm {
    /// What it makes of a network.
    var condition: LinkCondition {
        switch self {
        case .reset: .cut
        case .silent: .silent
        case .halfOpen: .halfOpen
        case .slow(let delay):
            .slow(milliseconds: delay.components.seconds * 1_000 + delay.components.attoseconds / 1_000_000_000_000_000)
        case .narrow(let rate): .narrow(bytesPerSecond: rate)
        }
    }

    /// How the ledger calls it.
    var words: String {
        switch self {
        case .reset: "reset"
        case .silent: "silent"
        case .halfOpen: "half_open"
        case .slow(let delay): "slow \(delay)"
        case .narrow(let rate): "narrow \(rate)"
        }
    }
}

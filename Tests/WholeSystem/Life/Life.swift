import Casework
import Foundation
import Logging
import Persistence
import Pipeline
import Telemetry

/// One life of the whole system: a script, a broker, crews and dispatchers around a lane that dies where its plan says.
///
/// Engine, decoder, lane and store are those that are shipped. A death leaves the files as they stand at that moment;
/// what the dying process would still do goes to files that nobody reads and to a connection that leads nowhere.
final class Life {
    let script: Script
    let kit: Kit
    let world: World
    let ledger = Ledger()
    private let plan: Set<Int>
    private let readsAhead: Bool
    /// Whether messages that follow each other within moments are left to pile up.
    private let pilesUp: Bool
    private let mistake: Mistake?
    private let rules: Bool

    private let folder: String
    private var generation = 0
    private var lane: Lane
    private var link: SimulatedLink
    private var desk: StoreConnection?
    private let turns = TakingTurns()
    private var isDying = false
    /// Whether it died between a commit and the moment at which the lane learns of it.
    private var hasCommitted = false
    private var picture: String?
    private var broken: BrokenRule?
    private var book = ErrorBook()
    private var path: String { "\(folder)/\(generation).db" }

    /// How many places were passed where a process may die.
    private(set) var passes = 0
    /// How often it died, and where.
    private(set) var deaths = 0
    private(set) var deathsAt: [String: Int] = [:]
    /// Whether messages were taken one by one, or few at once, read ahead and again after a death: then batches had other
    /// boundaries.
    private(set) var hasIsolated = false
    /// Whether it died while it waited for a connection, for the other axis of a place or for the next try to commit, or
    /// commits failed after a death: then some things happen moments earlier or later.
    private(set) var hasOtherTimes = false
    /// When the event came that is being dealt with; time goes on only where the lane pauses.
    private var eventTime: Int64 = .max

    /// Whether it died with a message of QoS 0, which may be gone then.
    private(set) var hasLost = false

    /// How many parts of the result must be those of the undisturbed life; all without a number.
    var comparableParts: Int? {
        if hasOtherTimes { return LifeResult.core.count }
        return hasIsolated ? (LifeResult.core + LifeResult.times).count : nil
    }

    /// - Parameter mistake: One to make on purpose.
    init(
        _ script: Script, _ crashes: CrashPlan, kit: Kit, mistake: Mistake? = nil, isLogging: Bool = false,
        checksRules: Bool = true, batchLimit: Int = .max, pilesUp: Bool = false
    ) throws {
        self.script = script
        self.kit = kit
        self.mistake = mistake
        rules = checksRules
        plan = Set(crashes.passes)
        readsAhead = crashes.ahead != nil
        self.pilesUp = pilesUp || readsAhead
        // Batches have other boundaries after a death.
        hasIsolated = readsAhead && !plan.isEmpty
        world = World(script, isLogging: isLogging, topics: kit.topics)
        world.broker.batchLimit = crashes.ahead ?? batchLimit
        world.broker.forgetsApart = mistake == .forgetsApart
        folder = "\(kit.folder)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try DatabaseFiles(path: kit.template).copy(to: "\(folder)/0.db")
        link = SimulatedLink(to: world.broker)
        lane = try Life.lane("\(folder)/0.db", kit, world, link, book, mistake?.failpoint)
        prepare()
    }

    deinit {
        lane.drop()
        try? desk?.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Lives to the end of the script.
    ///
    /// - Throws: ``BrokenRule`` at the first rule that does not hold.
    func live() throws {
        try settle()
        while true {
            let own = lane.nextDue.map { $0.milliseconds - world.clockError }
            guard let next = [world.nextEvent, own].compactMap(\.self).min(), next <= script.end else { break }
            world.advance(to: next)
            let due = world.due()
            for event in due { try happen(event) }
            // As if the process had been held up for a moment; never past its own timers, nor while people wait.
            if pilesUp, due.allSatisfy(\.isMessage), let then = world.nextMessage, then <= next + 20_000,
                own.map({ $0 > then }) ?? true
            {
                continue
            }
            try settle()
        }
        try settle()
        try checkEnd()
    }

    /// Reads what it came to, as the service leaves it after a stop.
    func result(_ queries: [(name: String, sql: String)]) throws -> LifeResult {
        lane.shutDown()
        try desk?.close()
        desk = nil
        var result = try LifeResult(path, queries)
        result.parts.append(
            LifeResult.Part(
                name: "messages",
                rows: ledger.outbox.map { "\($0.topic) at \($0.createdAt.milliseconds)" }.sorted()))
        return result
    }

    // MARK: The service

    private static func lane(
        _ path: String, _ kit: Kit, _ world: World, _ link: SimulatedLink, _ book: ErrorBook, _ failpoint: String?
    ) throws -> Lane {
        let handle = ErrorLog.UncheckedBook(book: book)
        var log = Logger(label: "lane", factory: { _ in ErrorLog(book: handle) })
        log.logLevel = .error
        let clock = LaneClock(now: { [unowned world] in world.now }, machine: { [unowned world] in world.now })
        let surroundings = LaneSurroundings(
            link: link, clock: clock, stop: NobodyAsks(), log: log, seed: world.seed,
            pause: { [unowned world] in world.advance(to: world.time + $0) })
        var configuration = kit.configuration(for: path)
        configuration.failpoint = failpoint
        return try Lane(configuration, in: surroundings)
    }

    private func prepare() {
        if readsAhead {
            lane.surroundings.companion = turns
            lane.surroundings.readsAheadFrom = 1
        }
        lane.surroundings.onPass = { [unowned self] in pass($0) }
        lane.surroundings.onCommit = { [unowned self] changes in
            guard !isDying || hasCommitted, broken == nil else { return }
            hasCommitted = false
            do { try ledger.take(changes) } catch { broken = error as? BrokenRule }
        }
        lane.surroundings.commitFailure = { [unowned self] in
            guard !isDying else { return nil }
            if world.diskFull > 0 {
                world.diskFull -= 1
                return StoreError(.full, "simulated: the disk is full")
            }
            guard world.refusals > 0 else { return nil }
            world.refusals -= 1
            hasIsolated = true
            return StoreError(.other, "simulated: this can't be stored")
        }
        lane.start()
    }

    private func pass(_ place: Failpoint.Place) {
        guard !isDying else { return }
        passes += 1
        guard plan.contains(passes) else { return }
        world.note("  --- pass \(passes): the process dies at \(place.rawValue)")
        isDying = true
        if world.broker.hasUnsure { hasLost = true }
        if link.isPausing || world.broker.isSilent || lane.awaitsAnAxis || world.time > eventTime {
            hasOtherTimes = true
        }
        // On disk already, and the lane would only have learnt of it.
        hasCommitted = place == .afterReadingAhead && turns.isBehind
        deaths += 1
        deathsAt[place.rawValue, default: 0] += 1
        do {
            try DatabaseFiles(path: path).copy(to: "\(folder)/\(generation + 1).db")
        } catch {
            broken = BrokenRule("the files can't be copied: \(error)")
        }
        link.die()
    }

    /// The next process starts on what the last one left.
    private func restart() throws {
        lane.drop()
        try desk?.close()
        desk = nil
        DatabaseFiles(path: path).remove()
        generation += 1
        try mistake?.spoil(path)
        isDying = false
        link = SimulatedLink(to: world.broker)
        lane = try Life.lane(path, kit, world, link, book, mistake?.failpoint)
        if lane.takesMessagesOneByOne { hasIsolated = true }
        prepare()
        for message in world.broker.acknowledged where !lane.hasReceipt(topic: message.topic, payload: message.payload)
        {
            throw BrokenRule(
                "\(message.topic) was acknowledged and is lost: \(String(decoding: message.payload, as: UTF8.self))")
        }
    }

    /// Turns until nothing is left to do by now.
    private func settle() throws {
        eventTime = world.time
        for _ in 0..<400 {
            let before = (link.activity, ledger.commits, deaths)
            lane.turn()
            if let broken { throw broken }
            if isDying {
                try restart()
                continue
            }
            let isDue = lane.nextDue.map { $0 <= world.now } ?? false
            guard before == (link.activity, ledger.commits, deaths), !isDue else { continue }
            // A commit that fails may be another one after a death, and it is tried again a moment later.
            if deaths > 0, world.time > eventTime { hasOtherTimes = true }
            return try checkRest()
        }
        throw BrokenRule("the lane does not come to rest")
    }

    // MARK: The desk

    private func happen(_ event: Script.Event) throws {
        world.note(event.line)
        switch event {
        case .desk(let number):
            // Whoever has nothing in hand and would find nothing need not open the database for that.
            guard ledger.hasOpenTasks || !world.dispatchers.hasNothing(number) else { return }
            try world.dispatchers.look(number, try openDesk(), at: world.now) { world.note("  " + $0) }
        case .reference(let kind, let text):
            guard let kind = ReferenceKind(rawValue: kind) else { return }
            _ = try openDesk()
            guard let desk else { return }
            _ = try ReferenceImport(into: desk).run(Array(text.utf8), kind: kind, name: kind.rawValue)
        default: world.happen(event)
        }
    }

    private func openDesk() throws -> Desk {
        if let desk { return Desk(desk) }
        let connection = try StoreConnection(path: path, role: .command(create: false))
        desk = connection
        return Desk(connection)
    }

    // MARK: Rules

    private func checkRest() throws {
        guard rules else { return }
        // After a failure it waits for a moment before it tries again.
        if lane.isResting { return }
        try Rules(ledger: ledger, now: world.now, letsOffersStand: lane.letsOffersStand).check()
        if try lane.hasWaitingActions() {
            throw BrokenRule("what a dispatcher asked for is not done, and nobody does it")
        }
    }

    private func checkEnd() throws {
        if let error = book.unexplained { throw BrokenRule("the service says: \(error)") }
        for message in world.broker.acknowledged where !lane.hasReceipt(topic: message.topic, payload: message.payload)
        {
            throw BrokenRule("\(message.topic) was acknowledged and has no receipt")
        }
        try checkMessages()
        if let asset = try lane.assetsOutOfStep().first {
            throw BrokenRule("the case of \(asset) is not the same in memory and on disk")
        }
    }
}

extension Life {
    /// What was published had been committed, and what was committed is published or of no use any more.
    private func checkMessages() throws(BrokenRule) {
        let committed = Set(ledger.outbox.map { World.key($0.topic, $0.payload) })
        if let early = world.published.subtracting(committed).min() {
            throw BrokenRule("published and never committed: \(early)")
        }
        guard link.isConnected else { return }
        for row in ledger.outbox where row.expiresAt.map({ $0 > world.now }) ?? true {
            guard world.published.contains(World.key(row.topic, row.payload)) else {
                throw BrokenRule("committed and never published: \(row.topic) \(row.payload)")
            }
        }
    }
}

/// Nobody asks a simulated lane to stop.
final class NobodyAsks: StopRequests {
    var descriptor: Int32 { -1 }
    var isRaised: Bool { false }
}

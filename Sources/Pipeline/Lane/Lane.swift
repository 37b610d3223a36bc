internal import Casework
internal import DeviceProfiles
internal import Diagnostics
internal import Foundation
internal import Logging
internal import MQTT
internal import Persistence
internal import Planning
internal import Roads
internal import Telemetry

/// The heart of the program: one thread, one loop.
///
/// Read, decode, step, commit, acknowledge, publish.
///
/// Nothing is acknowledged before the transaction with its consequences is on disk. One flush acknowledges everything
/// that was read, so nothing is read between the end of a batch and its commit; but in a backlog the next messages are
/// read while the disk works, kept apart so that the flush after the commit does not acknowledge them.
package final class Lane {
    let configuration: LaneConfiguration
    let engine: Engine
    let store: LaneStore
    let symbols: SymbolTable
    let decoder: Decoder
    package var surroundings: LaneSurroundings
    let link: any BrokerLink
    let clock: LaneClock
    let log: Logger
    let stop: any StopRequests

    var workingSet: WorkingSet
    var reference: ReferenceSnapshot
    var receipts: Receipts
    var failpoint: Failpoint
    var batch = MessageBatch()
    /// What of the batch was decoded when it was read ahead.
    var headStart: HeadStart?
    /// What was read while the batch before it was brought to disk; the next batch.
    var ahead = Ahead()
    /// The room that the last batch took once it was decoded.
    var spare = Decoded()
    var metrics = LaneMetrics()
    let digestKey: UInt64

    // Connection
    var backoff: Backoff
    var reconnectAt: Timestamp?
    var mustFlush = false
    var lastMessageAt: Timestamp
    /// Whether the broker has answered our subscriptions on this connection.
    var isSubscribed = false
    /// Until when offers do not lapse, by the service's clock: a crew's answer may wait at the broker.
    var listensUntil: Timestamp?

    /// When it is decided at the latest whether the first messages on a connection are old ones.
    var decidesBy: Timestamp?

    // Roads
    let router: (any Router)?
    var roads = RouterGate()

    // Outbox
    var outbox: Outbox

    // What others wrote
    var seenDataVersion: Int64 = -1
    /// Up to which number those who were forgotten are no longer in memory.
    var seenForgotten: Int64
    /// Timers and actions that could not be stored are not tried again before.
    var restsUntil: Timestamp?
    /// Which timers and actions join the next commit.
    var otherWork = OtherWork.all
    /// Until when timers that could not be stored stay out, by number; only ever asked for one.
    var timersPutOff: [Int64: Timestamp] = [:]

    // Kept messages
    var retrying = Retrying()

    // Poison
    var isolatesFirstBatch: Bool
    var hasCommitted = false
    var suspect: (digest: UInt64, deaths: Int64)

    /// Assets with several devices, as of a change of the reference data.
    var sharedAssets: (change: Int64, ids: Set<String>) = (-1, [])

    // Senders that say too much
    var throttling: Throttling

    // Prognosis
    var foresight: Foresight?
    /// Assets that nobody wants foreseen, or of which nobody has told us, as far as they were met.
    var unforeseen: Set<Int64> = []
    /// Assets that nobody wants foreseen, all of them.
    var withoutPrevent = AssetFlags()
    /// Repairs that casework has not heard of yet.
    var toldRepairs: [RepairRow] = []
    var seenModel: Int64 = -1
    /// What the prognosis makes of a signal, by the number of its name; `nil` for names not met yet.
    var signalUses: [SignalUse?] = []
    var seenRepair: Int64 = 0

    // Idle work
    var unfoldedBatches = 0
    var nextIdleWork: Timestamp
    /// Journals are folded no sooner, unless there are too many.
    var nextFold: Timestamp
    var nextPurge: Timestamp
    /// What happened outside of a step; on disk with the next commit.
    var pendingEvents: [EventRow] = []
    /// When open cases were last read again because of an import.
    var openFilesReadAt: Timestamp
    /// What the lane tells of itself; nobody listens in a test.
    var reporting: LaneReporting?
    var mustReadOpenFiles = false
    /// When the connection was made, and how many were lost at once.
    var connectedAt = Timestamp(milliseconds: 0)
    var briefConnections = 0
    private(set) var failure: LaneFailure?

    /// A batch ends at this many messages.
    ///
    /// Measured with a backlog of 300,000: against 1,000 the commit costs a quarter less for each message, 3,500 gains
    /// nothing more, and half of the broker's window of 4,000 keeps it busy meanwhile.
    static let batchLimit = 2_000

    /// The time by which the casework lives.
    var now: Timestamp { clock.now() }

    /// Opens the store, takes the lane's lock and reads what is to be kept in memory.
    ///
    /// - Throws: ``StoreError`` (kind `busy` if another lane has the database), ``FailpointError``, `MQTTError` for a
    ///   configuration that can't be used.
    package convenience init(_ configuration: LaneConfiguration) throws {
        try self.init(configuration, in: .service(configuration.mqtt))
    }

    /// A lane with other surroundings than the machine's.
    ///
    /// - Throws: As ``init(_:)`` does.
    package init(_ configuration: LaneConfiguration, in surroundings: LaneSurroundings) throws {
        self.surroundings = surroundings
        link = surroundings.link
        clock = surroundings.clock
        log = surroundings.log
        stop = surroundings.stop
        self.configuration = configuration
        failpoint = try Failpoint(configuration.failpoint)
        engine = Engine(
            diagnostician: configuration.diagnostician, phrasebook: configuration.phrasebook,
            policy: configuration.policy)
        router = configuration.router?.router()
        symbols = SymbolTable()
        let now = surroundings.clock.now()
        let machine = surroundings.clock.machine()
        store = try LaneStore(
            path: configuration.databasePath, symbols: symbols, defaults: configuration.defaults)
        let snapshot = try store.loadSnapshot(
            signalNames: Engine.residentSignals(configuration.diagnostician) + Decoder.settledSignals, at: now)
        workingSet = WorkingSet(
            snapshot, signalNames: Engine.residentSignals(configuration.diagnostician), symbols: symbols)
        reference = snapshot.reference
        seenForgotten = try store.forgottenCount()
        receipts = Receipts(snapshot.receipts)
        digestKey = store.digestKey.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        decoder = Decoder(
            profiles: configuration.profiles, symbols: symbols, devices: DeviceDirectory(snapshot.reference.devices))
        outbox = Outbox(pending: try store.outboxPending(limit: .max))
        isolatesFirstBatch = try store.noteStart() >= 2
        suspect = try store.suspect()
        // It was committed, so the process died of something else.
        if receipts.contains(suspect.digest) { suspect = (0, 0) }
        try link.subscribe(configuration.profiles.subscriptions.map(MQTT.Subscription.init(_:)))
        backoff = Backoff(seed: surroundings.seed)
        lastMessageAt = machine
        nextIdleWork = machine
        nextFold = machine
        nextPurge = machine
        throttling = Throttling(configuration.throttle)
        try store.endFloods(at: now)
        openFilesReadAt = now
        unfoldedBatches = 1
        listensUntil = now.adding(seconds: Lane.listensFor)
        seenRepair = try store.repairs(after: .max).last
        withoutPrevent = AssetFlags(reference.withoutPrevent)
        try loadForesight(at: now)
        primeAssembly(snapshot, at: now)
        if let router = configuration.router { log.info("driving times by \(router)") }
        if isolatesFirstBatch {
            log.warning("the last starts died in their first batch: messages are taken one by one until one commits")
        }
    }

    /// Runs until SIGTERM or SIGINT, or until it can't go on.
    ///
    /// - Returns: What it has done.
    /// - Throws: ``LaneFailure`` if the session or the database has been taken over.
    package func run() throws -> LaneMetrics {
        start()
        while !stop.isRaised, failure == nil, !isIdleLongEnough {
            turn()
        }
        shutDown()
        if let failure { throw failure }
        return metrics
    }

    /// Starts to connect; the rest happens in turns.
    package func start() {
        beginReporting()
        link.connect()
    }

    /// One turn of the loop.
    package func turn() {
        let began = monotonicNanoseconds()
        var mayReadMore = false
        if !mustFlush {
            let start = monotonicNanoseconds()
            let end = readBatch()
            mayReadMore = end == .limit || end == .connected
            handleEvents()
            listened(end)
            if !batch.isEmpty {
                metrics.add(.wire, since: start)
                if failpoint.acknowledgesEarly { flush() }
                pass(.afterRead)
            }
        }
        if awaitsMore() { return awaitMore(mayReadMore: mayReadMore) }
        let hadMessages = !batch.isEmpty
        if hadMessages || hasOtherWork() { process() }
        foresee(isQuiet: !hadMessages)
        guard failure == nil else { return }
        flush()
        if hadMessages, !mustFlush { pass(.afterAck) }
        publishOutbox()
        publishKeepAlives()
        link.misc()
        handleEvents()
        reconnectIfDue()
        report(turnBegan: began, hadMessages: hadMessages)
        if unfoldedBatches > Lane.unfoldedLimit { doIdleWork() }
        if hadMessages { return }
        if !mayReadMore { doIdleWork() }
        wait(mayReadMore: mayReadMore)
    }

    /// Takes what was read ahead as the batch, and what has arrived since.
    private func readBatch() -> ReadBatch.End {
        var end = takeAhead()
        if batch.entries.count < Lane.batchLimit {
            let read = read(into: &batch, atMost: Lane.batchLimit - batch.entries.count)
            if read.messages > 0 { noteRead() }
            end = read.end
        }
        if !batch.isEmpty {
            store.isInBacklog = batch.entries.count >= Lane.backlogBatch
            if store.isInBacklog { nextIdleWork = clock.machine().adding(milliseconds: Lane.backlogPause) }
        }
        return end
    }

    /// Reads what has arrived, without waiting.
    func read(into batch: inout MessageBatch, atMost limit: Int) -> ReadBatch {
        let now = now
        let key = digestKey
        let read = link.readBatch(maxMessages: limit) { topic, payload, delivery in
            batch.append(
                topic: topic, payload: payload, key: key, receivedAt: now, isRetained: delivery.isRetained,
                isAcknowledged: delivery.qualityOfService > 0)
        }
        guard read.messages > 0 else { return read }
        metrics.messages += read.messages
        metrics.bytes += read.bytes
        let machine = clock.machine()
        if metrics.firstMessageAt == nil { metrics.firstMessageAt = machine }
        lastMessageAt = machine
        return read
    }

    /// Sends what is queued; while something remains, nothing is read.
    func flush() {
        let start = monotonicNanoseconds()
        guard link.isConnected || link.wantsWrite else {
            mustFlush = false
            return
        }
        do {
            mustFlush = !(try link.flush())
        } catch {
            // What was not sent never will be: the broker delivers those messages again.
            mustFlush = false
            handleEvents()
        }
        metrics.add(.wire, since: start)
    }

    /// Sleeps until there is something to read, to send or to do.
    func wait(mayReadMore: Bool) {
        guard !mayReadMore || mustFlush else { return }
        var limit: Int64 = 50
        if restsUntil == nil, let timer = nextTimer { limit = clock.wait(until: timer, atMost: limit) }
        if let due = decoder.nextFlush { limit = clock.wait(until: due, atMost: limit) }
        if let decidesBy { limit = min(limit, decidesBy.milliseconds - clock.machine().milliseconds) }
        if let reconnectAt { limit = min(limit, reconnectAt.milliseconds - clock.machine().milliseconds) }
        link.wait(atMost: Int32(clamping: max(0, limit)), reading: !mustFlush, waker: stop.descriptor)
    }

    private var isIdleLongEnough: Bool {
        guard let limit = configuration.exitWhenIdle, link.isConnected, batch.isEmpty, ahead.batch.isEmpty,
            !outbox.hasPending, !outbox.isAwaitingAnswers
        else { return false }
        return Double(clock.machine().milliseconds - lastMessageAt.milliseconds) > limit * 1_000
    }

    /// Notes why the lane can't go on; the loop ends with this turn.
    func fail(_ failure: LaneFailure) {
        log.critical("\(failure)")
        self.failure = self.failure ?? failure
    }

    /// Passes a place where a process may die; the failpoint counts only those of messages.
    func pass(_ place: Failpoint.Place, withMessages: Bool = true) {
        surroundings.onPass?(place)
        if withMessages { failpoint.pass(place) }
    }

    /// Acknowledges what is on disk, takes leave of the broker and closes the store.
    package func shutDown() {
        // Nothing more is read: taking leave acknowledges all that was.
        surroundings.companion = nil
        if failure == nil, !ahead.batch.isEmpty {
            _ = takeAhead()
            process()
        }
        endReporting()
        if failure == nil, batch.isEmpty {
            link.disconnect()
            handleEvents()
            if !outbox.sent.isEmpty { process() }
            do {
                try store.clearCrashMarks()
                _ = try store.compactIfAsked(limit: .max)
            } catch {
                log.warning("\(error)")
            }
        } else {
            // What is not on disk must not be acknowledged.
            link.abandon()
        }
        store.close()
        log.info("stopped after \(metrics.messages) messages in \(metrics.batches) batches")
    }
}

/// Why a lane can't go on.
package struct LaneFailure: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// Someone else has the session or the database.
        case takenOver
        case other
    }

    package var kind: Kind
    package var description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}

extension DeviceDirectory {
    /// The imported devices.
    init(_ mappings: [DeviceMapping]) {
        var assets: [DeviceKey: String] = [:]
        for mapping in mappings {
            assets[DeviceKey(profile: mapping.profile, device: mapping.device)] = mapping.assetID
        }
        self.init(assets: assets)
    }
}

extension MQTT.Subscription {
    init(_ needed: DeviceProfiles.Subscription) {
        self.init(needed.filter, retainHandling: needed.retainHandling == 0 ? .onEverySubscribe : .onNewSubscription)
    }
}

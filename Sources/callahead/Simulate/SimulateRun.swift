internal import Casework
internal import Diagnostics
internal import FleetSimulator
internal import Foundation
internal import MQTT
internal import Outreach
internal import Pipeline
internal import Telemetry
internal import Verification

/// A scenario against a real broker: publishes what is due, hears what the service says, lets everybody act, and writes
/// down the truth.
final class SimulateRun {
    private let plan: SimulationPlan
    private let installation: Installation
    private let options: SimulateCommand
    private var ledger: LedgerWriter
    /// A ledger that nobody asked for is deleted at the end.
    private let isLedgerKept: Bool
    private var service: TownService?
    private var link: FleetLink?
    private var summary = SimulateSummary()
    private var calls: Int?
    /// Messages by number that were not handed to the broker yet; never iterated.
    private var waiting: [Int: WireMessage] = [:]
    private var count = 0
    private var chaos: ChaosDirector?
    private var desks: DeskBots?

    /// - Throws: ``TownServiceError`` or ``PrivateFileError``.
    init(_ plan: SimulationPlan, options: SimulateCommand, installation: Installation) throws {
        (self.plan, self.options, self.installation) = (plan, options, installation)
        guard options.isPrivate || !plan.scenario.chaos.needsPrivateInstallation else {
            throw TownServiceError("this scenario harms broker, service or disk: only with --private")
        }
        try SimulateRun.setClock(plan, options)
        let temporary = "\(NSTemporaryDirectory())/callahead-ledger-\(getpid()).jsonl".replacing("//", with: "/")
        ledger = try LedgerWriter(path: options.ledger ?? temporary)
        isLedgerKept = options.ledger != nil
        guard options.isPrivate else { return }
        service = try TownService(
            "simulate", town: plan.scenario.town, seed: plan.seed, installation: installation, policy: plan.policy,
            program: Bundle.main.executablePath ?? CommandLine.arguments[0], folder: options.folder, isProxied: true,
            hasFaultyDisk: !plan.scenario.chaos.disk.isEmpty, days: plan.days)
    }

    /// Seconds of the service's clock in one of the machine's, now: ours, or those of the clock that we were given.
    private var speed: Double { ServiceClock.process?.speed(at: .machineClock) ?? 1 }

    /// Everybody who plays reads one clock: ours, our children's, and that of a service which was given the same.
    private static func setClock(_ plan: SimulationPlan, _ options: SimulateCommand) throws {
        if let text = ProcessInfo.processInfo.environment[ServiceClock.variable], !text.isEmpty {
            guard !options.isPrivate else {
                throw TownServiceError("--private sets the clock itself: unset \(ServiceClock.variable)")
            }
            return
        }
        guard options.isPrivate || options.speed != nil else {
            guard plan.scenario.before == nil else {
                throw TownServiceError("its days before need a clock: --private, or the one that --print-clock prints")
            }
            return
        }
        let clock = try plan.clock()
        setenv(ServiceClock.variable, clock.text, 1)
        if !options.isPrivate {
            Terminal.say("The service has to run with \(ServiceClock.variable)=\(clock.text)")
        }
    }

    /// Plays it.
    ///
    /// - Returns: The exit status.
    func run() throws -> Int32 {
        defer { shutDown() }
        let link = try connect()
        let start = Timestamp.wallClock
        // At once: this line ties the two clocks together.
        try note(.run(plan.run(from: start, clock: ServiceClock.process)), at: start)
        let town = PlayedTown(plan.play(from: start))
        Terminal.say(
            "\(plan.scenario.name): \(town.play.simulation.fleet.vehicles.count) assets, "
                + "\(plan.scenario.town.units.count) units, from \(start.iso8601), seed \(plan.seed)")
        try seat(town, begins: start, start: plan.start(from: start))
        try play(town, link)
        let signal = StopRequest.raised
        if signal == nil { try settle(town, link) }
        try note(
            .finished(.init(sent: summary.sent, acknowledged: summary.acknowledged)), at: .wallClock)
        Terminal.show(summary.lines(lost: town.play.lost, calls: calls).joined(separator: "\n"))
        if let signal { return 128 + signal }
        return try verdict()
    }

    private func connect() throws -> FleetLink {
        if let service {
            try service.start()
            // It has done its part; from here on the fleet speaks for itself.
            service.closeMessages()
            Terminal.say("A private broker, a database and the service in \(service.folder)")
        }
        let name = "fleet-\(plan.seed)-\(getpid())"
        var configuration =
            try service.map { MQTTConfiguration(host: "127.0.0.1", port: $0.fleetPort, clientID: name) }
            ?? options.broker.configuration(clientID: name)
        configuration.sessionExpirySeconds = 3_600
        let link = try FleetLink(configuration)
        self.link = link
        let deadline = ContinuousClock.now + .seconds(10)
        while !link.isConnected {
            if let signal = StopRequest.raised { throw StoppedEarly(signal: signal) }
            guard ContinuousClock.now < deadline else {
                throw TownServiceError("the broker does not answer\(link.trouble.map { ": \($0)" } ?? "")")
            }
            _ = link.exchange(waiting: 10)
        }
        return link
    }

    // MARK: Play

    /// How long the end waits for troubles that are late: two minutes of the machine's clock.
    private var patience: Int64 { Int64(120 * plan.speed) }

    private func play(
        _ town: PlayedTown, _ link: FleetLink
    ) throws {
        while StopRequest.raised == nil {
            let now = Timestamp.wallClock
            try step(town, link, at: now)
            if now >= town.play.end, chaos?.isOver ?? true || now >= town.play.end.adding(seconds: patience) { return }
        }
    }

    /// One turn: everybody who has something to do at this moment does it.
    private func step(
        _ town: PlayedTown, _ link: FleetLink, at now: Timestamp
    ) throws {
        let step = town.play.advance(to: now)
        for fact in step.facts { try note(fact.entry, at: fact.at) }
        for message in step.messages {
            count += 1
            waiting[count] = message
            link.publish(
                number: count, topic: message.topic, payload: message.payload, qualityOfService: message.qos,
                retain: message.retain)
        }
        if let due = desks?.next, due <= now { try desks?.act(at: now, &ledger) }
        if let due = chaos?.next, due <= now { try chaos?.act(at: now, &ledger) }
        let next = [town.play.next, desks?.next, chaos?.next].compactMap { $0 }.min()
        try take(link.exchange(waiting: wait(until: next, from: now)), town)
        if plan.scenario.chaos.isHarmless { try service?.check() }
    }

    /// Milliseconds of the machine's clock; a fiftieth of a second at most.
    private func wait(until next: Timestamp?, from now: Timestamp) -> Int32 {
        guard let next else { return 20 }
        let left = Double(next.milliseconds.subtractingReportingOverflow(now.milliseconds).partialValue) / speed
        return Int32(max(0, min(20, left.rounded(.up))))
    }

    private func take(_ turn: FleetLink.Turn, _ town: PlayedTown) throws {
        let now = Timestamp.wallClock
        for number in turn.sent {
            guard let message = waiting.removeValue(forKey: number) else { continue }
            try note(.sent(message.sent(number: number)), at: now)
        }
        for number in turn.acknowledged { try note(.acknowledged(message: number), at: now) }
        for number in turn.refused {
            summary.countRefusal()
            try note(.chaos(.init(what: "broker_refused", detail: "message \(number)")), at: now)
        }
        for heard in turn.heard {
            let payload = String(decoding: heard.payload, as: UTF8.self)
            town.play.receive(topic: heard.topic, payload: payload, at: now)
            if let text = ServiceText(heard.topic, payload) { try note(.text(text.entry), at: now) }
        }
    }

    /// Makes everything whole again, lets everything that was sent be answered, and the service draw its conclusions.
    private func settle(_ town: PlayedTown, _ link: FleetLink) throws {
        try chaos?.finish(at: .wallClock, &ledger)
        let begun = ContinuousClock.now
        var quietSince = begun
        while StopRequest.raised == nil, ContinuousClock.now - begun < .seconds(60) {
            let before = summary.acknowledged
            try step(town, link, at: .wallClock)
            // While the broker has more than the service took, silence may be a service at work.
            let isBehind = chaos.map { $0.taken < summary.acknowledged } ?? false
            let isQuiet =
                link.isSettled && chaos?.isQuiet(for: isBehind ? 6_000 : 1_500) ?? true
                && summary.acknowledged == before
            if !isQuiet { quietSince = .now }
            if ContinuousClock.now - quietSince > .seconds(1) { break }
        }
        calls = desks?.count.outcomes.values.reduce(0, +)
        try chaos?.conclude(at: .wallClock, &ledger)
    }

    private func note(_ entry: LedgerEntry, at time: Timestamp) throws {
        summary.count(entry)
        try ledger.write(entry, at: time)
    }

    // MARK: Others, and the end

    /// The service's database; `nil` if nobody has named one.
    private var database: String? { service?.database ?? options.db }

    /// Lets those come who act beside the fleet: dispatchers, and what goes wrong with the machine.
    private func seat(_ town: PlayedTown, begins: Timestamp, start: Timestamp) throws {
        if let service { chaos = try ChaosDirector(plan.scenario.chaos, service, start: start, seed: plan.seed) }
        let people = options.desks ?? plan.scenario.desk.people
        guard let database, people > 0 else { return }
        let words = DeskWords(
            scripts: ScriptBuilder(
                phrasebook: try Phrasebook.load(directory: installation.outreach),
                catalogue: try FaultCatalogue.load(directory: installation.deviceProfiles)),
            policy: try PolicyOptions.path(plan.policy, in: installation)
                .map { try PolicyFile.load($0).values.casework.outreach } ?? PolicyValues().casework.outreach)
        desks = try DeskBots(
            database: database, plan: DeskPlan(plan.scenario.desk, people: people, seed: plan.seed, start: start),
            words: words,
            town: DeskTown(answer: { town.answer($0) }, movingSince: { town.movingSince($0, at: $1) }), start: begins)
    }

    private func verdict() throws -> Int32 {
        guard options.verify, let database else { return 0 }
        let verdict = try VerifyCommand.verdict(ledger: ledger.path, database: database)
        Terminal.show(VerdictText(limit: 10).lines(verdict))
        return verdict.holds ? 0 : 1
    }

    private func shutDown() {
        link?.close()
        link = nil
        service?.shutDown()
        if !isLedgerKept { unlink(ledger.path) }
        if let service, !options.keep, options.folder == nil {
            try? FileManager.default.removeItem(atPath: service.folder)
        }
        service = nil
    }
}

extension DeskPlan {
    /// The desks as a scenario has them.
    init(_ temper: DeskTemper, people: Int, seed: UInt64, start: Timestamp) {
        self.init(people: people, seed: seed)
        absent = temper.absent.map {
            let from = start.adding(milliseconds: $0.from.milliseconds)
            return Absence(from: from, until: from.adding(milliseconds: $0.lasts.milliseconds))
        }
        overstaysLease = temper.overstaysLease
    }
}

extension ChaosPlan {
    /// Whether the service is to live through the whole run.
    var isHarmless: Bool { service.isEmpty && kills == nil && disk.isEmpty }
}

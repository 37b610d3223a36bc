internal import FleetSimulator
internal import Foundation
internal import MQTT
internal import Pipeline
internal import Telemetry

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
    private var connection: FleetConnection?
    private var summary = SimulateSummary()
    private var calls: Int?

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
            "simulate", town: plan.scenario.town, seed: plan.seed, installation: installation, policy: nil,
            program: Bundle.main.executablePath ?? CommandLine.arguments[0])
    }

    /// Everybody who plays reads one clock: ours, our children's, and that of a service which was given the same.
    private static func setClock(_ plan: SimulationPlan, _ options: SimulateCommand) throws {
        if let text = ProcessInfo.processInfo.environment[ServiceClock.variable], !text.isEmpty {
            guard !options.isPrivate else {
                throw TownServiceError("--private sets the clock itself: unset \(ServiceClock.variable)")
            }
            return
        }
        guard options.isPrivate || options.speed != nil else { return }
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
        let connection = try connect()
        let start = Timestamp.wallClock
        // At once: this line ties the two clocks together.
        try note(.run(plan.run(from: start)), at: start)
        let town = PlayedTown(plan.play(from: start))
        Terminal.say(
            "\(plan.scenario.name): \(town.play.simulation.fleet.vehicles.count) assets, "
                + "\(plan.scenario.town.units.count) units, from \(start.iso8601), seed \(plan.seed)")
        var participants = try self.participants(town, start: start)
        try play(town, connection, &participants)
        let signal = StopRequest.raised
        if signal == nil { try settle(town, connection, &participants) }
        try note(
            .finished(.init(sent: summary.sent, acknowledged: summary.acknowledged)), at: .wallClock)
        Terminal.show(summary.lines(lost: town.play.lost, calls: calls).joined(separator: "\n"))
        if let signal { return 128 + signal }
        return try verdict()
    }

    private func connect() throws -> FleetConnection {
        if let service {
            try service.start()
            Terminal.say("A private broker, a database and the service in \(service.folder)")
        }
        let name = "fleet-\(plan.seed)-\(getpid())"
        var configuration =
            try service.map { MQTTConfiguration(host: "127.0.0.1", port: $0.fleetPort, clientID: name) }
            ?? options.broker.configuration(clientID: name)
        configuration.sessionExpirySeconds = 0
        let connection = try FleetConnection(configuration)
        self.connection = connection
        try connection.connect()
        return connection
    }

    // MARK: Play

    private func play(
        _ town: PlayedTown, _ connection: FleetConnection, _ participants: inout [any Participant]
    ) throws {
        while StopRequest.raised == nil {
            let now = Timestamp.wallClock
            try step(town, connection, &participants, at: now)
            if now >= town.play.end { return }
        }
    }

    /// One turn: everybody who has something to do at this moment does it.
    private func step(
        _ town: PlayedTown, _ connection: FleetConnection, _ participants: inout [any Participant], at now: Timestamp
    ) throws {
        let step = town.play.advance(to: now)
        for fact in step.facts { try note(fact.entry, at: fact.at) }
        for message in step.messages { connection.publish(message) }
        for index in participants.indices {
            guard let due = participants[index].next, due <= now else { continue }
            try participants[index].act(at: now, &ledger)
        }
        let next = ([town.play.next] + participants.map(\.next)).compactMap { $0 }.min()
        try take(try connection.exchange(waiting: wait(until: next, from: now)), town)
        if plan.scenario.chaos.isHarmless { try service?.check() }
    }

    /// Milliseconds of the machine's clock; a fiftieth of a second at most.
    private func wait(until next: Timestamp?, from now: Timestamp) -> Int32 {
        guard let next else { return 20 }
        let left = Double(next.milliseconds.subtractingReportingOverflow(now.milliseconds).partialValue) / plan.speed
        return Int32(max(0, min(20, left.rounded(.up))))
    }

    private func take(_ news: FleetConnection.News, _ town: PlayedTown) throws {
        let now = Timestamp.wallClock
        for (number, message) in news.sent { try note(.sent(message.sent(number: number)), at: now) }
        for number in news.acknowledged { try note(.acknowledged(message: number), at: now) }
        for (number, reason) in news.refused {
            summary.countRefusal()
            try note(.chaos(.init(what: "broker_refused", detail: "message \(number): \(reason)")), at: now)
        }
        for heard in news.heard {
            town.play.receive(topic: heard.topic, payload: heard.payload, at: now)
            if let text = ServiceText(heard.topic, heard.payload) { try note(.text(text.entry), at: now) }
        }
    }

    /// Lets everything that was sent be answered, and the service draw its conclusions.
    private func settle(
        _ town: PlayedTown, _ connection: FleetConnection, _ participants: inout [any Participant]
    ) throws {
        let begun = ContinuousClock.now
        var quietSince = begun
        while StopRequest.raised == nil, ContinuousClock.now - begun < .seconds(30) {
            let before = summary.acknowledged
            try step(town, connection, &participants, at: .wallClock)
            if connection.unanswered > 0 || summary.acknowledged != before { quietSince = .now }
            if ContinuousClock.now - quietSince > .seconds(2) { return }
        }
    }

    private func note(_ entry: LedgerEntry, at time: Timestamp) throws {
        summary.count(entry)
        try ledger.write(entry, at: time)
    }

    // MARK: Others, and the end

    private func participants(_ town: PlayedTown, start: Timestamp) throws -> [any Participant] { [] }

    private func verdict() throws -> Int32 { 0 }

    private func shutDown() {
        connection?.close()
        connection = nil
        service?.shutDown()
        if !isLedgerKept { unlink(ledger.path) }
        if let service, !options.keep, options.folder == nil {
            try? FileManager.default.removeItem(atPath: service.folder)
        }
        service = nil
    }
}

extension ChaosPlan {
    /// Whether the service is to live through the whole run.
    var isHarmless: Bool { service.isEmpty && kills == nil && disk.isEmpty }
}

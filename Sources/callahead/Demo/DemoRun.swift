internal import Diagnostics
internal import FleetSimulator
internal import Foundation
internal import Outreach
internal import Persistence
internal import Pipeline
internal import Telemetry

/// The whole demo, broker, database, service, town and two dispatchers: it owns what it starts and ends it.
final class DemoRun {
    private let installation: Installation
    private let town: Town
    private let seed: UInt64
    private let seconds: Int
    private let service: TownService
    private let events = DemoEvents()
    private var summary = DemoSummary()
    private var output: DemoOutput

    /// - Parameters:
    ///   - policy: The policy file; `nil` for the defaults.
    ///   - seconds: How long the town plays at most.
    ///   - program: This executable.
    /// - Throws: ``TownServiceError`` or ``TownError``.
    init(
        installation: Installation, policy: String?, seed: UInt64, seconds: Int, isTerminal: Bool, program: String
    ) throws {
        self.installation = installation
        self.seed = seed
        self.seconds = seconds
        town = try Town(file: "\(installation.home)/simulators/small-town.yaml")
        service = try TownService(
            "demo", town: town, seed: seed, installation: installation, policy: policy, program: program)
        output = DemoOutput(isTerminal: isTerminal, started: .wallClock)
    }

    deinit { shutDown() }

    /// Runs the demo.
    ///
    /// - Returns: The exit status: 0, 1 if a breakdown has no task, 128 and the signal's number if it was stopped.
    /// - Throws: ``TownServiceError`` if a part fails; nothing is left running either way.
    func run() throws -> Int32 {
        defer { shutDown() }
        try startService()
        let start = Timestamp.wallClock
        var simulation = Simulation(town: town, seed: seed, start: start)
        output = DemoOutput(isTerminal: isatty(STDOUT_FILENO) == 1, started: start)
        try startDesks()
        output.begin()
        while try !isOver(simulation, now: .wallClock) {
            if let signal = StopRequest.raised {
                output.end()
                DemoOutput.line("stopped; the database is \(service.database)")
                return 128 + signal
            }
            try play(&simulation)
            output.show(events, now: .wallClock)
        }
        events.end()
        output.end()
        output.show(events, now: .wallClock)
        report(simulation.truth)
        return summary.forgotten(simulation.truth, events).isEmpty ? 0 : 1
    }

    // MARK: Start and end

    private func startService() throws {
        DemoOutput.line("Starting a private broker, a database and the service in \(service.folder)")
        try service.start()
        let fleet = Fleet(town: town, seed: seed)
        DemoOutput.line(
            "\(town.name): \(fleet.vehicles.count) vehicles of three families, \(town.units.count) units, "
                + "\(town.workshops.count) workshops. Broker \(service.address)")
        DemoOutput.line(
            "Drives and work of crews are played 20 times as quick as in life; the minutes told are those of life.")
    }

    private func startDesks() throws {
        let scripts = ScriptBuilder(
            phrasebook: try Phrasebook.load(directory: installation.outreach),
            catalogue: try FaultCatalogue.load(directory: installation.deviceProfiles))
        QueueWatcher(database: service.database, events: events).start()
        for name in ["anna", "boris"] {
            DemoDispatcher(name: name, database: service.database, scripts: scripts, events: events).start()
        }
    }

    private func checkChildren() throws {
        try service.check()
        if let failure = events.failure { throw TownServiceError(failure) }
    }

    private func shutDown() {
        events.end()
        output.end()
        service.shutDown()
    }

    // MARK: Play

    private func play(_ simulation: inout Simulation) throws {
        guard let messages = service.messages else { return }
        for heard in try messages.exchange(waiting: 5) {
            simulation.receive(topic: heard.topic, payload: heard.payload, at: .wallClock)
            tell(heard)
        }
        let end = simulation.start.adding(seconds: Int64(seconds))
        for message in simulation.advance(to: min(.wallClock, end)) {
            if let breakdown = message.breakdown { tell(breakdown, message) }
            try messages.publish(message)
            if message.topic.hasSuffix("/job") { tell(job: message) }
        }
        for row in events.rows {
            guard let unit = row.unit, let minutes = row.minutes else { continue }
            // What could be told when the unit took the job, not how little was left in the end.
            if summary.help[row.asset]?.unit != unit { summary.help[row.asset] = (unit, minutes) }
        }
        try checkChildren()
    }

    /// Over when time is up, or when everything is mended and nobody is left to call.
    private func isOver(_ simulation: Simulation, now: Timestamp) throws -> Bool {
        let elapsed = now.seconds(since: simulation.start)
        if elapsed >= Int64(seconds) {
            // What broke last gets a moment for its task.
            return elapsed >= Int64(seconds) + 3 || summary.forgotten(simulation.truth, events).isEmpty
        }
        let last = town.breakdowns.map(\.after).max() ?? 0
        guard elapsed >= Int64(last) + 10, simulation.truth.isAllMended else { return false }
        return events.rows.allSatisfy { $0.state != .ready && $0.state != .claimed }
    }

    private func tell(_ index: Int, _ message: SimulatedMessage) {
        let now = Timestamp.wallClock
        let breakdown = town.breakdowns[index]
        if breakdown.repeats { summary.repeated.insert(breakdown.asset) } else { summary.reported[index] = now }
        let again = breakdown.repeats ? " says again: " : " reports "
        events.tell(
            "fault   \(breakdown.asset)\(again)\(breakdown.codes.joined(separator: " ")) on \(message.topic) "
                + "(truth: \(breakdown.what))", at: now)
    }

    private func tell(_ heard: TownMessages.Heard) {
        let levels = heard.topic.split(separator: "/")
        guard levels.count == 5 else { return }
        switch levels[4] {
        case "offer":
            let asset = heard.payload.split(separator: "\"asset\":\"").last?.split(separator: "\"").first ?? "?"
            events.tell("offer   of \(asset) to \(levels[3])", at: .wallClock)
        case "stand_down": events.tell("offer   \(levels[3]) need not come", at: .wallClock)
        case "advice": events.tell("advice  to the car and the app of \(levels[3])", at: .wallClock)
        default: break
        }
    }

    private func tell(job message: SimulatedMessage) {
        let unit = message.topic.split(separator: "/").dropLast().last ?? ""
        let state = message.payload.split(separator: "\"state\":\"").last?.split(separator: "\"").first ?? ""
        events.tell("crew    \(unit): \(String(state).wordsOfKey)", at: .wallClock)
    }

    private func report(_ truth: Truth) {
        for line in summary.lines(truth, events) { DemoOutput.line(line) }
        let forgotten = summary.forgotten(truth, events)
        if !forgotten.isEmpty {
            DemoOutput.line("FAILED: no task for \(forgotten.joined(separator: ", ")); see \(service.folder)/serve.log")
        }
        DemoOutput.line("")
        DemoOutput.line("Look further (the service has ended, its database stays):")
        let here = FileManager.default.currentDirectoryPath + "/"
        let program = service.program.hasPrefix(here) ? String(service.program.dropFirst(here.count)) : service.program
        for command in ["tasks list", "tasks show 1", "cases list", "cases show 1", "units list", "status"] {
            DemoOutput.line("  \(program) \(command) --db \(service.database)")
        }
        DemoOutput.line("  rm -r \(service.folder)")
    }
}

import ArgumentParser
import Persistence
import Pipeline
import Telemetry

/// `prognosis`: which part fails next, and why.
struct PrognosisCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prognosis", abstract: "Which part may fail soon, and why.",
        subcommands: [PrognosisList.self, PrognosisShow.self, PrognosisLearn.self],
        defaultSubcommand: PrognosisList.self)
}

/// `prognosis list`: every part that is worth watching now.
struct PrognosisList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Parts that are worth watching or a call now, the most pressing first.")

    /// Nobody reads more at once.
    private static let usualLimit = 50

    @OptionGroup var database: DatabaseOptions

    @Option(help: "At most this many; else 50, with --json all.")
    var limit: Int?

    @Flag(help: "Print a JSON array.")
    var json = false

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is how many, 0 or more.") }
    }

    func run() throws {
        try reportingFailures {
            let store = try StoreConnection(path: database.path, role: .reader)
            guard !json else {
                let rows = try store.forecasts(limit: limit)
                return Terminal.show(try ForecastList.json(rows).text(indented: Terminal.isInteractive))
            }
            let rows = try store.forecasts(limit: limit ?? PrognosisList.usualLimit)
            let count = try store.countOfForecasts()
            guard count > 0 else { return Terminal.say("nothing is foreseen") }
            if !rows.isEmpty { Terminal.show(ForecastList.lines(rows)) }
            if count > rows.count {
                Terminal.say("and \(count - rows.count) more; --limit \(count) shows all of them")
            }
        }
    }
}

/// `prognosis show`: one asset, term by term.
struct PrognosisShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "What the newest model says of each part of an asset, term by term; exit code 2 if it is not known.",
        discussion: "Each line is a fact and what it adds to the log-odds: +0.69 doubles the odds, -0.69 halves them.")

    @OptionGroup var database: DatabaseOptions

    @Argument(help: "The asset, or its plate in any writing.")
    var asset: String

    @Flag(help: "Print a JSON object.")
    var json = false

    func run() throws {
        try reportingFailures {
            let store = try StoreConnection(path: database.path, role: .reader)
            let found = try store.assets(named: asset)
            guard found.count <= 1 else {
                Terminal.say("\(asset) is the plate of several assets: give the id, \(found.joined(separator: ", "))")
                throw CommandExit.nothing
            }
            guard let id = found.first, let outlook = try AssetOutlook(of: id, in: store, at: .now) else {
                Terminal.say("no asset with the id or plate \(asset) is known")
                throw CommandExit.nothing
            }
            if json {
                Terminal.show(try outlook.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(outlook.lines)
            }
        }
    }
}

/// `prognosis learn`: a new model from what the database has on record.
struct PrognosisLearn: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Learn from the codes, signals and repairs on record, and foresee with that from now on.",
        discussion: """
            Repairs come from callahead import repairs and from finished cases, codes and signals from the devices. A part \
            is switched on only if it foresees failures better than age and model alone on what was kept aside. A running \
            service takes the new model over by itself, and from then on learns again when enough has failed.
            """)

    @OptionGroup var database: DatabaseOptions

    @Option(
        help: "Nothing later is learnt from: 2026-06-30, or with a time of day; else now.",
        transform: TimeArgument.init(named:))
    var until: TimeArgument?

    @Option(help: "How far ahead: 24h, 7d.")
    var horizon = Span(seconds: 7 * 86_400)

    @Option(help: "How often the question is asked; else an eighth of the horizon.")
    var step: Span?

    @Flag(name: .customLong("dry-run"), help: "Only print what would be learnt.")
    var isDryRun = false

    @Flag(help: "Print a JSON object.")
    var json = false

    func validate() throws {
        if let step, step.seconds > horizon.seconds { throw ValidationError("--step is longer than --horizon.") }
        if let until, until.time > .now { throw ValidationError("--until lies in the future.") }
    }

    func run() throws {
        try reportingFailures {
            let now = Timestamp.now
            let store = try StoreConnection(
                path: database.path, role: isDryRun ? .reader : .command(create: false))
            let learnt = try FleetLearning(
                from: store, horizon: horizon.seconds, step: step?.seconds ?? max(1, horizon.seconds / 8),
                until: until?.time ?? now)
            if json {
                Terminal.show(try learnt.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(learnt.lines)
            }
            guard !isDryRun else { return }
            let version = try store.save(model: learnt.body, learntUntil: learnt.learntUntil, at: now)
            Terminal.say("stored as model \(version)")
        }
    }
}

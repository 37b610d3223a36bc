import ArgumentParser
import Diagnostics
import Outreach
import Persistence
import Pipeline
import Telemetry

/// `lookup`: somebody rings in.
struct LookupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup",
        abstract: "Who rings in, what is wrong, what they were told and what to say; exit code 2 if nobody is known.",
        discussion: """
            Takes a telephone number in any writing, a plate, an asset, the number of a case, or a VIN. With - it reads \
            one of them a line from standard input, as a telephone system passes them on, and prints an answer for each; \
            with --json that is one object a line. Each look-up is logged with your name; --log shows the log.
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var desk: ActorOptions

    @Argument(help: "A number, a plate, an asset, a case, a VIN, or - for standard input.")
    var query: String

    @Option(name: .customLong("by"), help: "Look it up as this alone: phone, plate, asset, vin, case or contact.")
    var kind: LookupKind?

    @Option(help: "Why you look, for the log; else the case that is open.")
    var reason: String?

    @Flag(help: "Show who has looked at the data of this contact, asset or number, instead.")
    var log = false

    @Flag(help: "Print JSON: one object, or one a line.")
    var json = false

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @Option(
        name: .customLong("reading"),
        help: "Your own language (en, et, …), shown beside the customer's; else CALLAHEAD_LANGUAGE, else en.")
    var readingLanguage: String?

    func validate() throws {
        if log, query == "-" { throw ValidationError("--log is about one contact, asset or number.") }
        if LookupQuery(query).isEmpty { throw ValidationError("Whom? Give a number, a plate, an asset or a case.") }
    }

    func run() throws {
        try reportingFailures {
            if log { return try showLog() }
            let desk = try database.writingDesk()
            guard query == "-" else {
                var none: ScriptBuilder?
                if try !lookUp(query, desk, &none) { throw CommandExit.nothing }
                return
            }
            // Loaded once, with the first caller who is known.
            var words: ScriptBuilder?
            var isAnyFound = false
            while let line = readLine() {
                let query = LookupQuery(line, kind: kind)
                if !query.isEmpty, try lookUp(line, desk, &words) { isAnyFound = true }
            }
            if !isAnyFound { throw CommandExit.nothing }
        }
    }

    private func showLog() throws {
        let lookups = try database.readingDesk().lookups(of: query)
        if json {
            Terminal.show(try LookupJSON.log(lookups).text(indented: Terminal.isInteractive))
        } else {
            for one in lookups { Terminal.show(LookupScreen.line(one)) }
        }
        if lookups.isEmpty { throw CommandExit.nothing }
    }

    /// Looks up one and shows it; whether anything was found.
    ///
    /// - Parameter words: All words, for many callers; one caller gets theirs alone, which is quicker.
    private func lookUp(_ text: String, _ desk: Desk, _ words: inout ScriptBuilder?) throws -> Bool {
        let now = Timestamp.now
        let answer = try desk.lookup(LookupQuery(text, kind: kind), as: self.desk.actor, because: reason, at: now)
        let scripts = try self.scripts(for: answer, &words)
        if json { Terminal.show(try LookupJSON(scripts: scripts, now: now).answer(answer).text(indented: isIndented)) }
        switch answer.result {
        case .nobody:
            if !json { Terminal.say(LookupScreen.nobody) }
            return false
        case .candidates(let candidates):
            if !json {
                Terminal.say("that can mean \(candidates.count); ask, and look up one of them:")
                Terminal.show(LookupScreen.lines(candidates))
            }
        case .card(let card):
            if !json, let scripts { Terminal.show(LookupScreen(scripts: scripts, now: now).lines(card)) }
        }
        return true
    }

    private func scripts(for answer: LookupAnswer, _ words: inout ScriptBuilder?) throws -> ScriptBuilder? {
        if let words { return words }
        guard case .card = answer.result else { return nil }
        let installation = try Installation.find(profiles: profiles)
        let own = readingLanguage ?? Environment.value("CALLAHEAD_LANGUAGE") ?? "en"
        guard query == "-" else {
            return try LookupWords.scripts(for: answer, in: installation, dispatcherLanguage: own) {
                PolicyOptions.prevention(in: installation)
            }
        }
        words = ScriptBuilder(
            phrasebook: try Phrasebook.load(directory: installation.outreach),
            catalogue: try FaultCatalogue.load(directory: installation.deviceProfiles), dispatcherLanguage: own,
            policy: PolicyOptions.prevention(in: installation))
        return words
    }

    private var isIndented: Bool { query != "-" && Terminal.isInteractive }
}

extension LookupKind: ExpressibleByArgument {}

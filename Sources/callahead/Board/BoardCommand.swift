import ArgumentParser
import Casework
import Diagnostics
import Foundation
import Outreach
import Persistence
import Pipeline
import Telemetry

/// `board`: the whole desk on one screen, with keys.
struct BoardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board", abstract: "The whole desk on one screen: queue, your task, units, service levels.",
        discussion: """
            Needs a terminal; the keys that work stand at its bottom, ? explains them. One task at a time: c takes it, \
            SAY has the words, d when you dial, f when the call is over. NO_COLOR takes the colours away; nothing is \
            said by colour alone. Quitting may keep your claim: started again under the same --as, the board goes on \
            with it.
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var lease: LeaseOptions
    @OptionGroup var tasks: TaskFilterOptions
    @OptionGroup var policy: PolicyOptions

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @Option(
        name: .customLong("reading"),
        help: "Your own language (en, et, …), shown beside the customer's; else CALLAHEAD_LANGUAGE, else en.")
    var readingLanguage: String?

    func validate() throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw ValidationError(
                "The board needs a terminal. `callahead tasks list` shows the queue, `callahead tasks next --claim` takes "
                    + "a task.")
        }
        guard let term = Environment.value("TERM"), term != "dumb" else {
            throw ValidationError(
                "This terminal can't be drawn on (TERM is \(Environment.value("TERM") ?? "not set")). Use "
                    + "`callahead tasks next --watch`, or set TERM to what your terminal is, such as xterm.")
        }
    }

    func run() throws {
        try reportingFailures {
            let installation = try Installation.find(profiles: profiles)
            let reader = BoardReader(
                database: database.path, actor: desk.actor, lease: lease.lease.seconds,
                scripts: try scripts(of: installation), filter: tasks.filter,
                rules: try policy.values(in: installation).casework.outreach)
            // What is wrong with the file is said before the screen is taken.
            try reader.open()
            let screen = BoardScreen(
                actor: desk.actor.name, showsColour: Environment.value("NO_COLOR") == nil,
                worker: BoardWorker(reader))
            let end = try screen.run()
            if let words = end.words { Terminal.say(words) }
            if let signal = end.signal { throw ExitCode(128 + signal) }
        }
    }

    private func scripts(of installation: Installation) throws -> ScriptBuilder {
        ScriptBuilder(
            phrasebook: try Phrasebook.load(directory: installation.outreach),
            catalogue: try FaultCatalogue.load(directory: installation.deviceProfiles),
            dispatcherLanguage: readingLanguage ?? Environment.value("CALLAHEAD_LANGUAGE") ?? "en",
            policy: PolicyOptions.prevention(policy.policy, in: installation))
    }
}

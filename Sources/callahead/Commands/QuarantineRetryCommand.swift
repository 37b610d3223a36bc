import ArgumentParser
import DeviceProfiles
import Persistence
import Pipeline
import Telemetry

/// `quarantine retry`: what a mended profile understands now.
struct QuarantineRetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Decode kept messages again after a profile was mended.",
        discussion: """
            Messages that the profiles on disk understand are handed to serve, once and with their original time of \
            receipt; the others stay with the reason of now. A serve that runs has the profiles of its start: what \
            these don't understand waits for its restart. Exit codes: 0 something was handed over, 1 nothing is \
            understood yet, 2 nothing to try.
            """)

    @Argument(help: "Numbers of messages.")
    var ids: [Int64] = []

    @Flag(help: "All messages.")
    var all = false

    @Option(help: "Messages that this profile has refused, or whose topic is its own now.")
    var profile: String?

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var person: ActorOptions

    @Flag(help: "Print a JSON object.")
    var json = false

    func validate() throws {
        let ways = [!ids.isEmpty, all, profile != nil].count { $0 }
        guard ways == 1 else {
            throw ValidationError("Which messages? Give numbers, --profile NAME, or --all.")
        }
    }

    func run() throws {
        let code: Int32 = try reportingFailures {
            let set = try ProfileSet.load(directory: try Installation.find(profiles: profiles).deviceProfiles)
            let store = try StoreConnection(path: database.path, role: .command(create: false))
            defer { try? store.close() }
            let report = try QuarantineRetry(store: store, profiles: set).run(
                ids.isEmpty ? .all : .ids(ids), profile: profile, as: person.actor, at: .now)
            if json {
                Terminal.show(try report.json.text(indented: Terminal.isInteractive))
            } else {
                let lines = report.lines(isLaneRunning: store.isLaneRunning)
                if lines.isEmpty { Terminal.say("there is nothing to try") } else { Terminal.show(lines) }
            }
            return report.exitCode
        }
        if code != 0 { throw ExitCode(code) }
    }
}

import ArgumentParser
import Persistence
import Pipeline
import Telemetry

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database into a file while the service runs.",
        discussion: """
            The copy is one moment of the database. It is read from end to end before it gets its name, and only its \
            owner may read it: it has names and numbers in it. A copy that stands there already is replaced when the \
            new one is complete.
            """)

    @Argument(help: "The file for the copy.", completion: .file())
    var file: String

    @Option(help: "Keep this many older copies, as FILE.1 (the newest) to FILE.N.")
    var keep = 0

    @OptionGroup var database: DatabaseOptions

    @Flag(help: "Print a JSON object.")
    var json = false

    func validate() throws {
        guard (0...10_000).contains(keep) else { throw ValidationError("--keep takes a number from 0 to 10000.") }
    }

    func run() throws {
        try reportingFailures {
            let report = try StoreBackup(of: database.path, to: file, keep: keep).run(at: .now)
            if let reason = report.unrecorded {
                Terminal.say("the copy is good, but `status` does not know of it: \(reason)")
            }
            if json {
                Terminal.show(try report.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(report.line)
            }
        }
    }
}

import ArgumentParser
import Persistence
import Pipeline
import Telemetry

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a copy of the database in its place.",
        discussion: """
            The service must not run and no board may be open. What was done after the copy was made is not in it: \
            messages that were acknowledged since are gone, every open task bears a note that it may have been dealt \
            with, nothing that waited to be sent is sent, and numbers go on far above the old ones.
            """)

    @Argument(help: "The copy, as `callahead backup` made it.", completion: .file())
    var file: String

    @OptionGroup var database: DatabaseOptions

    @Flag(help: "Move the database that stands there aside.")
    var replace = false

    @Flag(help: "Print a JSON object.")
    var json = false

    func run() throws {
        try reportingFailures {
            let report = try StoreRestore(of: file, to: database.path, replacing: replace).run(at: .now)
            if json {
                Terminal.show(try report.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(report.lines)
            }
        }
    }
}

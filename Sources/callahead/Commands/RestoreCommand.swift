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
            let report = try StoreRestore(of: file, to: database.path, replacing: replace).run(
                at: .now, finishing: RestoreCommand.forgetAgain)
            if json {
                Terminal.show(try report.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(report.lines)
            }
        }
    }

    /// Whom the database that is replaced had forgotten, the copy may still know.
    private static func forgetAgain(_ restored: StoreConnection, _ replaced: StoreConnection?) throws -> [String] {
        guard let replaced else {
            return ["nobody could be forgotten again, for there was no database to ask: go through your requests"]
        }
        let actor = DeskActor(name: "restore", osUser: nil, isNamed: false)
        let (forgotten, left) = try restored.reapplyForgotten(try replaced.forgottenDigests(), as: actor, at: .now)
        var remarks: [String] = []
        if forgotten > 0 { remarks.append("\(forgotten) people were forgotten again") }
        if !left.isEmpty {
            remarks.append("forget by hand, a case of theirs is open: \(left.joined(separator: ", "))")
        }
        return remarks
    }
}

import ArgumentParser
import Persistence
import Pipeline
import Telemetry

/// `export`: what somebody may ask to see.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Everything that is stored about a person, to hand it to them.",
        discussion: """
            Table by table, with why it is kept and for how long: who they are, their assets and where these were, cases, \
            what was said, calls, and who has looked at their data. Other people are left out. With --out it is written \
            into a file that you alone can read. That you did it is logged as a look-up.
            """)

    @OptionGroup var person: PersonOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var desk: ActorOptions

    @Option(name: .shortAndLong, help: "Write into this file instead of the terminal.")
    var out: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        try reportingFailures {
            let store = try StoreConnection(path: database.path, role: .command(create: false))
            defer { try? store.close() }
            let records = try store.records(of: try person.id(store), as: desk.actor, at: .now)
            let text =
                json ? try records.json.text(indented: true) : records.lines.joined(separator: "\n")
            guard let out, out != "-" else { return Terminal.show(text) }
            try PrivateFile.write(text + "\n", to: out)
            Terminal.say("written to \(out), for your eyes alone")
        }
    }
}

import ArgumentParser
import Persistence
import Pipeline
import Planning
import Telemetry

/// `units`: who can be sent.
struct UnitsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "units", abstract: "Units: who can be sent, where they are, what they are doing.",
        subcommands: [UnitsList.self])
}

/// `units list`
struct UnitsList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All units.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions

    @Option(help: "Only units of this kind; may be repeated.")
    var kind: [String] = []

    @Option(help: "Only units in this state: free, held, or the state of their job; may be repeated.")
    var state: [String] = []

    @Option(help: "At most this many.")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is how many, 0 or more.") }
    }

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let now = Timestamp.now
            var units = try database.readingDesk().units()
            units.removeAll { !kind.isEmpty && !kind.contains($0.unit.kind) }
            units.removeAll { !state.isEmpty && !state.contains($0.state) }
            if let limit { units = Array(units.prefix(limit)) }
            if showing.json {
                let json = DeskJSON(scripts: scripts, now: now)
                try showing.show(.array(units.map { json.unit($0) }))
            } else if units.isEmpty {
                Terminal.say("no units; `callahead import units FILE.csv` brings them")
            } else {
                Terminal.show(DeskTables(scripts: scripts, now: now).units(units))
            }
        }
    }
}

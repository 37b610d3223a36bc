import ArgumentParser
import Casework
import Outreach
import Persistence
import Pipeline
import Telemetry

/// `tasks list`: the queue in its order.
struct TasksList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The queue in its order; at a terminal what is open, with --json everything.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var tasks: TaskFilterOptions

    @Option(help: "Only tasks in this state; may be repeated.")
    var state: [TaskState] = []

    @Option(help: "At most this many.")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is how many, 0 or more.") }
    }

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let desk = try database.readingDesk()
            let now = Timestamp.now
            var filter = tasks.filter
            filter.states = state.isEmpty && !showing.json ? [.ready, .claimed, .waiting] : state
            filter.limit = limit
            let details = try desk.details(desk.tasks(filter, at: now).map(\.row.id), at: now)
            if showing.json {
                let json = DeskJSON(scripts: scripts, now: now)
                try showing.show(.array(details.map { json.task($0) }))
            } else if details.isEmpty {
                Terminal.say("no open tasks")
            } else {
                Terminal.show(DeskTables(scripts: scripts, now: now).tasks(details))
            }
        }
    }
}

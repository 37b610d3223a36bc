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
    @OptionGroup var watching: WatchOptions

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
            guard watching.watch else { return try show(try entries(desk, at: .now), desk, scripts, at: .now) }
            var shown: [Key]?
            while true {
                let version = try desk.dataVersion()
                let now = Timestamp.now
                let entries = try entries(desk, at: now)
                let keys = entries.map { Key($0, at: now) }
                if keys != shown {
                    if keys.contains(where: { key in
                        shown?.contains { $0.task == key.task && $0.alarm == key.alarm } != true
                    }) {
                        watching.ring()
                    }
                    if !showing.json { Terminal.show("-- \(now.clock) UTC, \(entries.count) tasks") }
                    try show(entries, desk, scripts, at: now)
                    shown = keys
                }
                try desk.waitForChange(since: version)
            }
        }
    }

    /// What a line says that is worth showing again: not how long ago something was.
    private struct Key: Equatable {
        var task: Int64
        var state: TaskState
        var alarm: Bool
        var priority: Int
        var holder: String?

        init(_ entry: TaskEntry, at now: Timestamp) {
            task = entry.row.id
            state = entry.state(at: now)
            alarm = entry.row.alarm
            priority = entry.row.priority
            holder = entry.claimedBy
        }
    }

    private func entries(_ desk: Desk, at now: Timestamp) throws -> [TaskEntry] {
        var filter = tasks.filter
        let showsOpen = state.isEmpty && (!showing.json || watching.watch)
        filter.states = showsOpen ? [.ready, .claimed, .waiting] : state
        filter.limit = limit
        return try desk.tasks(filter, at: now)
    }

    private func show(_ entries: [TaskEntry], _ desk: Desk, _ scripts: ScriptBuilder, at now: Timestamp) throws {
        let details = try desk.details(entries.map(\.row.id), at: now)
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

import ArgumentParser
import Persistence
import Pipeline
import Telemetry

/// `tasks audit`: who did what to a task.
struct TasksAudit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who did what to a task, and when; nothing of it can be changed.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var task: TaskArgument

    @Flag(help: "Print a JSON array.")
    var json = false

    func run() throws {
        try reportingFailures {
            let entries = try database.readingDesk().audit(ofTask: task.task)
            if json {
                let values = entries.map { entry in
                    JSONValue.object([
                        "at": .init(entry.at), "by": .init(entry.actor), "os_user": .init(entry.osUser),
                        "command": .text(entry.command), "case_id": .init(entry.caseID),
                        "detail": .init(entry.detail),
                    ])
                }
                Terminal.show(try JSONValue.array(values).text(indented: Terminal.isInteractive))
                return
            }
            var table = Columns()
            table.add(row: ["AT", "BY", "USER", "DID", "DETAIL"])
            for entry in entries {
                table.add(row: [
                    "\(entry.at.day) \(entry.at.clock)", entry.actor ?? "-", entry.osUser ?? "-", entry.command,
                    entry.detail ?? "",
                ])
            }
            Terminal.show(table.lines)
        }
    }
}

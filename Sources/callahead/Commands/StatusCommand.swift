import ArgumentParser
import Persistence
import Pipeline
import Telemetry

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the service stands: cases, tasks, messages, units.")

    @OptionGroup var database: DatabaseOptions

    @Flag(help: "Print a JSON object.")
    var json = false

    func run() throws {
        try reportingFailures {
            let store = try StoreConnection(path: database.path, role: .reader)
            defer { try? store.close() }
            let now = Timestamp.now
            let status = try store.status(at: now)
            if json {
                Terminal.show(try status.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(status.lines(at: now))
            }
        }
    }
}

import ArgumentParser
import Persistence
import Pipeline
import Telemetry

struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Messages that could not be understood: look at them, try them again.",
        subcommands: [QuarantineList.self, QuarantineShow.self, QuarantineRetryCommand.self])
}

struct QuarantineList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List them, the newest first.")

    @OptionGroup var database: DatabaseOptions

    @Flag(help: "Print a JSON array.")
    var json = false

    @Option(help: "At most this many; else all.")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1.") }
    }

    func run() throws {
        try reportingFailures {
            let store = try StoreConnection(path: database.path, role: .reader)
            defer { try? store.close() }
            let messages = try store.quarantine(limit: limit)
            if json {
                Terminal.show(try JSONValue.array(messages.map(\.json)).text(indented: Terminal.isInteractive))
            } else if messages.isEmpty {
                Terminal.say("nothing is in quarantine")
            } else {
                Terminal.show(
                    messages.map { "\($0.id)  \($0.at.iso8601)  \($0.topic)  \($0.payloadBytes) bytes  \($0.reason)" })
            }
        }
    }
}

struct QuarantineShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one of them with its payload.")

    @Argument(help: "The number of the message.")
    var id: Int64

    @OptionGroup var database: DatabaseOptions

    @Flag(help: "Print a JSON object.")
    var json = false

    func run() throws {
        try reportingFailures {
            let store = try StoreConnection(path: database.path, role: .reader)
            defer { try? store.close() }
            guard let message = try store.quarantined(id) else {
                Terminal.say("no message \(id) is in quarantine")
                throw CommandExit.nothing
            }
            if json {
                Terminal.show(try message.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(message.lines)
            }
        }
    }
}

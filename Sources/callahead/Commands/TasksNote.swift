import ArgumentParser
import Persistence
import Telemetry

/// `tasks note`: a dispatcher's own words.
struct TasksNote: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Keep your own words with a task and its case.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var task: TaskArgument
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    @Argument(help: "What to remember.")
    var text: String

    func validate() throws {
        if text.allSatisfy(\.isWhitespace) { throw ValidationError("A note needs words.") }
    }

    func run() throws {
        try reportingFailures {
            try database.writingDesk().note(task.task, text, as: desk.actor, at: .now)
            try receipt.show("has your note", task: task.task)
        }
    }
}

import ArgumentParser
import Persistence
import Telemetry

/// `tasks note`: a dispatcher's own words.
struct TasksNote: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Keep your own words with a task and its case: note 12 WORDS, or note --case 3 WORDS.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    @Option(name: .customLong("case"), help: "The case, in place of a task.", completion: Completing.cases)
    var caseID: Int64?

    @Argument(help: "The number of the task, unless --case is given; then what to remember.")
    var words: [String]

    func validate() throws { _ = try note }

    /// The task, unless it is a note about a case, and the words.
    private var note: (task: Int64?, text: String) {
        get throws {
            var words = words
            var task: Int64?
            if caseID == nil {
                guard let first = words.first, let number = Int64(first) else {
                    throw ValidationError("Which task? Give its number first, or --case and a number.")
                }
                task = number
                words.removeFirst()
            }
            let text = words.joined(separator: " ")
            if text.allSatisfy(\.isWhitespace) { throw ValidationError("A note needs words.") }
            return (task, text)
        }
    }

    func run() throws {
        try reportingFailures {
            let note = try note
            let desk = try database.writingDesk()
            if let task = note.task {
                try desk.note(task, note.text, as: self.desk.actor, at: .now)
                try receipt.show("has your note", task: task)
            } else if let caseID {
                try desk.note(onCase: caseID, note.text, as: self.desk.actor, at: .now)
                try receipt.show("has your note", case: caseID)
            }
        }
    }
}

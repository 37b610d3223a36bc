import ArgumentParser
import Pipeline

/// How a command that only changes something says that it did.
struct ReceiptOptions: ParsableArguments {
    @Flag(help: "Print a JSON object.")
    var json = false

    func show(_ done: String, task: Int64) throws {
        if json {
            Terminal.show(try JSONValue.object(["task": .whole(task), "done": .text(done)]).text())
        } else {
            Terminal.say("task \(task) \(done)")
        }
    }
}

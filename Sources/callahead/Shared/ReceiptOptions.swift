import ArgumentParser
import Pipeline

/// How a command that only changes something says that it did.
struct ReceiptOptions: ParsableArguments {
    @Flag(help: "Print a JSON object.")
    var json = false

    func show(_ done: String, task: Int64) throws { try show(done, "task", task) }

    func show(_ done: String, case id: Int64) throws { try show(done, "case", id) }

    private func show(_ done: String, _ what: String, _ id: Int64) throws {
        if json {
            Terminal.show(try JSONValue.object([what: .whole(id), "done": .text(done)]).text())
        } else {
            Terminal.say("\(what) \(id) \(done)")
        }
    }
}

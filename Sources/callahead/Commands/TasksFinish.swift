import ArgumentParser
import Outreach
import Persistence
import Telemetry

/// `tasks finish`: what came of the call.
struct TasksFinish: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish",
        abstract: "What came of the call; exit code 75 if somebody else has the task, your outcome is then a note.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var claim: ClaimOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    @Option(help: "How it ended.")
    var outcome: Outcome

    @Option(name: .customLong("eta-minutes"), help: "A provider's own minutes until arrival.")
    var etaMinutes: Double?

    @Option(name: .customLong("open-question"), help: "What they asked and you could not answer.")
    var openQuestion: String?

    @Option(help: "Your own words.")
    var note: String?

    func validate() throws {
        if let etaMinutes, !(0...10_000).contains(etaMinutes) {
            throw ValidationError("--eta-minutes is between 0 and 10000.")
        }
    }

    func run() throws {
        try reportingFailures {
            let result = CallResult(outcome, etaMinutes: etaMinutes, openQuestion: openQuestion, note: note)
            try database.writingDesk().finish(claim.task, token: claim.token, result, as: desk.actor, at: .now)
            try receipt.show("finished: \(outcome.rawValue)", task: claim.task)
        }
    }
}

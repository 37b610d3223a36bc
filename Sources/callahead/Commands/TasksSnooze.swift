import ArgumentParser
import Persistence
import Telemetry

/// `tasks snooze`: later.
struct TasksSnooze: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snooze", abstract: "Put a task off; nobody gets it until then.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var claim: ClaimOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    @Option(help: "Until when, ISO 8601; without a zone it is UTC.")
    var until: Moment?

    @Option(name: .customLong("for"), help: "For how long: 90s, 10m, 2h, 1d.")
    var span: Span?

    func validate() throws {
        guard (until == nil) != (span == nil) else { throw ValidationError("Give either --until or --for.") }
        if let until, until.time <= .now { throw ValidationError("--until lies in the past.") }
    }

    func run() throws {
        try reportingFailures {
            let now = Timestamp.now
            let end = until?.time ?? now.adding(seconds: span?.seconds ?? 0)
            try database.writingDesk().snooze(claim.task, token: claim.token, until: end, as: desk.actor, at: now)
            try receipt.show("waits until \(end.iso8601)", task: claim.task)
        }
    }
}

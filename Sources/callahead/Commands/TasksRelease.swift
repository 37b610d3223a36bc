import ArgumentParser
import Persistence
import Telemetry

/// `tasks release`: gives a claim back.
struct TasksRelease: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Give a claim back: anybody may have the task at once.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var claim: ClaimOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    func run() throws {
        try reportingFailures {
            try database.writingDesk().release(claim.task, token: claim.token, as: desk.actor, at: .now)
            try receipt.show("released", task: claim.task)
        }
    }
}

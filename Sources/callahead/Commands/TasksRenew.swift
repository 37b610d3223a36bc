import ArgumentParser
import Persistence
import Telemetry

/// `tasks renew`: keeps a claim.
struct TasksRenew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew", abstract: "Keep a claim for longer, and see the task as it is now.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var claim: ClaimOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var lease: LeaseOptions

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let now = Timestamp.now
            let renewed = try database.writingDesk().renew(
                claim.task, token: claim.token, as: desk.actor, lease: lease.lease.seconds, at: now)
            try showing.show(renewed.detail, token: renewed.token, showsToken: true, scripts: scripts, at: now)
        }
    }
}

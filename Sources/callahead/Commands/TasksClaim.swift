import ArgumentParser
import Persistence
import Telemetry

/// `tasks claim`: takes a certain task.
struct TasksClaim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "Take a certain task, also before it is due; exit code 75 if somebody has it.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var task: TaskArgument
    @OptionGroup var desk: ActorOptions
    @OptionGroup var lease: LeaseOptions
    @OptionGroup var forcing: ForceOptions

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let now = Timestamp.now
            let claimed = try database.writingDesk().claim(
                task.task, as: desk.actor, lease: lease.lease.seconds, force: forcing.force, at: now)
            try showing.show(claimed.detail, token: claimed.token, showsToken: true, scripts: scripts, at: now)
        }
    }
}

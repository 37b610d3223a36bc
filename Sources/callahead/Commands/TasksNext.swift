import ArgumentParser
import Foundation
import Persistence
import Telemetry

/// `tasks next`: what is to be done now, and with `--claim` to take it.
struct TasksNext: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "The most urgent task that nobody has; exit code 2 if there is none.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var tasks: TaskFilterOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var lease: LeaseOptions

    @Flag(help: "Claim it: nobody else gets it until the lease ends.")
    var claim = false

    @Flag(help: "Wait until there is one.")
    var wait = false

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let connection = claim ? try database.writingDesk() : try database.readingDesk()
            while true {
                let version = try connection.dataVersion()
                let now = Timestamp.now
                if claim {
                    if let claimed = try connection.claimNext(
                        tasks.filter, as: desk.actor, lease: lease.lease.seconds, at: now)
                    {
                        return try showing.show(
                            claimed.detail, token: claimed.token, showsToken: true, scripts: scripts, at: now)
                    }
                } else if let task = try connection.next(tasks.filter, at: now) {
                    return try showing.show(task, scripts: scripts, at: now)
                }
                guard wait else {
                    Terminal.say("nothing to do")
                    throw CommandExit.nothing
                }
                try connection.waitForChange(since: version)
            }
        }
    }
}

extension Desk {
    /// Waits until somebody changes the database, or a second: by then a task may be due or a lease over.
    fileprivate func waitForChange(since version: Int64) throws {
        for _ in 0..<20 {
            usleep(50_000)
            if try dataVersion() != version { return }
        }
    }
}

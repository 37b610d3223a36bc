import ArgumentParser
import Casework
import Foundation
import Persistence
import Pipeline
import Telemetry

/// `tasks next`: what is to be done now, and with `--claim` to take it.
struct TasksNext: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "The most urgent task that nobody has; exit code 2 if there is none.",
        discussion: """
            Alarms come to every desk, whatever its languages and skills. A second call goes to the owner of its case \
            first. Nobody is rung by two desks at once, and both calls of an emergency go to two people if there are two.
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var tasks: TaskFilterOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var lease: LeaseOptions
    @OptionGroup var watching: WatchOptions

    @Flag(help: "Claim it: nobody else gets it until the lease ends.")
    var claim = false

    @Flag(help: "Wait until there is one.")
    var wait = false

    func validate() throws {
        if claim, watching.watch { throw ValidationError("--watch only looks: leave --claim out, or use --wait.") }
    }

    func run() throws {
        try reportingFailures {
            let desk = claim ? try database.writingDesk() : try database.readingDesk()
            if watching.watch { return try follow(desk) }
            if claim, wait { try desk.attend(self.desk.actor, at: .now) }
            var seen = Timestamp.now
            while true {
                let version = try desk.dataVersion()
                if try show(desk) { return watching.ring() }
                guard wait else {
                    Terminal.say("nothing to do")
                    throw CommandExit.nothing
                }
                try desk.waitForChange(since: version)
                if claim, abs(Timestamp.now.seconds(since: seen)) >= Desk.presence / 3 {
                    seen = .now
                    try desk.attend(self.desk.actor, at: seen)
                }
            }
        }
    }

    /// Whether there was a task.
    private func show(_ desk: Desk) throws -> Bool {
        let now = Timestamp.now
        guard claim else {
            guard let task = try desk.next(tasks.filter, for: self.desk.actor, at: now) else { return false }
            try showing.show(task, scripts: try showing.scripts(), at: now)
            return true
        }
        let actor = self.desk.actor
        guard let claimed = try desk.claimNext(tasks.filter, as: actor, lease: lease.lease.seconds, at: now) else {
            return false
        }
        do {
            // Loaded only now: most looks at the queue find nothing.
            try showing.show(
                claimed.detail, token: claimed.token, showsToken: true, scripts: try showing.scripts(), at: now)
        } catch {
            // Nobody has seen it: it is somebody else's turn.
            try? desk.release(claimed.detail.entry.row.id, token: claimed.token, as: actor, at: now)
            throw error
        }
        return true
    }

    /// Shows the next task in a line whenever it is another one.
    private func follow(_ desk: Desk) throws {
        let scripts = try showing.scripts()
        var shown: String?
        while true {
            let version = try desk.dataVersion()
            let now = Timestamp.now
            let task = try desk.next(tasks.filter, for: self.desk.actor, at: now)
            let key = task.map { "\($0.entry.row.id) \($0.entry.row.alarm)" } ?? "none"
            if key != shown {
                if let task {
                    if showing.json {
                        Terminal.show(try DeskJSON(scripts: scripts, now: now).task(task).text())
                    } else {
                        Terminal.show(DeskTables(scripts: scripts, now: now).tasks([task]))
                    }
                    watching.ring()
                } else if shown != nil || !showing.json {
                    Terminal.say("nothing to do")
                }
                shown = key
            }
            try desk.waitForChange(since: version)
        }
    }
}

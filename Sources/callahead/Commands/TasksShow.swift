import ArgumentParser
import Persistence
import Telemetry

/// `tasks show`: one task on one screen.
struct TasksShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One task on one screen: what to say, whom to call, where help is.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var task: TaskArgument
    @OptionGroup var desk: ActorOptions

    @Option(help: "Your claim's token: what this screen says is then what you told them.")
    var token: Int64?

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let actor = self.desk.actor
            let desk = token == nil ? try database.readingDesk() : try database.writingDesk()
            let now = Timestamp.now
            try showing.show(
                desk.task(task.task, under: token, for: actor.isNamed ? actor : nil, at: now), token: token,
                scripts: scripts, at: now)
        }
    }
}

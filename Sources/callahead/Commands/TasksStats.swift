import ArgumentParser
import Persistence
import Pipeline
import Telemetry

/// `tasks stats`: how well the desk does.
struct TasksStats: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Service levels: how fast, how often, what waits.")

    @OptionGroup var database: DatabaseOptions

    @Option(help: "Look back so far: 1h, 24h, 7d. What is open now counts whenever it began.")
    var last = Span(seconds: 86_400)

    @Flag(help: "Print a JSON object.")
    var json = false

    func run() throws {
        try reportingFailures {
            let now = Timestamp.now
            let levels = try database.readingDesk().serviceLevels(since: now.adding(seconds: -last.seconds), at: now)
            if json {
                Terminal.show(try levels.json.text(indented: Terminal.isInteractive))
            } else {
                var table = Columns()
                for line in LevelLine.lines(levels) { table.add(row: [line.label, line.value]) }
                Terminal.show(table.lines)
            }
        }
    }
}

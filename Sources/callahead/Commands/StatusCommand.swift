import ArgumentParser
import Monitoring
import Persistence
import Pipeline
import Telemetry

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the service stands: cases, tasks, messages, units.",
        discussion: """
            With --check the exit code is 1 and the reasons are printed if something needs a person: no service, no \
            connection for a minute, a stop that nobody has claimed for two minutes, a growing quarantine, a full disk, \
            slow commits, no backup.
            """)

    @OptionGroup var database: DatabaseOptions

    @Flag(help: "Print a JSON object.")
    var json = false

    @Flag(help: "Print the figures as Prometheus reads them.")
    var prometheus = false

    @Flag(help: "Exit 1 with the reasons if something needs a person.")
    var check = false

    @Option(help: "With --check: how many hours the last backup may be old; 0 does not ask for backups.")
    var backupHours: Int64 = 26

    func validate() throws {
        if json, prometheus { throw ValidationError("--json and --prometheus can't be had at once.") }
        guard (0...100_000).contains(backupHours) else {
            throw ValidationError("--backup-hours takes a number from 0 to 100000.")
        }
    }

    func run() throws {
        try reportingFailures {
            let store = try StoreConnection(path: database.path, role: .reader)
            defer { try? store.close() }
            let now = Timestamp.now
            let status = try store.status(at: now)
            var limits = ServiceCheck.Limits()
            limits.backupHours = backupHours > 0 ? backupHours : nil
            let concerns = ServiceCheck(status, limits: limits, at: now).concerns
            if json {
                Terminal.show(try status.document(concerns: concerns).text(indented: Terminal.isInteractive))
            } else if prometheus {
                let registry = PrometheusRegistry()
                ServiceFigures.describe(in: registry)
                ServiceFigures(factory: registry).update(status, at: now)
                Terminal.show(registry.text().split(separator: "\n").map(String.init))
            } else if check {
                Terminal.show(concerns.isEmpty ? ["ok"] : concerns.map { "\($0.kind): \($0.text)" })
            } else {
                Terminal.show(status.lines(at: now))
            }
            if check, !concerns.isEmpty { throw ExitCode.failure }
        }
    }
}

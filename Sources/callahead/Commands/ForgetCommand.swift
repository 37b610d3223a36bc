import ArgumentParser
import Foundation
import Persistence
import Pipeline
import Telemetry

/// `forget`: somebody's right to be forgotten.
struct ForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Remove a person from the database; cases and figures stay, without them.",
        discussion: """
            Their name, number, roles, sites and contracts go; so do plate, VIN, colour, devices and places of assets that \
            are theirs alone, where assets were that only they drove, what was said and written about them, and messages \
            to them. It works beside a running `callahead serve`, and what was interrupted goes on when it is asked for \
            again. While a case is open with them it ends with 75: help may be on its way. docs/people-data.md says what \
            it can't reach.
            """)

    @OptionGroup var person: PersonOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var desk: ActorOptions

    @Flag(help: "Only say what would go.")
    var dryRun = false

    @Flag(help: "Don't ask.")
    var yes = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        try reportingFailures {
            let store = try StoreConnection(path: database.path, role: .command(create: false))
            defer { try? store.close() }
            let id = try person.id(store)
            if !dryRun, !yes { try ask(about: id) }
            var report = try store.forget(id, as: desk.actor, at: .now, isDryRun: dryRun)
            if report.bytes == .leftToService { report.bytes = try waitForService(store) }
            if json {
                Terminal.show(try report.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(report.lines(of: id))
            }
        }
    }

    private func ask(about id: String) throws {
        guard isatty(STDIN_FILENO) == 1 else {
            throw ValidationError("Without a terminal say --yes: it can't be undone.")
        }
        Terminal.say("this can't be undone; type \(id) to forget them:")
        guard readLine() == id else {
            Terminal.say("nothing was done")
            throw CommandExit.nothing
        }
    }

    /// A running service writes the file anew as soon as it has nothing else to do.
    private func waitForService(_ store: StoreConnection) throws -> ForgetReport.Bytes {
        for _ in 0..<100 {
            guard try store.waitsForCompacting() else { return .gone }
            usleep(50_000)
        }
        return .leftToService
    }
}

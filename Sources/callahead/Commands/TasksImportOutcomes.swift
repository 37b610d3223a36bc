import ArgumentParser
import Persistence
import Pipeline
import Telemetry

/// `tasks import-outcomes`: call sheets come back.
struct TasksImportOutcomes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-outcomes", abstract: "Take back what was written on call sheets; safe to run again.",
        discussion: """
            Columns: \(SheetColumns.names.joined(separator: ", ")). task, sheet, outcome and at must be there; at is a \
            time of day (the first such one after the sheet was printed) or ISO 8601 with its zone; open_questions are \
            separated by ;. A mistake in a row means that nothing is taken over; a task that is not on its sheet is \
            told and left out. A row that contradicts what has happened meanwhile is kept as a note with its task and \
            told here; exit code 75 says that there was one.
            """)

    @Argument(help: "The CSV file; - reads standard input.")
    var file: String

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var desk: ActorOptions

    @Flag(help: "Print a JSON array: a row each.")
    var json = false

    func run() throws {
        try reportingFailures {
            let bytes = try InputFile.bytes(of: file)
            let desk = try database.writingDesk()
            let printedAt: (Int64) throws -> Timestamp? = { try desk.printedAt(sheet: $0) }
            let rows = try SheetFile(
                bytes, name: file == "-" ? "stdin" : file, caller: self.desk.actor.name, clock: .system, now: .now,
                printedAt: printedAt
            ).rows
            var results: [(row: SheetRow, taking: SheetTaking)] = []
            for row in rows {
                let taking = try desk.take(row, as: self.desk.actor, at: .now)
                results.append((row, taking))
                if !json, let words = taking.trouble { Terminal.say("task \(row.task): \(words)") }
            }
            if json {
                Terminal.show(try JSONValue.array(results.map { SheetReport.json($0.row, $0.taking) }).text())
            } else {
                Terminal.show(SheetReport.summary(results.map(\.taking)))
            }
            if results.contains(where: { $0.taking == .unknown }) { throw ExitCode.failure }
            if results.contains(where: { $0.taking.trouble != nil && !$0.taking.counts }) { throw CommandExit.taken }
        }
    }
}

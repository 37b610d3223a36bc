import ArgumentParser
import Foundation
import Persistence
import Pipeline

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take a CSV file of customers, assets, units, slots and so on into the database.",
        discussion: """
            The file is UTF-8 with a line of column names first. Known rows are changed, new ones added, none deleted; \
            columns that the file lacks stay as they are. A mistake anywhere means that nothing is imported. It works \
            beside a running `callahead serve`.

            Columns by kind (* must be there; several values in a cell are separated by ;; times are ISO 8601 with a \
            zone; a timezone that is missing counts as UTC; opening_hours, access_hours and hours are written as in \
            OpenStreetMap, "Mo-Fr 08:00-18:00; Sa 10:00-14:00; PH off", in quotes where they hold a comma):

            \(ReferenceKind.allCases.map { "\($0.rawValue): \($0.columnSummary)" }.joined(separator: "\n\n"))
            """)

    @Argument(help: "What the file lists: \(ReferenceKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: ReferenceKind

    @Argument(help: "The CSV file; - reads standard input.")
    var file: String

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        try reportingFailures {
            // Read to its end before the database is opened: a slow pipe must hold nobody up.
            let bytes = try InputFile.bytes(of: file)
            let store = try StoreConnection(path: database.path, role: .command(create: true))
            defer { try? store.close() }
            let report = try ReferenceImport(into: store).run(
                bytes, kind: kind, name: file == "-" ? "stdin" : file, inOnePart: !store.isLaneRunning)
            for note in report.notes { Terminal.say("note: \(note)") }
            Terminal.show(report.summary)
        }
    }
}

extension ReferenceKind: ExpressibleByArgument {}

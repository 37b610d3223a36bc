import ArgumentParser
import Diagnostics
import Foundation
import Outreach
import Persistence
import Pipeline
import Telemetry

/// `tasks export`: the queue on paper, for when the site or the network goes.
struct TasksExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print call sheets for paper, or the form in which they come back.",
        discussion: """
            --sheet prints a page for each open task in the order of the queue: whom to ring, what to say, the plan with \
            the time until which it is true, boxes for what came of it. --html is for a printer (A4). What a page \
            promises is kept under its number, and `tasks import-outcomes` takes the pages back. A file is readable by \
            you alone.
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var desk: ActorOptions

    @Flag(help: "Call sheets: a page for each open task.")
    var sheet = false

    @Flag(help: "As HTML for a printer instead of text.")
    var html = false

    @Flag(help: "The empty form for `tasks import-outcomes`.")
    var outcomesTemplate = false

    @Option(help: "With --outcomes-template: the number of a sheet whose pages stand in the form.")
    var of: Int64?

    @Option(name: .shortAndLong, help: "Write into this file instead of the terminal.")
    var out: String?

    @Option(help: "At most this many pages.")
    var limit: Int?

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @Option(
        name: [.customLong("language"), .customLong("reading")],
        help: "Your own language (en, et, …), beside the customer's; else CALLAHEAD_LANGUAGE, else en.")
    var language: String?

    func validate() throws {
        guard sheet != outcomesTemplate else {
            throw ValidationError("Give --sheet for call sheets, or --outcomes-template for the form that comes back.")
        }
        if html, !sheet { throw ValidationError("--html is for --sheet.") }
        if of != nil, !outcomesTemplate { throw ValidationError("--of is for --outcomes-template.") }
        if let limit, limit < 1 { throw ValidationError("--limit is how many pages, 1 or more.") }
    }

    func run() throws {
        try reportingFailures {
            guard sheet else { return try write(try template()) }
            // Words first: a mistake in them must not use up a number.
            let installation = try Installation.find(profiles: profiles)
            let scripts = ScriptBuilder(
                phrasebook: try Phrasebook.load(directory: installation.outreach),
                catalogue: try FaultCatalogue.load(directory: installation.deviceProfiles),
                dispatcherLanguage: language ?? Environment.value("CALLAHEAD_LANGUAGE") ?? "en",
                policy: PolicyOptions.prevention(in: installation))
            guard let printed = try print() else {
                Terminal.say("no open tasks")
                throw CommandExit.nothing
            }
            let clock = WallClock.system
            try write(
                html
                    ? SheetHTML(scripts: scripts, clock: clock).text(printed)
                    : SheetText(scripts: scripts, clock: clock).text(printed))
            let count = printed.pages.count
            let words = "\(count) page\(count == 1 ? "" : "s")"
            Terminal.say(
                printed.number > 0
                    ? "sheet \(printed.number): \(words)"
                    : "\(words) that can't be imported: give outcomes with `tasks finish` when the database is back")
        }
    }

    /// Paper is for bad days: a database that can't be written to is printed all the same.
    private func print() throws -> PrintedSheet? {
        do {
            return try database.writingDesk().printSheet(limit: limit, as: desk.actor, at: .now)
        } catch let error as StoreError where error.isTransient || error.kind == .unusable {
            guard let desk = try? database.readingDesk() else { throw error }
            Terminal.say("\(error)")
            return try desk.unrecordedSheet(limit: limit, as: self.desk.actor, at: .now)
        }
    }

    private func template() throws -> String {
        guard let of else { return SheetColumns.template() }
        let tasks = try database.readingDesk().pages(ofSheet: of)
        guard !tasks.isEmpty else { throw DeskError.notFound("sheet \(of)") }
        return SheetColumns.template(sheet: of, tasks: tasks)
    }

    private func write(_ text: String) throws {
        guard let out, out != "-" else {
            Terminal.show(text.hasSuffix("\n") ? String(text.dropLast()) : text)
            return
        }
        try PrivateFile.write(text, to: out)
    }
}

extension WallClock {
    /// The zone of this machine.
    static var system: WallClock {
        let zone = TimeZone.current
        return WallClock(name: zone.identifier) { time in
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.milliseconds) / 1_000)) / 60
        }
    }
}

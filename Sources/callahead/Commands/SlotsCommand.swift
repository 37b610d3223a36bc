import ArgumentParser
import Persistence
import Pipeline
import Planning
import Telemetry

/// `slots`: the workshops' time.
struct SlotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots", abstract: "Slots: when workshops can repair.", subcommands: [SlotsList.self])
}

/// `slots list`: what is free and what is held.
struct SlotsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Slots that have not ended, by start.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions

    @Option(help: "Only slots in this state: free, held, asked, confirmed, refused; may be repeated.")
    var state: [String] = []

    @Option(help: "Only slots of this workshop.")
    var workshop: String?

    @Option(help: "At most this many.")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is how many, 0 or more.") }
        for word in state where !["free", "held", "asked", "confirmed", "refused"].contains(word) {
            throw ValidationError("--state is free, held, asked, confirmed or refused.")
        }
    }

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let now = Timestamp.now
            var slots = try database.readingDesk().slots(at: now)
            slots.removeAll { !state.isEmpty && !state.contains($0.stateWord) }
            slots.removeAll { workshop != nil && $0.slot.workshopID != workshop }
            if let limit { slots = Array(slots.prefix(limit)) }
            if showing.json {
                let json = DeskJSON(scripts: scripts, now: now)
                try showing.show(.array(slots.map { json.slot($0) }))
            } else if slots.isEmpty {
                Terminal.say("no slots; `callahead import slots FILE.csv` brings them")
            } else {
                Terminal.show(DeskTables(scripts: scripts, now: now).slots(slots))
            }
        }
    }
}

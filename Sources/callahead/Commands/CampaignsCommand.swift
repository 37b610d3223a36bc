import ArgumentParser
import Casework
import Persistence
import Pipeline
import Telemetry

/// `campaigns`: one cause on many assets.
struct CampaignsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaigns", abstract: "Campaigns: one cause on many assets at the same time.",
        subcommands: [CampaignsList.self, CampaignsShow.self], defaultSubcommand: CampaignsList.self)
}

/// `campaigns list`: what fails together now, and what did in the last day.
struct CampaignsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Campaigns that are open, the newest first, then those of the last day.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions

    @Option(help: "At most this many.")
    var limit = 100

    func validate() throws {
        if limit < 0 { throw ValidationError("--limit is how many, 0 or more.") }
    }

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let now = Timestamp.now
            let campaigns = try database.readingDesk().campaigns(at: now, limit: limit)
            if showing.json {
                let json = DeskJSON(scripts: scripts, now: now)
                try showing.show(.array(campaigns.map { json.campaign($0) }))
            } else if campaigns.isEmpty {
                Terminal.say("no campaigns")
            } else {
                Terminal.show(DeskTables(scripts: scripts, now: now).campaigns(campaigns))
            }
        }
    }
}

/// `campaigns show`: one campaign with its cases.
struct CampaignsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "One campaign with its cases: the worst first, those of one customer together.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions

    @Argument(help: "The number of the campaign.")
    var number: Int64

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let now = Timestamp.now
            let (entry, cases) = try database.readingDesk().campaign(number)
            if showing.json {
                try showing.show(DeskJSON(scripts: scripts, now: now).campaign(entry, cases))
            } else {
                Terminal.show(DeskTables(scripts: scripts, now: now).campaign(entry, cases))
            }
        }
    }
}

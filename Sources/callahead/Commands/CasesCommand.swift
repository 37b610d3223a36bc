import ArgumentParser
import Casework
import Persistence
import Pipeline
import Telemetry

/// `cases`: everything about one asset from first sign to solved.
struct CasesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases", abstract: "Cases: everything about one asset from first sign to solved.",
        subcommands: [
            CasesList.self, CasesShow.self, CasesOpen.self, CasesLocate.self, CasesSeverity.self,
            CasesReleaseScene.self, CasesOwn.self, CasesClose.self,
        ])
}

/// `cases list`: open cases first, the most severe at the top.
struct CasesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Cases, the most severe first; at a terminal what is open, with --json everything.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions

    @Option(help: "Only cases in this state; may be repeated.")
    var state: [CaseState] = []

    @Option(help: "Only cases of this severity; may be repeated.")
    var severity: [Severity] = []

    @Option(help: "Only cases of assets of this kind; may be repeated.")
    var kind: [AssetKind] = []

    @Option(help: "At most this many.")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is how many, 0 or more.") }
    }

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let desk = try database.readingDesk()
            let open = showing.json ? nil : CaseState.allCases.filter { !$0.isEnd }
            let ids = try desk.cases(
                states: state.isEmpty ? open : state, severities: severity.isEmpty ? nil : severity,
                limit: kind.isEmpty ? limit : nil)
            var cases = try desk.caseDetails(ids)
            if !kind.isEmpty {
                cases = cases.filter { kind.contains($0.reference.traits.kind) }
                if let limit { cases = Array(cases.prefix(limit)) }
            }
            let now = Timestamp.now
            if showing.json {
                let json = DeskJSON(scripts: scripts, now: now)
                try showing.show(.array(cases.map { json.caseFile($0) }))
            } else if cases.isEmpty {
                Terminal.say("no open cases")
            } else {
                Terminal.show(DeskTables(scripts: scripts, now: now).cases(cases))
            }
        }
    }
}

/// `cases show`: one case with its problems, plan and tasks.
struct CasesShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One case with its problems, its plan, why it is so, and its tasks.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions

    @Argument(help: "The number of the case.", completion: Completing.cases)
    var number: Int64

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let file = try database.readingDesk().caseFile(number)
            let now = Timestamp.now
            if showing.json {
                try showing.show(DeskJSON(scripts: scripts, now: now).caseFile(file))
            } else {
                Terminal.show(DeskTables(scripts: scripts, now: now).caseFile(file))
            }
        }
    }
}

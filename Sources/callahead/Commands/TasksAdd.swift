import ArgumentParser
import Casework
import Outreach
import Persistence
import Pipeline
import Telemetry

/// `tasks add`: a task made by hand.
struct TasksAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a task by hand: for a case, an asset, or somebody alone.",
        discussion: "A call to somebody whom the case has an open call for already joins that one.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var desk: ActorOptions

    @Option(help: "What kind of task.")
    var kind = TaskKind.followUp

    @Option(name: .customLong("case"), help: "The case that it belongs to.", completion: Completing.cases)
    var caseID: Int64?

    @Option(help: "The asset that it is about.")
    var asset: String?

    @Option(help: "Whom to call, by the number of the contact.")
    var contact: String?

    @Option(help: "When it is due, ISO 8601; else at once.")
    var due: Moment?

    @Option(name: .customLong("in"), help: "In how long it is due: 10m, 2h.")
    var span: Span?

    @Option(help: "Why: it stands on the screen of whoever makes the call.")
    var reason: String

    @Flag(help: "Claim it at once.")
    var claim = false

    func validate() throws {
        guard caseID != nil || asset != nil || contact != nil else {
            throw ValidationError("What is it about? Give --case, --asset or --contact.")
        }
        if due != nil, span != nil { throw ValidationError("Give either --due or --in.") }
        if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason needs words.") }
    }

    func run() throws {
        try reportingFailures {
            let desk = try database.writingDesk()
            let now = Timestamp.now
            let ticket = try desk.add(
                NewTask(
                    kind, caseID: caseID, asset: asset, contact: contact,
                    dueAt: due?.time ?? now.adding(seconds: span?.seconds ?? 0), reason: reason, claims: claim),
                as: self.desk.actor, at: now)
            guard let task = try desk.waitForReply(to: ticket).task else { return }
            if claim {
                let claimed = try desk.claim(task, as: self.desk.actor, at: .now)
                try showing.show(
                    claimed.detail, token: claimed.token, showsToken: true, scripts: try showing.scripts(), at: .now)
            } else if showing.json {
                try showing.show(.object(["task": .whole(task), "done": .text("added")]))
            } else {
                Terminal.show("Task \(task)")
            }
        }
    }
}

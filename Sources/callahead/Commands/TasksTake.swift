import ArgumentParser
import Persistence
import Telemetry

/// `tasks take`: somebody rings us first.
struct TasksTake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take", abstract: "They ring first: take the call of their case, with the screen for it.",
        discussion: """
            The open call of the case is yours at once, and counts as tried: nothing rings them meanwhile. If there is \
            none, one is made. If a colleague has it right now, exit code 75 says who; --force REASON takes it all the same.
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var forcing: ForceOptions

    @Argument(help: "The number of the case.", completion: Completing.cases)
    var number: Int64

    @Flag(help: "They have rung us: the only way to take a case.")
    var inbound = false

    @Option(help: "Who rings, by the number of the contact.")
    var contact: String?

    func validate() throws {
        guard inbound else { throw ValidationError("Say that they rang: tasks take \(number) --inbound.") }
    }

    func run() throws {
        try reportingFailures {
            let desk = try database.writingDesk()
            let answered = try desk.takeInbound(
                number, contact: contact, force: forcing.force, as: self.desk.actor, at: .now)
            let claimed = try answered.claimed(from: desk, as: self.desk.actor)
            try showing.show(
                claimed.detail, token: claimed.token, showsToken: true, scripts: try showing.scripts(), at: .now)
        }
    }
}

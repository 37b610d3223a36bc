import ArgumentParser
import Persistence
import Telemetry

/// `tasks dial`: a call begins.
struct TasksDial: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dial", abstract: "Say that you are dialling: counts the attempt and stretches your claim.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var claim: ClaimOptions
    @OptionGroup var desk: ActorOptions

    @Option(help: "voice, text or relay.")
    var channel = "voice"

    func validate() throws {
        guard ["voice", "text", "relay"].contains(channel) else {
            throw ValidationError("--channel is voice, text or relay.")
        }
    }

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let now = Timestamp.now
            let detail = try database.writingDesk().dial(
                claim.task, token: claim.token, as: desk.actor, channel: channel, at: now)
            try showing.show(detail, token: claim.token, scripts: scripts, at: now)
        }
    }
}

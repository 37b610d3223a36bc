import ArgumentParser
import Casework
import Persistence
import Pipeline
import Telemetry

/// `tasks dial`: a call begins.
struct TasksDial: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dial", abstract: "Say that you are dialling: counts the attempt and stretches your claim.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var claim: ClaimOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var policy: PolicyOptions

    @Option(
        help: """
            Why you call although quiet hours or their wish speak against it; it is kept with the call. In danger you \
            need not say.
            """)
    var override: String?

    @Option(help: "voice, text or relay.")
    var channel = "voice"

    func validate() throws {
        if let override, override.allSatisfy(\.isWhitespace) {
            throw ValidationError("--override needs a reason.")
        }
        guard ["voice", "text", "relay"].contains(channel) else {
            throw ValidationError("--channel is voice, text or relay.")
        }
    }

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts(policy: policy.policy)
            let rules = try policy.values(in: Installation.find(profiles: showing.profiles)).casework.outreach
            let now = Timestamp.now
            let detail = try database.writingDesk().dial(
                claim.task, token: claim.token, as: desk.actor, channel: channel, override: override, under: rules,
                at: now)
            try showing.show(detail, token: claim.token, scripts: scripts, at: now)
        }
    }
}

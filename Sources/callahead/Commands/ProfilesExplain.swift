import ArgumentParser
import DeviceProfiles
import Diagnostics
import Pipeline
import Telemetry

/// `profiles explain`: where a code comes from, or which rule takes a topic.
struct ProfilesExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say which rule takes a topic, or where a fault code comes from.",
        discussion: "Exit codes: 0 explained, 2 no rule takes the topic, or nothing can report the code.")

    @Argument(help: "A topic (obd2mqtt/700123_dtc), or a code (P0301, teltonika/974, SPN100.FMI1).")
    var subject: String

    @Flag(help: "It is a topic, whatever it looks like.")
    var topic = false

    @Option(help: "For a code: the kind of asset, car, truck, charger, ….")
    var kind = AssetKind.car

    @Option(help: "For a code: the make; a maker's own codes need it.")
    var make: String?

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @Flag(help: "Print a JSON object.")
    var json = false

    func validate() throws {
        guard subject.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("Which topic or code? Give a topic such as obd2mqtt/7_dtc, or a code such as P0301.")
        }
    }

    func run() throws {
        let isKnown = try reportingFailures {
            let installation = try Installation.find(profiles: profiles)
            let set = try ProfileSet.load(directory: installation.deviceProfiles)
            let rules = set.explain(topic: subject)
            // A topic has slashes; so has a code with its namespace, but only one.
            if topic || !rules.isEmpty || subject.count(where: { $0 == "/" }) > 1 {
                if json {
                    Terminal.show(
                        try JSONValue.object(["topic": .text(subject), "rules": .array(rules.map(\.json))])
                            .text(indented: Terminal.isInteractive))
                } else if rules.isEmpty {
                    set.topicLines(subject).forEach(Terminal.say)
                } else {
                    Terminal.show(set.topicLines(subject))
                }
                return !rules.isEmpty
            }
            let explanation = CodeExplanation(
                subject, kind: kind, make: make, profiles: set,
                catalogue: try FaultCatalogue.load(directory: installation.deviceProfiles))
            if json {
                Terminal.show(try explanation.jsonText(indented: Terminal.isInteractive))
            } else {
                Terminal.show(explanation.lines)
            }
            return explanation.isKnown
        }
        if !isKnown { throw CommandExit.nothing }
    }
}

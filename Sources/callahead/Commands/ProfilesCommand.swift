import ArgumentParser
import DeviceProfiles
import Pipeline

/// `profiles`: how devices speak.
struct ProfilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles", abstract: "Look at device profiles, check them, and ask where something comes from.",
        subcommands: [ProfilesList.self, ProfilesCheck.self, ProfilesExplain.self])
}

/// `profiles list`: which devices are understood.
struct ProfilesList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the profiles by name.")

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @Flag(help: "Print a JSON array.")
    var json = false

    func run() throws {
        try reportingFailures {
            let set = try ProfileSet.load(directory: try Installation.find(profiles: profiles).deviceProfiles)
            if json {
                Terminal.show(
                    try JSONValue.array(set.profiles.map(\.json)).text(indented: Terminal.isInteractive))
            } else if set.profiles.isEmpty {
                Terminal.say("there are no profiles")
            } else {
                Terminal.show(set.profiles.flatMap(\.textLines))
            }
        }
    }
}

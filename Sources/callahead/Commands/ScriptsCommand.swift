import ArgumentParser

/// `scripts`: what people hear, as files that an operator may change.
struct ScriptsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scripts", abstract: "Check and show what people are told, in every language.",
        subcommands: [ScriptsCheck.self, ScriptsShow.self])
}

/// The folder of sentences.
struct OutreachFolder: ParsableArguments {
    @Option(help: "The folder with scripts/ and safety/; else outreach of the installation.")
    var dir: String?
}

import ArgumentParser

@main
struct Callahead: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callahead",
        abstract: "The service centre rings the driver before the driver rings the service centre.",
        subcommands: [ServeCommand.self])
}

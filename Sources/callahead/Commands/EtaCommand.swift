import ArgumentParser

/// `eta`: how long drives take.
struct EtaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eta", abstract: "How long drives take.", subcommands: [EtaCalibrate.self])
}

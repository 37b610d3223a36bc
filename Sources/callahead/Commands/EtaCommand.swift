import ArgumentParser

/// `eta`: how long drives take.
struct EtaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eta", abstract: "Travel times: how long drives take.", subcommands: [EtaCalibrate.self])
}

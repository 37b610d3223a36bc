import ArgumentParser
import Foundation
import Pipeline

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Take messages from the broker and turn faults into calls.")

    func run() throws {
        throw ExitCode(1)
    }
}

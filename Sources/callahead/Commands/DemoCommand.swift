import ArgumentParser
import Foundation
import Pipeline

/// Plays a small town against the real service, so that one can see what it does.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Play a small town in which things break, against the real service.",
        discussion: """
            Starts a private broker on a free port of this machine and a database in a temporary folder, imports a \
            town, serves, and plays vehicles, crews and two dispatchers. Ends by itself within 90 seconds; Ctrl-C \
            leaves nothing running. Exit 1 if a breakdown got no task.
            """)

    @Option(help: "Decides names, drives and moments.")
    var seed: UInt64 = 1

    @Option(help: "The town plays at most this many seconds.")
    var seconds = 75

    @OptionGroup var policy: PolicyOptions

    func validate() throws {
        guard (1...3_600).contains(seconds) else { throw ValidationError("--seconds is 1 to 3600.") }
    }

    func run() throws {
        StopRequest.listen()
        let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
        do {
            let installation = try Installation.find()
            // Before anything is started: its service would only end.
            _ = try policy.values(in: installation)
            let demo = try DemoRun(
                installation: installation, policy: policy.path(in: installation), seed: seed, seconds: seconds,
                isTerminal: isatty(STDOUT_FILENO) == 1, program: program)
            let status = try demo.run()
            if status != 0 { throw ExitCode(status) }
        } catch let stopped as StoppedEarly {
            throw ExitCode(128 + stopped.signal)
        } catch let error where !(error is ExitCode) {
            StandardStream.errors.write("callahead demo: \(error)\n")
            throw ExitCode.failure
        }
    }
}

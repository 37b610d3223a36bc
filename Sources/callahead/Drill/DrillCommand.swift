import ArgumentParser
import Foundation
import Pipeline

/// Practice for a new dispatcher.
struct DrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill", abstract: "Practise calls on simulated breakdowns, with a score at the end.",
        discussion: """
            Starts a private broker, database and service as the demo does. You take the calls: the people on the \
            telephone answer by a file of simulators/drills, and what you write down is held against what they said. \
            At the prompt ? shows the words to type. Nothing of it touches a real database.
            """)

    @Argument(help: "The name of a drill, or its file.")
    var drill = "first-day"

    @Option(name: .customLong("as"), help: "Your name at the desk.")
    var name = "trainee"

    @Option(name: .customLong("reading"), help: "Your own language, shown beside the customer's.")
    var readingLanguage = "en"

    @Option(help: "Decides names and drives.")
    var seed: UInt64 = 1

    @Option(help: "Exit 1 below this share of all points, in per cent.")
    var pass: Int?

    @Flag(help: "Print the score as one JSON object.")
    var json = false

    func validate() throws {
        if let pass, !(0...100).contains(pass) { throw ValidationError("--pass is 0 to 100 per cent.") }
    }

    func run() throws {
        StopRequest.listen()
        do {
            let run = try DrillRun(
                named: drill, installation: try Installation.find(), seed: seed, trainee: name,
                readingLanguage: readingLanguage, program: Bundle.main.executablePath ?? CommandLine.arguments[0])
            let report = try run.play()
            if json {
                Terminal.show(try report.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(report.lines)
            }
            if let pass, report.percent < pass { throw ExitCode.failure }
        } catch let stopped as StoppedEarly {
            throw ExitCode(128 + stopped.signal)
        } catch let error where !(error is ExitCode) {
            Terminal.say("drill: \(error)")
            throw ExitCode.failure
        }
    }
}

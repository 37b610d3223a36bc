import ArgumentParser
import FleetSimulator
import Foundation
import Pipeline

/// Plays a scenario: a fleet that drives, breaks, lies and loses its network, and that knows the truth.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Play a scenario: a fleet that breaks on purpose, and knows the truth.",
        discussion: """
            With --private it starts a broker, a database and the service of its own, at the date and speed of the \
            scenario. Else it plays against a broker that is there, in real time; a service with another clock needs \
            the same CALLAHEAD_CLOCK as this command, which --print-clock writes. With --dry-run it only prints what \
            would be sent, a JSON object a line: the same seed gives the same bytes.
            \(BrokerOptions.discussion)
            """)

    @Argument(help: "A scenario of simulators/, by name or file.", completion: .file(extensions: ["yaml"]))
    var scenario: String

    @Option(help: "Decides names, drives, moments and what breaks by chance; else the scenario's.")
    var seed: UInt64?

    @Option(help: "Seconds of the service's clock in one second; else the scenario's with --private, or 1.")
    var speed: Double?

    @Option(help: "A new file for the truth: what was sent, what broke, who did what.", completion: .file())
    var ledger: String?

    @OptionGroup var broker: BrokerOptions

    @Flag(name: .customLong("private"), help: "A broker, a service and a database of its own.")
    var isPrivate = false

    @Option(help: "With --private: a new folder for it instead of a temporary one.", completion: .directory)
    var folder: String?

    @Option(help: "With a broker that is there: the service's database, for desks and --verify.", completion: .file())
    var db: String?

    @Option(help: "How many dispatchers work the queue; else the scenario's.")
    var desks: Int?

    @Flag(help: "Print the messages instead of sending them.")
    var dryRun = false

    @Flag(help: "Keep the folder of --private.")
    var keep = false

    @Flag(help: "Hold the service's answers against the truth afterwards; exit 1 if they don't hold.")
    var verify = false

    @Flag(help: "Print the CALLAHEAD_CLOCK of this scenario, beginning now, and end.")
    var printClock = false

    @Option(
        help: "Write the files to import for it, customers to slots, into a new folder, and end.",
        completion: .directory)
    var reference: String?

    func validate() throws {
        if let speed, !(0.001...10_000).contains(speed) { throw ValidationError("--speed is 0.001 to 10000.") }
        if let desks, !(0...100).contains(desks) { throw ValidationError("--desks is 0 to 100.") }
        if isPrivate, broker.broker != nil { throw ValidationError("--private has a broker of its own: no --broker.") }
        if isPrivate, db != nil { throw ValidationError("--private has a database of its own: no --db.") }
        if dryRun, isPrivate || verify { throw ValidationError("--dry-run sends nothing: no --private, no --verify.") }
        if folder != nil, !isPrivate { throw ValidationError("--folder belongs to --private.") }
        if verify, !isPrivate, db == nil { throw ValidationError("--verify needs the service's database: --db.") }
        if let desks, desks > 0, !isPrivate, db == nil {
            throw ValidationError("--desks needs the service's database: --db.")
        }
    }

    func run() throws {
        StopRequest.listen()
        do {
            let installation = try Installation.find()
            let plan = try SimulationPlan(
                scenario, installation: installation, seed: seed, speed: speed, isPrivate: isPrivate || printClock)
            if let reference { return try plan.writeReference(to: reference) }
            if printClock { return Terminal.show("CALLAHEAD_CLOCK=\(try plan.clock().text)") }
            if dryRun { return try DryRun(plan).play(ledger: ledger) }
            let run = try SimulateRun(plan, options: self, installation: installation)
            let status = try run.run()
            if status != 0 { throw ExitCode(status) }
        } catch let stopped as StoppedEarly {
            throw ExitCode(128 + stopped.signal)
        } catch let error as ScenarioError {
            Terminal.say("simulate: \(error)")
            throw ExitCode(64)
        } catch let error where !(error is ExitCode) && !(error is ValidationError) {
            Terminal.say("simulate: \(error)")
            throw ExitCode.failure
        }
    }
}

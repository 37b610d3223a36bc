import ArgumentParser
import Diagnostics
import Pipeline
import Telemetry

struct DiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose", abstract: "Say what fault codes and values mean, how bad it is, and why.")

    @Argument(help: "Fault codes: P0301, obd/P0301, SPN100.FMI1, uds/9A1F-4B, ….")
    var codes: [String] = []

    @Option(help: "What kind of asset it is: car, truck, charger, ….")
    var kind = AssetKind.car

    @Option(help: "Its make; a maker's own codes need it.")
    var make: String?

    @Option(help: "Its model.")
    var model: String?

    @Option(help: "What it runs on: petrol, diesel, bev, ….")
    var energy: Energy?

    @Option(help: "Which wheels are driven: fwd, rwd or awd.")
    var drivetrain: Drivetrain?

    @Option(help: "Its gross mass in kilograms.")
    var mass: Int?

    @Option(name: .customLong("signal"), help: "A value it reports, NAME=VALUE in the unit of VSS; may be repeated.")
    var signals: [SignalArgument] = []

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @Flag(help: "Print a JSON object.")
    var json = false

    func validate() throws {
        guard !codes.isEmpty || !signals.isEmpty else {
            throw ValidationError("Give at least one code, or a --signal NAME=VALUE.")
        }
        if let mass, !(1...1_000_000).contains(mass) {
            throw ValidationError("--mass is the gross mass in kilograms, 1 to 1000000.")
        }
    }

    func run() throws {
        try reportingFailures {
            let installation = try Installation.find(profiles: profiles)
            let catalogue = try FaultCatalogue.load(directory: installation.deviceProfiles)
            let diagnostician = Diagnostician(catalogue: catalogue)
            let known = diagnostician.relevantSignals
            for signal in signals where !known.contains(signal.name) {
                Terminal.say("note: no rule depends on \(signal.name)")
            }
            let diagnosis = diagnostician.diagnose(
                codes.map { ReportedFault(code: FaultCodeName.complete($0)) },
                of: AssetTraits(
                    kind: kind, make: make, model: model, energy: energy, drivetrain: drivetrain, grossMassKg: mass),
                signals: signals.map { SignalReading(name: $0.name, value: $0.value) })
            if json {
                Terminal.show(try diagnosis.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(diagnosis.lines(in: catalogue))
            }
        }
    }
}

/// `NAME=VALUE`, a number or `true` or `false`.
struct SignalArgument: ExpressibleByArgument {
    let name: String
    let value: Double

    init?(argument: String) {
        guard let equals = argument.lastIndex(of: "="), equals != argument.startIndex else { return nil }
        let text = argument[argument.index(after: equals)...]
        name = String(argument[..<equals])
        switch text {
        case "true": value = 1
        case "false": value = 0
        default:
            guard let number = Double(text), number.isFinite else { return nil }
            value = number
        }
    }
}

extension Energy: ExpressibleByArgument {}
extension Drivetrain: ExpressibleByArgument {}

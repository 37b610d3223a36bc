import ArgumentParser
import Diagnostics
import Foundation
import Pipeline
import Telemetry

struct DiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose", abstract: "Say what fault codes and values mean, how bad it is, and why.",
        discussion: """
            The gravest evidence wins: a stop signal of the asset itself (red lamp, severity byte), then a measured \
            value of a sensor that is trusted, then a row of a catalogue, then what the form of the code says. What \
            nobody knows is "unknown", never fine.

            A code is CODE[:STATUS[:SEVERITY]]. STATUS is confirmed, pending, history or unknown, or the status byte of \
            ISO 14229 in hexadecimal; SEVERITY is its severity byte:
              P0301   P0524:pending   SPN100.FMI1   uds/9A1F-4B:0x2F   uds/9A1F-4B:0x2F:0x80

            A signal is NAME=VALUE[@SECONDS], the value in the unit of VSS, flags true or false. With @SECONDS the value \
            has been the same for that long; without, it counts as settled:
              --signal Vehicle.Powertrain.CombustionEngine.ECT=118@6 --signal Device.RedStopLamp=true

            --rules lists every rule with its threshold and source, --signals the names that rules read.
            """)

    @Argument(help: "Fault codes: P0301, obd/P0301:pending, SPN100.FMI1, uds/9A1F-4B:0x2F, ….")
    var codes: [CodeArgument] = []

    @Option(help: "What kind of asset it is: car, truck, charger, ….")
    var kind = AssetKind.car

    @Option(help: "Its make; a maker's own codes need it.")
    var make: String?

    @Option(help: "Its model.")
    var model: String?

    @Option(help: "The year it was built.")
    var year: Int?

    @Option(help: "What it runs on: petrol, diesel, bev, ….")
    var energy: Energy?

    @Option(help: "Which wheels are driven: fwd, rwd or awd.")
    var drivetrain: Drivetrain?

    @Option(help: "Its gross mass in kilograms.")
    var mass: Int?

    @Option(
        name: .customLong("signal"),
        help: "A value it reports, NAME=VALUE[@SECONDS] in the unit of VSS; may be repeated.")
    var signals: [SignalArgument] = []

    @Flag(help: "The codes come from a memory of faults, not from a list of what is wrong now.")
    var stored = false

    @Flag(name: .customLong("rules"), help: "List the rules that are no rows of a catalogue, with their sources.")
    var listsRules = false

    @Flag(name: .customLong("signals"), help: "List the names of the signals that rules read, with their units.")
    var listsSignals = false

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @Flag(help: "Print JSON: the diagnosis with every piece of evidence, or the list asked for.")
    var json = false

    func validate() throws {
        guard !codes.isEmpty || !signals.isEmpty || listsRules || listsSignals else {
            throw ValidationError("Give at least one code, or a --signal NAME=VALUE.")
        }
        if listsRules, listsSignals { throw ValidationError("Ask for --rules or for --signals, not for both.") }
        if let mass, !(1...1_000_000).contains(mass) {
            throw ValidationError("--mass is the gross mass in kilograms, 1 to 1000000.")
        }
        if let year, !(1880...2200).contains(year) { throw ValidationError("--year is a year, such as 2019.") }
    }

    func run() throws {
        try reportingFailures {
            if listsRules { return try showRules() }
            let installation = try Installation.find(profiles: profiles)
            let catalogue = try FaultCatalogue.load(directory: installation.deviceProfiles)
            let diagnostician = Diagnostician(catalogue: catalogue)
            if listsSignals { return try showSignals(diagnostician) }
            for signal in signals where diagnostician.unit(ofSignal: signal.name) == nil {
                Terminal.say("note: no rule depends on \(signal.name); --signals lists those that matter")
            }
            let diagnosis = diagnostician.diagnose(
                codes.map { $0.fault(kind: stored ? .stored : .active) },
                of: AssetTraits(
                    kind: kind, make: make, model: model, year: year, energy: energy, drivetrain: drivetrain,
                    grossMassKg: mass),
                signals: signals.map(\.reading))
            if json { try show(diagnosis) } else { Terminal.show(diagnosis.screen(in: catalogue)) }
        }
    }

    private func showRules() throws {
        let rules = Diagnostician.rules
        guard !json else { return try show(rules) }
        Terminal.show(
            rules.map { "\($0.key)  \($0.severity?.rawValue ?? "-")  \($0.says) [\($0.source)]" })
    }

    private func showSignals(_ diagnostician: Diagnostician) throws {
        let units = diagnostician.relevantSignals.map { name in
            ["name": name, "unit": diagnostician.unit(ofSignal: name) ?? ""]
        }
        guard !json else { return try show(units) }
        Terminal.show(units.map { "\($0["name"] ?? "")  \($0["unit"] ?? "")" })
    }

    private func show(_ result: some Encodable) throws {
        Terminal.show(try result.jsonText(indented: Terminal.isInteractive))
    }
}

/// `CODE[:STATUS[:SEVERITY]]`.
///
/// What follows a colon is taken for a status only if it is one, because codes of some devices have colons.
struct CodeArgument: ExpressibleByArgument {
    let code: String
    let status: FaultCode.Status
    let statusByte: UDSStatus?
    let severityByte: UDSSeverity?

    init?(argument: String) {
        var text = argument[...]
        var bytes: [UInt8] = []
        while bytes.count < 2, let colon = text.lastIndex(of: ":"),
            let byte = CodeArgument.byte(text[text.index(after: colon)...])
        {
            bytes.insert(byte, at: 0)
            text = text[..<colon]
        }
        var word: FaultCode.Status?
        if bytes.count < 2, let colon = text.lastIndex(of: ":") {
            word = FaultCode.Status(rawValue: String(text[text.index(after: colon)...]))
            if word != nil { text = text[..<colon] }
        }
        guard !text.isEmpty else { return nil }
        code = FaultCodeName.complete(String(text))
        status = word ?? .unknown
        // After a word the only byte is the severity; else the first is the status.
        statusByte = word == nil ? bytes.first.map { UDSStatus(rawValue: $0) } : nil
        severityByte = (word == nil ? bytes.dropFirst().first : bytes.first).map { UDSSeverity($0) }
    }

    func fault(kind: FaultReport.Kind) -> ReportedFault {
        guard let statusByte else {
            return ReportedFault(code: code, status: status, kind: kind, severityByte: severityByte)
        }
        return ReportedFault(code: code, uds: statusByte, kind: kind, severityByte: severityByte)
    }

    private static func byte(_ text: Substring) -> UInt8? {
        guard text.hasPrefix("0x") || text.hasPrefix("0X") else { return nil }
        return UInt8(text.dropFirst(2), radix: 16)
    }
}

/// `NAME=VALUE[@SECONDS]`, the value a number or `true` or `false`.
struct SignalArgument: ExpressibleByArgument {
    let name: String
    let value: Double
    let seconds: Double?

    init?(argument: String) {
        guard let equals = argument.lastIndex(of: "="), equals != argument.startIndex else { return nil }
        name = String(argument[..<equals])
        let halves = argument[argument.index(after: equals)...].split(
            separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        switch halves.first ?? "" {
        case "true": value = 1
        case "false": value = 0
        case let text:
            guard let number = Double(text), number.isFinite else { return nil }
            value = number
        }
        guard halves.count == 2 else {
            seconds = nil
            return
        }
        let text = halves[1].hasSuffix("s") ? halves[1].dropLast() : halves[1]
        guard let number = Double(text), number.isFinite, number >= 0 else { return nil }
        seconds = number
    }

    var reading: SignalReading {
        guard let seconds else { return SignalReading(name: name, value: value) }
        return SignalReading(name: name, value: value, heldFor: seconds)
    }
}

extension Energy: ExpressibleByArgument {}
extension Drivetrain: ExpressibleByArgument {}

import ArgumentParser
import Foundation
import Prognostics
import Telemetry

/// `backtest`: what the prognosis would have said in a fleet's own past, and what it would have been worth.
struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest", abstract: "Say which parts of your own fleet can be foreseen, from your own history.",
        discussion: """
            Reads CSV with a header: repairs (asset,time,part,reason with reason failure or planned), and as far as you \
            have them faults (asset,time,code), signals (asset,time,name,value) and assets (asset,model,age in years). \
            Either a folder with faults.csv, signals.csv, repairs.csv and assets.csv, or each file by its option. It \
            learns from the past up to --train-until and is judged on what came later; at no point does it know more \
            than was known then. Times without a zone are read as UTC. docs/prognosis.md tells how to read the report.

              callahead backtest history/ --train-until 2026-06-30 --html report.html
            """)

    @Argument(help: "A folder with faults.csv, signals.csv, repairs.csv and assets.csv.", completion: .directory)
    var folder: String?

    @Option(help: "Codes: asset,time,code.", completion: .file(extensions: ["csv"]))
    var faults: String?

    @Option(help: "Measured values: asset,time,name,value.", completion: .file(extensions: ["csv"]))
    var signals: String?

    @Option(help: "Repairs: asset,time,part,reason.", completion: .file(extensions: ["csv"]))
    var repairs: String?

    @Option(help: "Assets: asset,model,age.", completion: .file(extensions: ["csv"]))
    var assets: String?

    @Option(help: "Learn from here on; else from the first code or value.", transform: TimeArgument.init(named:))
    var trainFrom: TimeArgument?

    @Option(
        help: "Nothing later is learnt from; else five sevenths of the record.", transform: TimeArgument.init(named:))
    var trainUntil: TimeArgument?

    @Option(
        help: "Keep what is learnt from here on aside for thresholds and skill; else the last 3/14 or more.",
        transform: TimeArgument.init(named:))
    var validateFrom: TimeArgument?

    @Option(help: "Judge from here on; else from --train-until.", transform: TimeArgument.init(named:))
    var testFrom: TimeArgument?

    @Option(help: "Judge up to here; else to one horizon before the last record.", transform: TimeArgument.init(named:))
    var testUntil: TimeArgument?

    @Option(help: "How far ahead: 24h, 7d.")
    var horizon = Span(seconds: 86_400)

    @Option(help: "How often the question is asked, at whole multiples in UTC; else an eighth of the horizon.")
    var step: Span?

    @Option(help: "Only this part; may be given again.")
    var part: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: "Write every prognosis of the test: asset,part,time,probability,level.", completion: .file())
    var out: String?

    @Option(help: "Write a report with pictures, one file without outside references.", completion: .file())
    var html: String?

    func validate() throws {
        guard folder != nil || repairs != nil else {
            throw ValidationError("Give a folder, or at least --repairs FILE.")
        }
        guard askedHorizon != nil else {
            throw ValidationError("--step is longer than --horizon.")
        }
        if let trainFrom, let trainUntil, trainFrom.time >= trainUntil.time {
            throw ValidationError("--train-from is not before --train-until.")
        }
        if let trainUntil, let testFrom, testFrom.time < trainUntil.time {
            throw ValidationError("--test-from is before --train-until; it would be judged on what it has learnt.")
        }
        if let testFrom, let testUntil, testUntil.time < testFrom.time {
            throw ValidationError("--test-until is before --test-from.")
        }
        if let validateFrom, let trainUntil, validateFrom.time >= trainUntil.time {
            throw ValidationError("--validate-from is not before --train-until.")
        }
    }

    func run() throws {
        try reportingFailures {
            let record = try FleetRecord(
                folder: folder,
                files: [
                    .faults: faults, .signals: signals, .repairs: repairs, .assets: assets,
                ])
            guard let askedHorizon else { throw ExitCode.validationFailure }
            let run = BacktestRun(
                horizon: askedHorizon, trainFrom: trainFrom?.time, trainUntil: trainUntil?.time,
                validateFrom: validateFrom?.time, testFrom: testFrom?.time, testUntil: testUntil?.time, parts: part)
            let (report, pictures) = try run.run(on: record, predictionsTo: out, withPictures: html != nil)
            if let html { try PrivateFile.write(BacktestPage(report: report, pictures: pictures).html, to: html) }
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting =
                    Terminal.isInteractive
                    ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
                Terminal.show(String(decoding: try encoder.encode(report), as: UTF8.self))
            } else {
                Terminal.show(report.lines)
            }
        }
    }

    private var askedHorizon: Horizon? {
        Horizon(seconds: horizon.seconds, stepSeconds: step?.seconds ?? max(1, horizon.seconds / 8))
    }
}

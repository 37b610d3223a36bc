import ArgumentParser
import Persistence
import Pipeline
import Planning
import Roads
import Telemetry

/// `eta calibrate`: fits the two numbers of the built-in estimate to drives that are known.
struct EtaCalibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Fit the built-in travel time to finished jobs, or to a road router.",
        discussion: """
            Changes nothing: it prints what to write into the policy file. Exit code 2 if there are too few drives.
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var policy: PolicyOptions

    @Option(
        help: ArgumentHelp(
            "Ask this router about drives between the imported places instead of reading finished jobs: "
                + "osrm=http://HOST:PORT or valhalla=http://HOST:PORT."))
    var router: String?

    @Option(help: "At most this many drives, the newest first.")
    var limit = 10_000

    @Flag(help: "Print a JSON object.")
    var json = false

    func validate() throws {
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit is between 1 and 1000000.") }
        guard let router else { return }
        do {
            _ = try RouterConfiguration(parsing: router)
        } catch {
            throw ValidationError("--\(error)")
        }
    }

    func run() throws {
        try reportingFailures {
            let model = try policy.values(in: try Installation.find()).travel
            let store = try StoreConnection(path: database.path, role: .reader)
            let samples = try samples(store)
            try store.close()
            do {
                try show(try model.fitted(to: samples), of: samples.count, before: model)
            } catch let error as TravelFitError {
                Terminal.say("\(error)")
                if case .tooFew = error { throw CommandExit.nothing }
                throw ExitCode.failure
            }
        }
    }

    private func samples(_ store: StoreConnection) throws -> [TravelSample] {
        guard let router else {
            return try store.finishedDrives(limit: limit).map {
                TravelSample(metres: $0.metres, seconds: Double($0.seconds))
            }
        }
        let survey = RouterSurvey(places: try store.knownPlaces())
        return try survey.samples(of: try RouterConfiguration(parsing: router).router(), limit: limit)
    }

    private func show(_ fit: TravelFit, of given: Int, before: TravelModel) throws {
        if json {
            let value = JSONValue.object([
                "drives": .whole(Int64(given)), "used": .whole(Int64(fit.count)),
                "minutes_at_one_kilometre": .number(fit.model.minutesAtOneKilometre),
                "exponent": .number(fit.model.exponent), "median_error_before": .number(fit.medianErrorBefore),
                "median_error_after": .number(fit.medianErrorAfter), "is_better": .flag(fit.isBetter),
                "fastest_seen_kmh": .init(fit.fastestSeenKmh),
            ])
            return Terminal.show(try value.text(indented: Terminal.isInteractive))
        }
        Terminal.say("\(fit.count) of \(given) drives used")
        Terminal.say(
            "median error \((fit.medianErrorBefore * 100).places(1)) % until now, "
                + "\((fit.medianErrorAfter * 100).places(1)) % with the fitted numbers")
        if let fastest = fit.fastestSeenKmh, fastest > before.fastestRoadKmh {
            Terminal.say(
                "a drive covered \(fastest.places(0)) km/h of straight distance: travel.fastest_road is "
                    + "\(before.fastestRoadKmh.places(0)) km/h and should be at least that")
        }
        guard fit.isBetter else { return Terminal.say("the numbers in use are no worse: leave them") }
        Terminal.show([
            "travel:", "  minutes_at_one_kilometre: \(fit.model.minutesAtOneKilometre)",
            "  exponent: \(fit.model.exponent)",
        ])
    }
}

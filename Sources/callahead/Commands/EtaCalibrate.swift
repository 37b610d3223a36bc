import ArgumentParser
import Persistence
import Pipeline
import Planning
import Roads
import Telemetry

/// `eta calibrate`: fits the two numbers of the built-in travel time.
struct EtaCalibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Fit the built-in travel time to your own roads.",
        discussion: """
            From the finished jobs of the database, or with --osrm or --valhalla from random drives around a place, or \
            with --matrix from a file. Nothing is written: the lines for the policy file are printed.
            """)

    @OptionGroup var database: DatabaseOptions

    @Option(help: "An OSRM server, http://HOST:PORT, to be asked about random drives.")
    var osrm: String?

    @Option(help: "A Valhalla server, http://HOST:PORT?costing=truck, to be asked about random drives.")
    var valhalla: String?

    @Option(help: "LATITUDE,LONGITUDE of the middle of your area, for --osrm and --valhalla.")
    var around: PlaceArgument?

    @Option(name: .customLong("radius-km"), help: "The radius of your area, 1 to 300.")
    var radiusKm = 25.0

    @Option(help: "How many random drives are to be known, 100 to 20,000.")
    var samples = 400

    @Option(help: "Another number draws other drives.")
    var seed: UInt64 = 1

    @Option(help: "A file {\"coordinates\": [[lon, lat], …], \"durations\": [[seconds, …], …]}; - is standard input.")
    var matrix: String?

    @Option(help: "At most this many of the newest finished jobs.")
    var jobs = 10_000

    @Flag(help: "Print a JSON object.")
    var json = false

    /// Where the drives come from.
    private enum Source {
        case jobs
        case router(RouterConfiguration, around: Coordinate)
        case matrix(String)

        var name: String {
            switch self {
            case .jobs: "jobs"
            case .router(let configuration, _):
                switch configuration.service {
                case .osrm: "osrm"
                case .valhalla: "valhalla"
                }
            case .matrix: "matrix"
            }
        }
    }

    func validate() throws {
        guard [osrm, valhalla, matrix].count(where: { $0 != nil }) <= 1 else {
            throw ValidationError("Give one of --osrm, --valhalla and --matrix.")
        }
        guard radiusKm >= 1, radiusKm <= 300 else { throw ValidationError("--radius-km is 1 to 300.") }
        guard (100...20_000).contains(samples) else { throw ValidationError("--samples is 100 to 20000.") }
        guard jobs > 0 else { throw ValidationError("--jobs is how many, 1 or more.") }
        _ = try source()
    }

    func run() throws {
        try reportingFailures {
            let source = try source()
            let model = TravelModel()
            let drives = try drives(of: source)
            let report = CalibrationReport(source: source.name, before: model, fit: try model.fitted(to: drives))
            if json {
                Terminal.show(try report.json.text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(report.lines)
            }
        }
    }

    private func source() throws -> Source {
        if let matrix { return .matrix(matrix) }
        let address = osrm.map { "osrm=\($0)" } ?? valhalla.map { "valhalla=\($0)" }
        guard let address else { return .jobs }
        guard let around else {
            throw ValidationError("Where? Give the middle of your area with --around LATITUDE,LONGITUDE.")
        }
        do {
            return .router(try RouterConfiguration(parsing: address), around: around.coordinate)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private func drives(of source: Source) throws -> [TravelSample] {
        switch source {
        case .jobs:
            try StoreConnection(path: database.path, role: .reader).finishedDrives(limit: jobs)
                .map { TravelSample(metres: $0.metres, seconds: Double($0.seconds)) }
        case .matrix(let name): try TravelMatrix(json: InputFile.bytes(of: name)).samples
        case .router(let configuration, let around):
            // Stricter than for a rescue: being moved by a kilometre spoils a drive of one.
            try DriveSampler(around: around, radiusMetres: radiusKm * 1_000, seed: seed).samples(
                samples,
                from: RouterConfiguration(
                    configuration.service, url: configuration.url, snapMetres: min(configuration.snapMetres, 100)
                ).router())
        }
    }
}

/// A place, LATITUDE,LONGITUDE in degrees.
struct PlaceArgument: ExpressibleByArgument {
    let coordinate: Coordinate

    init?(argument: String) {
        let degrees = argument.split(separator: ",", omittingEmptySubsequences: false)
            .map { Double($0.trimmingPrefix { $0 == " " }) }
        guard degrees.count == 2, let latitude = degrees[0], let longitude = degrees[1],
            let coordinate = try? Coordinate(latitude: latitude, longitude: longitude)
        else { return nil }
        self.coordinate = coordinate
    }
}

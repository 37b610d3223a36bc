import Foundation
import GRDB
import TestSupport
import Testing

/// A service centre for one test: a broker, a database, and `callahead serve` as often as it is started.
final class Centre {
    let broker: Broker
    let directory: String
    var database: String { directory + "/callahead.db" }
    var address: String { "mqtt://127.0.0.1:\(broker.port)" }
    private var processes: [Command] = []

    init(_ broker: Broker) throws {
        self.broker = broker
        directory = NSTemporaryDirectory() + "centre-" + UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    /// Starts the service.
    func serve(
        failpoint: String? = nil, more words: [String] = [], environment: [String: String] = [:]
    ) throws -> Command {
        var environment = environment
        if let failpoint { environment["CALLAHEAD_FAILPOINT"] = failpoint }
        let serve = try Command(
            ["serve", "--db", database, "--broker", address] + words, directory: directory, environment: environment)
        processes.append(serve)
        return serve
    }

    /// Starts another command on the same database.
    func command(_ words: [String]) throws -> Command {
        let command = try Command(words + ["--db", database], directory: directory)
        processes.append(command)
        return command
    }

    /// Runs a command to its end.
    func run(
        _ words: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> (end: Command.Ending, output: String, errors: String) {
        let command = try command(words)
        let end = try command.waitForEnd(sourceLocation: sourceLocation)
        return (end, command.output, command.errors)
    }

    /// Starts the service, which ends by itself when nothing comes any more.
    ///
    /// - Returns: What it counted.
    @discardableResult
    func serveUntilIdle(
        seconds: Double = 0.5, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Figures {
        let serve = try serve(more: ["--exit-when-idle", "\(seconds)"])
        let end = try serve.waitForEnd(seconds: 60, sourceLocation: sourceLocation)
        try #require(end == .exited(0), "\(serve.errors)", sourceLocation: sourceLocation)
        return try JSONDecoder().decode(Figures.self, from: Data(serve.output.utf8))
    }

    /// Lets the service make its database and its session at the broker, and then imports what a test needs.
    func prepare(_ reference: Reference = Reference()) throws {
        try serveUntilIdle(seconds: 0.05)
        try write { try reference.insert(into: $0) }
    }

    /// One read transaction that is over afterwards.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: database, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read(body)
    }

    /// One write transaction, as a command makes it.
    func write(_ body: (Database) throws -> Void) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: database, configuration: configuration)
        defer { try? queue.close() }
        try queue.inDatabase { db in
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = FULL")
            try db.inTransaction(.immediate) {
                try body(db)
                return .commit
            }
        }
    }

    /// One number of the database.
    func number(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        try read { try Int.fetchOne($0, sql: sql, arguments: arguments) ?? 0 }
    }

    /// The texts of one column.
    func texts(_ sql: String, _ arguments: StatementArguments = []) throws -> [String] {
        try read { try String.fetchAll($0, sql: sql, arguments: arguments) }
    }

    /// How many cases an asset has had.
    func cases(of asset: String) throws -> Int {
        try number(
            "SELECT count(*) FROM case_file JOIN asset ON asset.key = case_file.asset_key WHERE asset.id = ?", [asset])
    }

    /// Waits until an asset has a case.
    func waitForCase(of asset: String, within seconds: Double = 15, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        try eventually(
            "\(asset) has a case", within: seconds, said: processes.last?.errors ?? "", sourceLocation: sourceLocation
        ) { try cases(of: asset) > 0 ? true : nil }
    }

    func end() {
        processes.forEach { $0.kill() }
        try? FileManager.default.removeItem(atPath: directory)
    }
}

/// What `serve --exit-when-idle` prints.
struct Figures: Decodable {
    var messages: Int
    var duplicates: Int
    var quarantined: Int
    var batches: Int
}

/// Runs a test with a broker and a service centre of its own; nothing is left of them.
func withCentre<Result>(_ options: Broker.Options = Broker.Options(), _ body: (Centre) throws -> Result) throws
    -> Result
{
    var options = options
    // As in `deploy/mosquitto.conf`: otherwise the broker waits up to 40 ms for our kernel's acknowledgement.
    options.extraLines.append("set_tcp_nodelay true")
    return try withBroker(options) { broker in
        let centre = try Centre(broker)
        defer { centre.end() }
        return try body(centre)
    }
}

import ArgumentParser
import GRDB
import Glibc
import MQTT
import Telemetry

/// How long a fault takes from its publish call to the task that another process sees, and to the driver's advice.
///
/// Beside a running service: it publishes background messages at a steady rate, and now and then a car loses its oil
/// pressure. It looks at the database as any other process, once in a turn of its loop.
struct Latency: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time faults to their tasks and advice beside background messages.")

    @Option(help: "Port of the broker on 127.0.0.1.") var port: UInt16
    @Option(help: "The service's database.") var db: String
    @Option(help: "Background messages a second.") var rate = 2_000
    @Option(help: "How many faults.") var faults = 200
    @Option(help: "Faults a second.") var faultRate = 40.0
    @Option(help: "How many assets the background has.") var assets = 100_000
    @Option(help: "The number of the first asset that breaks; each breaks once.") var first = 100_000
    @Option(help: "Seconds of background alone, before the first fault.") var warmUp = 2.0
    @Option(help: "Equal seeds give equal messages but for their times.") var seed: UInt64 = 1

    func run() throws {
        var probe = try LatencyProbe(self)
        try probe.run()
        print(probe.report)
    }
}

/// One measurement.
private struct LatencyProbe {
    private let plan: Latency
    private let client: MQTTClient
    private let database: DatabaseQueue
    private var backlog: Backlog
    /// When each asset's fault was published, nanoseconds, by id; never iterated.
    private var published: [String: UInt64] = [:]
    private var tasks: [Double] = []
    private var advice: [Double] = []
    private var lastTask: Int64 = 0
    private var version: Int64 = -1
    private var unanswered = 0
    private var sent = 0

    init(_ plan: Latency) throws {
        self.plan = plan
        var configuration = MQTTConfiguration(
            host: "127.0.0.1", port: plan.port, clientID: "callahead-latency-\(getpid())")
        configuration.sessionExpirySeconds = 0
        client = try MQTTClient(configuration: configuration)
        try client.subscribe([Subscription("callahead/v1/assets/+/advice")])
        var options = Configuration()
        options.readonly = true
        database = try DatabaseQueue(path: plan.db, configuration: options)
        backlog = Backlog(assets: plan.assets, seed: plan.seed, begins: BenchClock.now, isMixed: true)
        lastTask = try database.read { try Int64.fetchOne($0, sql: "SELECT ifnull(max(id), 0) FROM task") ?? 0 }
    }

    mutating func run() throws {
        client.connect()
        while !client.isConnected { try turn() }
        let start = BenchClock.monotonic
        var broken = 0
        let patience: UInt64 = 20_000_000_000
        var lastAt = start
        while tasks.count < plan.faults || advice.count < plan.faults {
            let elapsed = Double(BenchClock.monotonic - start) / 1e9
            let due = min(plan.faults, Int(max(0, elapsed - plan.warmUp) * plan.faultRate))
            // As long as there are faults there is a background.
            while broken < plan.faults || plan.rate == 0, sent < Int(elapsed * Double(plan.rate)), unanswered < 2_000 {
                try publish(backlog.next())
                sent += 1
            }
            while broken < due {
                try breakDown(plan.first + broken)
                broken += 1
                lastAt = BenchClock.monotonic
            }
            try turn()
            try look()
            if broken == plan.faults, BenchClock.monotonic - lastAt > patience { break }
        }
        client.disconnect()
    }

    private mutating func breakDown(_ number: Int) throws {
        let id = Backlog.assetID(number)
        let payload = """
            {"time":\(BenchClock.now.milliseconds),"mode":"set","codes":[{"code":"P0524","status":"confirmed"}],\
            "position":{"lat":58.38,"lon":26.72,"speed":0,"accuracy":5}}
            """
        published[id] = BenchClock.monotonic
        try publish((topic: "callahead/v1/assets/\(id)/faults", payload: payload))
        _ = try client.flush()
    }

    private mutating func publish(_ message: (topic: String, payload: String)) throws {
        _ = try client.publish(topic: message.topic, payload: message.payload)
        unanswered += 1
    }

    /// Sends and receives once; a quarter of a millisecond passes if there is nothing to receive.
    private mutating func turn() throws {
        guard let descriptor = client.socket else { throw BenchError("there is no connection to the broker") }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if client.wantsWrite { request.events |= Int16(POLLOUT) }
        if poll(&request, 1, 0) == 0 { usleep(250) }
        client.misc()
        var told: [String] = []
        _ = client.readBatch { topic, _, _ in
            told.append(topic.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
        }
        let now = BenchClock.monotonic
        for topic in told {
            guard let asset = topic.split(separator: "/").dropFirst(3).first else { continue }
            if let at = published[String(asset)] { advice.append(Double(now - at) / 1e6) }
        }
        _ = try client.flush()
        for event in client.takeEvents() {
            switch event {
            case .published: unanswered -= 1
            case .connectionRefused(let reason): throw BenchError("the broker refuses: \(reason.description)")
            case .disconnected(let end): throw BenchError(end.description)
            case .connected, .subscribed: break
            }
        }
    }

    /// Looks for new tasks, if anybody has written since the last look.
    private mutating func look() throws {
        let (last, before) = (lastTask, version)
        let found = try database.read { db -> (version: Int64, rows: [(id: Int64, asset: String)])? in
            let now = try Int64.fetchOne(db, sql: "PRAGMA data_version") ?? 0
            guard now != before else { return nil }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT task.id, asset.id FROM task JOIN asset ON asset.key = task.asset_key WHERE task.id > ?
                    """, arguments: [last])
            return (now, rows.map { (id: $0[0], asset: $0[1]) })
        }
        guard let found else { return }
        let now = BenchClock.monotonic
        version = found.version
        for row in found.rows {
            lastTask = max(lastTask, row.id)
            if let at = published[row.asset] { tasks.append(Double(now - at) / 1e6) }
        }
    }

    /// A JSON object; milliseconds.
    var report: String {
        """
        {"rate":\(plan.rate),"background":\(sent),"faults":\(plan.faults),\
        "task":\(LatencyProbe.summary(tasks)),"advice":\(LatencyProbe.summary(advice))}
        """
    }

    private static func summary(_ values: [Double]) -> String {
        let sorted = values.sorted()
        let all = sorted.map { String(($0 * 1_000).rounded() / 1_000) }.joined(separator: ",")
        func percentile(_ share: Double) -> String {
            guard !sorted.isEmpty else { return "null" }
            let index = min(sorted.count - 1, max(0, Int((Double(sorted.count) * share).rounded(.up)) - 1))
            return String((sorted[index] * 1_000).rounded() / 1_000)
        }
        return """
            {"count":\(sorted.count),"p50":\(percentile(0.5)),"p99":\(percentile(0.99)),"p999":\(percentile(0.999)),\
            "worst":\(percentile(1)),"values":[\(all)]}
            """
    }
}

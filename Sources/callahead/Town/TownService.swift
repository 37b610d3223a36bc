internal import FaultyNetwork
internal import FleetSimulator
internal import Foundation
internal import Persistence
internal import Pipeline
internal import Planning
internal import Telemetry

/// A private broker, a database with a town in it and the service: it owns what it starts and ends it.
final class TownService {
    let town: Town
    let seed: UInt64
    /// A temporary folder with the database, the logs and the files that were imported.
    let folder: String
    /// This executable.
    let program: String
    private let installation: Installation
    private let policy: String?
    private let isProxied: Bool
    private let hasFaultyDisk: Bool
    private let days: Int
    private(set) var broker: TownBroker?
    private(set) var service: ChildProcess?
    private(set) var messages: TownMessages?
    /// The network of the devices and units; `nil` if they speak to the broker directly.
    private(set) var fleetNetwork: Proxy?
    /// The network of the service.
    private(set) var serviceNetwork: Proxy?

    var database: String { "\(folder)/callahead.db" }
    /// `mqtt://…` of the broker itself; empty before it was started.
    var address: String { broker.map { "mqtt://127.0.0.1:\($0.port)" } ?? "" }
    /// Where devices and units find the broker; 0 before it was started.
    var fleetPort: UInt16 { fleetNetwork?.port ?? broker?.port ?? 0 }
    /// Says how the service's disk fails at the moment; see ``FaultyDisk``.
    var diskSetting: String { "\(folder)/disk" }

    /// - Parameters:
    ///   - name: What it is for: part of the folder's name.
    ///   - policy: The policy file; `nil` for the defaults.
    ///   - folder: An empty or missing folder to use; `nil` makes a temporary one.
    ///   - isProxied: Whether devices and service reach the broker through networks that can fail.
    ///   - hasFaultyDisk: Whether the service's disk can fail.
    ///   - days: Over how many days workshops have slots.
    /// - Throws: ``TownServiceError`` if the folder can't be had.
    init(
        _ name: String, town: Town, seed: UInt64, installation: Installation, policy: String?, program: String,
        folder: String? = nil, isProxied: Bool = false, hasFaultyDisk: Bool = false,
        days: Int = 3
    ) throws {
        self.town = town
        self.seed = seed
        self.installation = installation
        self.policy = policy
        self.program = program
        self.isProxied = isProxied
        self.hasFaultyDisk = hasFaultyDisk
        self.days = days
        if let folder {
            self.folder = URL(fileURLWithPath: folder).path
            try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
            guard !FileManager.default.fileExists(atPath: "\(self.folder)/callahead.db") else {
                throw TownServiceError("\(folder) holds a database already; name another folder")
            }
            return
        }
        var template = Array("\(NSTemporaryDirectory())/callahead-\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw TownServiceError("no temporary folder: \(String(cString: strerror(errno)))")
        }
        self.folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .replacing("//", with: "/")
    }

    deinit { shutDown() }

    /// Starts everything and waits until the service takes messages.
    ///
    /// - Throws: ``TownServiceError`` if a part does not start, ``StoppedEarly`` if a signal came meanwhile.
    func start() throws {
        let broker = try TownBroker(settings: "\(installation.deploy)/mosquitto.conf", folder: folder)
        self.broker = broker
        let fleet = Fleet(town: town, seed: seed)
        for file in ReferenceFiles(town: town, fleet: fleet, start: .wallClock, days: days).files {
            try stopIfAsked()
            let path = "\(folder)/\(file.kind).csv"
            try file.text.write(toFile: path, atomically: true, encoding: .utf8)
            let result = try ChildProcess.run(program, ["import", file.kind, path, "--db", database])
            guard result.status == 0 else {
                throw TownServiceError("import of \(path): \(result.errors)\(result.output)")
            }
        }
        if isProxied {
            fleetNetwork = try Proxy(to: broker.port, isWatched: false)
            serviceNetwork = try Proxy(to: broker.port, isWatched: true)
        }
        try setDisk("ok")
        try startService()
        let messages = try TownMessages(port: fleetPort)
        self.messages = messages
        try waitForService(messages)
    }

    /// Starts the service, again if it has ended.
    ///
    /// - Parameter failpoint: Where it is to kill itself, as `CALLAHEAD_FAILPOINT` says it.
    /// - Throws: ``TownServiceError`` if the system refuses.
    func startService(failpoint: String? = nil) throws {
        service?.stop()
        var environment = ["CALLAHEAD_FAILPOINT": failpoint ?? ""]
        if hasFaultyDisk { environment[FaultyDisk.variable] = "file:\(diskSetting)" }
        let port = serviceNetwork?.port ?? broker?.port ?? 0
        service = try ChildProcess(
            program,
            [
                "serve", "--db", database, "--broker", "mqtt://127.0.0.1:\(port)", "--profiles",
                installation.deviceProfiles,
            ] + (policy.map { ["--policy", $0] } ?? []), environment: environment, log: "\(folder)/serve.log")
    }

    /// Says how the service's disk fails from now on.
    func setDisk(_ setting: String) throws {
        guard hasFaultyDisk else { return }
        // Replaced as a whole: it is read at any moment.
        try setting.write(toFile: diskSetting, atomically: true, encoding: .utf8)
    }

    /// The service is there when it has taken a message: a unit that came online.
    private func waitForService(_ messages: TownMessages) throws {
        guard let unit = town.units.first(where: { $0.reach == "mqtt" }) ?? town.units.first else { return }
        let topic = "callahead/v1/units/\(unit.id)/online"
        // Whoever is reached by telephone alone is not online.
        defer { if unit.reach != "mqtt" { try? messages.publish(topic: topic, payload: "false") } }
        let desk = Desk(try StoreConnection(path: database, role: .reader))
        let deadline = ContinuousClock.now + .seconds(40)
        var again = ContinuousClock.now
        while ContinuousClock.now < deadline {
            try stopIfAsked()
            if ContinuousClock.now >= again {
                // Before the service has subscribed, nobody gets it.
                try messages.publish(topic: topic, payload: "true")
                again = .now + .milliseconds(500)
            }
            _ = try messages.exchange(waiting: 10)
            try check()
            if try desk.units().contains(where: { $0.unit.id == unit.id && $0.unit.online }) { return }
        }
        throw TownServiceError("the service took no message within 40 s: see \(folder)/serve.log\n\(log)")
    }

    /// Ends the connection with which it waited for the service.
    func closeMessages() {
        messages?.close()
        messages = nil
    }

    /// - Throws: ``TownServiceError`` if the service has ended.
    func check() throws {
        guard let status = service?.exitStatus else { return }
        throw TownServiceError("the service ended with \(status): see \(folder)/serve.log\n\(log)")
    }

    private func stopIfAsked() throws {
        if let signal = StopRequest.raised { throw StoppedEarly(signal: signal) }
    }

    private var log: String {
        String(((try? String(contentsOfFile: "\(folder)/serve.log", encoding: .utf8)) ?? "").suffix(1_000))
    }

    /// Ends the service in good order: it finishes its batch.
    func stopService() { service?.stop(grace: 15) }

    /// Ends what was started; the database stays.
    func shutDown() {
        messages?.close()
        messages = nil
        service?.stop()
        service = nil
        broker?.stop()
        broker = nil
        for network in [fleetNetwork, serviceNetwork] { network?.stop() }
        fleetNetwork = nil
        serviceNetwork = nil
        // What the broker kept is of no use any more.
        for name in ["mosquitto.db", "mosquitto.conf"] { unlink("\(folder)/\(name)") }
    }
}

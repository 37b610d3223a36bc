import Casework
import DeviceProfiles
import Diagnostics
import Glibc
import Logging
import MQTT
import Outreach
import Persistence
import Pipeline
import Telemetry

/// What the cases are made of: the catalogues of the project and a folder that goes with the process.
final class MicroKit {
    private let home: String
    let folder: String
    /// The time in all cases.
    let now = Timestamp(seconds: 1_795_000_000)

    init(home: String) throws {
        self.home = home
        // In memory where that is possible: what a disk does is not an instruction of ours.
        var name = Array("\(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")/callahead-micro-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw BenchError("no folder for the databases: errno \(errno)") }
        folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for suffix in ["", "-wal", "-shm", ".lane", ".wait"] { unlink("\(database)\(suffix)") }
        rmdir(folder)
    }

    var database: String { "\(folder)/callahead.db" }

    func profiles() throws -> ProfileSet { try ProfileSet.load(directory: "\(home)/device-profiles") }
    func catalogue() throws -> FaultCatalogue { try FaultCatalogue.load(directory: "\(home)/device-profiles") }
    func phrasebook() throws -> Phrasebook { try Phrasebook.load(directory: "\(home)/outreach") }

    /// A decoder that knows no devices, as all assets of the backlog are named by their topics or their devices.
    func decoder() throws -> Decoder {
        let devices = (0..<Self.assets).compactMap { number in
            Backlog.device(number).map { device in
                (DeviceKey(profile: device.profile, device: device.device), Backlog.assetID(number))
            }
        }
        return Decoder(
            profiles: try profiles(), symbols: SymbolTable(),
            devices: DeviceDirectory(assets: Dictionary(devices, uniquingKeysWith: { $1 })))
    }

    /// How many assets the fleet of the cases has.
    static let assets = 500

    /// Messages of the mixed backlog whose topics are wanted.
    func messages(_ count: Int, where isWanted: (String) -> Bool)
        -> [MicroMessage]
    {
        var backlog = Backlog(
            assets: Self.assets, seed: 1, begins: now.adding(seconds: -3_600), isMixed: true)
        var found: [MicroMessage] = []
        while found.count < count {
            let message = backlog.next()
            if isWanted(message.topic) { found.append(MicroMessage(message.topic, message.payload)) }
        }
        return found
    }

    /// A lane on a new database with the fleet, and the link through which it is fed; connected.
    func lane() throws -> (lane: Lane, link: PreparedLink) {
        let store = try StoreConnection(path: database, role: .command(create: true))
        var assets = "id,kind,make,model,energy\n"
        var devices = "profile,device,asset_id\n"
        for number in 0..<Self.assets {
            assets += "\(Backlog.assetID(number)),car,Skoda,Octavia,petrol\n"
            guard let (profile, device) = Backlog.device(number) else { continue }
            devices += "\(profile),\(device),\(Backlog.assetID(number))\n"
        }
        for (kind, text) in [(ReferenceKind.assets, assets), (.devices, devices)] {
            _ = try ReferenceImport(into: store).run(Array(text.utf8), kind: kind, name: kind.rawValue)
        }
        try store.close()
        let link = PreparedLink()
        let now = now
        var log = Logger(label: "micro", factory: { _ in SwiftLogNoOpLogHandler() })
        log.logLevel = .critical
        let surroundings = LaneSurroundings(
            link: link, clock: LaneClock(now: { now }, machine: { now }), stop: NobodyStops(), log: log, seed: 1,
            pause: { _ in })
        let lane = try Lane(
            LaneConfiguration(
                databasePath: database, mqtt: MQTTConfiguration(host: "prepared", port: 1, clientID: "callahead"),
                profiles: try profiles(), diagnostician: Diagnostician(catalogue: try catalogue()),
                phrasebook: try phrasebook()),
            in: surroundings)
        lane.start()
        for _ in 0..<4 { lane.turn() }
        return (lane, link)
    }
}

/// A message as it stands on the wire.
struct MicroMessage {
    let topic: [UInt8]
    let payload: [UInt8]

    init(_ topic: String, _ payload: String) {
        self.topic = Array(topic.utf8)
        self.payload = Array(payload.utf8)
    }
}

private final class NobodyStops: StopRequests {
    var descriptor: Int32 { -1 }
    var isRaised: Bool { false }
}

import Casework
import DeviceProfiles
import Diagnostics
import Logging
import MQTT
import Outreach
import Persistence
import Prognostics
import Telemetry

@testable import Pipeline

/// A lane with a learnt model and three cars, of which the second may not be foreseen.
final class PrognosisService {
    let path: String
    let link = FedLink()
    let clock = SetClock(InventedRecord.end.adding(seconds: 3_600))
    private var configuration: LaneConfiguration
    var lane: Lane

    init(_ store: StoreConnection, withModel: Bool = true) throws {
        path = store.path
        var configuration = try PrognosisService.catalogues.get()
        configuration.databasePath = path
        self.configuration = configuration
        let files: [(ReferenceKind, String)] = [
            (.customers, "id,name,phone,language,timezone\nc-1,Kadri Kask,+3725550001,et,Europe/Tallinn\n"),
            (
                .assets,
                """
                id,customer_id,kind,make,energy,plate,purposes
                car-1,c-1,car,Ford,petrol,101 AAA,
                car-2,c-1,car,Ford,petrol,102 BBB,assist;improve
                car-3,c-1,car,Ford,petrol,103 CCC,

                """
            ),
        ]
        for (kind, text) in files {
            _ = try ReferenceImport(into: store).run(Array(text.utf8), kind: kind, name: kind.rawValue)
        }
        if withModel, let body = InventedRecord.model()?.stored {
            _ = try store.save(model: body, learntUntil: InventedRecord.end, at: clock.now)
        }
        lane = try PrognosisService.lane(configuration, link, clock)
    }

    /// Loaded once for all tests.
    private static let catalogues = Result {
        let folder = Repository.folder("device-profiles")
        return LaneConfiguration(
            databasePath: "", mqtt: MQTTConfiguration(host: "none", port: 1, clientID: "callahead"),
            profiles: try ProfileSet.load(directory: folder),
            diagnostician: Diagnostician(catalogue: try FaultCatalogue.load(directory: folder)),
            phrasebook: try Phrasebook.load(directory: Repository.folder("outreach")))
    }

    private static func lane(_ configuration: LaneConfiguration, _ link: FedLink, _ clock: SetClock) throws -> Lane {
        var log = Logger(label: "lane")
        log.logLevel = .critical
        let lane = try Lane(
            configuration,
            in: LaneSurroundings(
                link: link, clock: clock.lane, stop: NeverStops(), log: log, seed: 1, pause: { _ in }))
        lane.start()
        return lane
    }

    func restart() throws {
        lane.shutDown()
        lane = try PrognosisService.lane(configuration, link, clock)
    }

    /// The process dies: nothing is written any more, and another one opens what is on disk.
    func kill() throws {
        lane.store.close()
        lane = try PrognosisService.lane(configuration, link, clock)
    }

    /// Another model file, another policy: what a restart reads.
    func restart(_ change: (inout LaneConfiguration) -> Void) throws {
        lane.shutDown()
        change(&configuration)
        lane = try PrognosisService.lane(configuration, link, clock)
    }

    /// Values by VSS name, some seconds later.
    func signals(_ values: [(name: String, value: Double)], after seconds: Int64, asset: String = "car-1") {
        clock.now = clock.now.adding(seconds: seconds)
        let list = values.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
        link.publish(
            "callahead/v1/assets/\(asset)/signals", "{\"time\":\"\(clock.now.iso8601)\",\"values\":{\(list)}}")
        lane.turn()
    }

    func faults(_ mode: String, _ codes: String..., asset: String, status: String = "confirmed") {
        let list = codes.map { "{\"code\":\"\($0)\",\"status\":\"\(status)\"}" }.joined(separator: ",")
        link.publish(
            "callahead/v1/assets/\(asset)/faults",
            "{\"time\":\"\(clock.now.iso8601)\",\"mode\":\"\(mode)\",\"codes\":[\(list)]}")
        turn()
    }

    func volts(_ volts: Double, asset: String) {
        link.publish(
            "callahead/v1/assets/\(asset)/signals",
            "{\"time\":\"\(clock.now.iso8601)\",\"values\":{\"Vehicle.LowVoltageBattery.CurrentVoltage\":\(volts)}}"
        )
        turn(2)
    }

    func turn(_ seconds: Int64 = 5) {
        for _ in 0..<seconds {
            clock.now = clock.now.adding(seconds: 1)
            lane.turn()
        }
    }

    func wait(_ seconds: Int64) {
        clock.now = clock.now.adding(seconds: seconds)
        turn()
    }
}

import Casework
import DeviceProfiles
import Diagnostics
import Foundation
import GRDB
import Logging
import MQTT
import Outreach
import Prognostics
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("Prognosis in the lane")
struct PrognosisLaneTests {
    /// A lane with a learnt model and two cars, of which one may not be foreseen.
    private final class Service {
        let path: String
        let link = FedLink()
        let clock = SetClock(InventedRecord.end.adding(seconds: 3_600))
        let configuration: LaneConfiguration
        var lane: Lane

        init(_ store: StoreConnection, withModel: Bool = true) throws {
            path = store.path
            var configuration = try Service.catalogues.get()
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

                    """
                ),
            ]
            for (kind, text) in files {
                _ = try ReferenceImport(into: store).run(Array(text.utf8), kind: kind, name: kind.rawValue)
            }
            if withModel, let body = InventedRecord.model()?.stored {
                _ = try store.save(model: body, learntUntil: InventedRecord.end, at: clock.now)
            }
            lane = try Service.lane(configuration, link, clock)
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

        private static func lane(_ configuration: LaneConfiguration, _ link: FedLink, _ clock: SetClock) throws -> Lane
        {
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
            lane = try Service.lane(configuration, link, clock)
        }

        func faults(_ mode: String, _ codes: String..., asset: String) {
            let list = codes.map { "{\"code\":\"\($0)\",\"status\":\"confirmed\"}" }.joined(separator: ",")
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

    private func count(_ sql: String, _ store: StoreConnection) throws -> Int {
        try store.read { try Int.fetchOne($0, sql: sql) ?? -1 }
    }

    @Test("codes over the wire lead to exactly one offer, and to none after a no; without the purpose to none at all")
    func offers() throws {
        try withDatabase { store in
            let service = try Service(store)
            defer { service.lane.shutDown() }
            let offers = "SELECT count(*) FROM task WHERE kind = 'prevent_offer'"
            service.faults("set", "P0456", asset: "car-1")
            #expect(try count(offers, store) == 0)
            for asset in ["car-1", "car-2"] { service.faults("set", "P0128", asset: asset) }
            #expect(try count(offers, store) == 1)
            #expect(
                try count("SELECT count(*) FROM forecast JOIN asset ON key = asset_key WHERE id = 'car-1'", store) == 1)
            #expect(try count("SELECT count(*) FROM forecast", store) == 1)
            #expect(try count("SELECT count(*) FROM prevent_offer", store) == 1)
            #expect(try count("SELECT count(*) FROM prognosis_memory", store) == 1)
            let reasons = try store.read {
                try String.fetchOne($0, sql: "SELECT reasons FROM task WHERE kind = 'prevent_offer'")
            }
            #expect(reasons?.contains("obd/P0128 (") == true)
            #expect(reasons?.contains(") was seen in the last") == true)
            // Again and again: nothing new to say.
            for _ in 0..<3 {
                service.faults("set", asset: "car-1")
                service.wait(3_600)
                service.faults("set", "P0128", asset: "car-1")
            }
            #expect(try count(offers, store) == 1)
            let id = Int64(try count("SELECT case_id FROM prevent_offer", store))
            try Desk(store).close(
                id, as: .declined, because: "no", by: DeskActor(name: "Mari", osUser: "mari"), at: service.clock.now)
            service.turn()
            #expect(try count("SELECT count(*) FROM event WHERE kind = 'prevent_declined'", store) == 1)
            service.faults("set", asset: "car-1")
            service.wait(3_600)
            service.faults("set", "P0128", asset: "car-1")
            try service.restart()
            service.faults("set", asset: "car-1")
            service.wait(3_600)
            service.faults("set", "P0128", asset: "car-1")
            #expect(try count(offers, store) == 1)
        }
    }

    @Test("a model that is learnt while the service runs is taken over, with what came before it")
    func takesOver() throws {
        try withDatabase { store in
            let service = try Service(store, withModel: false)
            defer { service.lane.shutDown() }
            service.faults("set", "P0128", asset: "car-1")
            #expect(service.lane.foresight?.version == 0)
            #expect(service.lane.foresight?.count == 0)
            #expect(try count("SELECT count(*) FROM forecast", store) == 0)
            let body = try #require(InventedRecord.model()?.stored)
            _ = try store.save(model: body, learntUntil: InventedRecord.end, at: service.clock.now)
            service.turn()
            service.turn()
            #expect(service.lane.foresight?.follows(1) == true)
            #expect(try count("SELECT count(*) FROM forecast", store) == 1)
            #expect(try count("SELECT count(*) FROM task WHERE kind = 'prevent_offer'", store) == 1)
        }
    }

    @Test("an imported repair ends the forecast and the offer")
    func repaired() throws {
        try withDatabase { store in
            let service = try Service(store)
            defer { service.lane.shutDown() }
            service.faults("set", "P0128", asset: "car-1")
            #expect(try count("SELECT count(*) FROM forecast", store) == 1)
            let file = "asset,time,part,reason\ncar-1,\(service.clock.now.iso8601),thermostat,failure\n"
            for expected in ["imported 1 repair (1 new)", "imported 1 repair (1 as before)"] {
                let report = try ReferenceImport(into: store).run(Array(file.utf8), kind: .repairs, name: "r")
                #expect(report.summary == expected)
            }
            service.turn()
            #expect(try count("SELECT count(*) FROM forecast", store) == 0)
            #expect(try count("SELECT count(*) FROM prevent_offer WHERE result = 'failed'", store) == 1)
        }
    }

    @Test("a battery that runs down is foreseen before anything was learnt, and a good one is not")
    func battery() throws {
        try withDatabase { store in
            let service = try Service(store, withModel: false)
            defer { service.lane.shutDown() }
            for day in 0..<24 {
                // Twelve hours at rest each time; the one that may not be foreseen is as weak.
                let weak = 12.65 - (day < 10 ? 0 : Double(day - 9) * 0.09)
                for asset in ["car-1", "car-2"] { service.volts(weak, asset: asset) }
                service.wait(12 * 3_600)
                service.volts(weak - 0.02, asset: "car-1")
                service.wait(12 * 3_600)
            }
            #expect(try count("SELECT count(*) FROM forecast WHERE part = 'starter_battery'", store) == 1)
            #expect(service.lane.foresight?.count == 1)
            #expect(try count("SELECT count(*) FROM task WHERE kind = 'prevent_offer'", store) == 1)
            let before = try count("SELECT count(*) FROM prognosis_memory", store)
            try service.restart()
            #expect(before == 1)
            #expect(service.lane.foresight?.count == 1, "What signals told comes back from its row.")
        }
    }

    @Test("a model that can't be read foresees nothing and stops nothing")
    func unreadable() throws {
        try withDatabase { store in
            let service = try Service(store, withModel: false)
            defer { service.lane.shutDown() }
            _ = try store.save(model: "{\"version\":99}", learntUntil: InventedRecord.end, at: service.clock.now)
            service.faults("set", "P0128", asset: "car-1")
            #expect(service.lane.foresight?.version == 0)
            #expect(try count("SELECT count(*) FROM case_file", store) == 1)
        }
    }
}

import Casework
import GRDB
import Prognostics
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("What signals told is remembered through a crash")
struct CrashedMemoryTests {
    private static let volts = "Vehicle.LowVoltageBattery.CurrentVoltage"
    private static let speed = "Vehicle.Powertrain.CombustionEngine.Speed"
    private static let celsius = "Vehicle.Exterior.AirTemperature"

    /// Lives some days with a car that rests, starts and drives, and dies between messages.
    private func live(
        _ service: PrognosisService, _ store: StoreConnection, dyingEach: Int? = nil, repaired: Bool = false
    ) throws -> AssetMemory? {
        var messages = 0
        func say(_ volts: Double, rpm: Double?, after seconds: Int64) throws {
            service.signals(
                [(CrashedMemoryTests.volts, volts)] + (rpm.map { [(CrashedMemoryTests.speed, $0)] } ?? []),
                after: seconds)
            messages += 1
            if let dyingEach, messages % dyingEach == 0 { try service.kill() }
        }
        for day in 0..<3 {
            let weak = Double(day) * 0.06
            for hour in 0..<5 { try say(12.5 - weak - Double(hour % 2) * 0.01, rpm: nil, after: 7_200) }
            service.signals([(CrashedMemoryTests.celsius, -4 - Double(day))], after: 60)
            if repaired, day == 1 {
                let file = "asset,time,part,reason\ncar-1,\(service.clock.now.iso8601),starter_battery,planned\n"
                _ = try ReferenceImport(into: store).run(Array(file.utf8), kind: .repairs, name: "r")
                service.clock.now = service.clock.now.adding(seconds: 1)
                service.lane.turn()
            }
            try say(12.3 - weak, rpm: 0, after: 60)
            try say(10.1 - weak * 3, rpm: 0, after: 1)
            try say(12.6, rpm: 900, after: 2)
            for minute in 0..<14 { try say(14.1 + (minute % 3 == 0 ? 0.1 : 0), rpm: 1_500, after: 60) }
            try say(12.9, rpm: 0, after: 20)
            for _ in 0..<4 { try say(12.45 - weak, rpm: 0, after: 7_200) }
        }
        return service.lane.foresight?.memory(of: 1)
    }

    @Test(
        "a service that dies again and again remembers the rests, starts and drives of one that never does",
        arguments: [(5, false), (11, true)])
    func dies(each: Int, repaired: Bool) throws {
        let whole = try withDatabase { store in
            let service = try PrognosisService(store, withModel: false)
            defer { service.lane.shutDown() }
            return try #require(try live(service, store, repaired: repaired))
        }
        try withDatabase { store in
            let service = try PrognosisService(store, withModel: false)
            defer { service.lane.shutDown() }
            #expect(try live(service, store, dyingEach: each, repaired: repaired) == whole)
            // What is shown is what the service knows, also what it has not written yet.
            let now = service.clock.now
            let outlook = try #require(try AssetOutlook(of: "car-1", in: store, at: now))
            let part = try #require(outlook.parts.first { $0.part == "starter_battery" })
            let model = PrognosisModel.published
            var scratch = Evidence()
            let number = try #require(model.vocabulary.find("starter_battery"))
            let known = try #require(model.prognosis(of: number, in: whole, at: now, scratch: &scratch))
            #expect(part.probability == known.probability)
            #expect(part.terms.count == known.reasons.count)
            for (volts, seconds) in [(12.2, 60), (7, 1), (11.9, 90)] as [(Double, Int64)] {
                service.signals(
                    [(CrashedMemoryTests.volts, volts), (CrashedMemoryTests.speed, 0)], after: seconds)
            }
            let after = try #require(try AssetOutlook(of: "car-1", in: store, at: service.clock.now))
            let battery = try #require(after.parts.first { $0.part == "starter_battery" })
            #expect(battery.terms.contains { $0.words == "a start failed" }, "That was two minutes ago.")
            // An hour's worth of it waits, not all.
            let waiting = try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM memory_journal") ?? -1 }
            #expect((1...12).contains(waiting))
        }
    }

    @Test("what a memory on disk has is not told to it again, and what another one lacks is kept for that")
    func apart() throws {
        try withDatabase { store in
            let service = try PrognosisService(store, withModel: false)
            defer { service.lane.shutDown() }
            for (asset, minutes) in [("car-3", 1), ("car-1", 10), ("car-3", 10), ("car-1", 41)] as [(String, Int64)] {
                service.signals([(CrashedMemoryTests.volts, 12.4)], after: minutes * 60, asset: asset)
            }
            let keys = try store.read {
                try Int64.fetchAll($0, sql: "SELECT key FROM asset WHERE id IN ('car-1', 'car-3')")
            }
            let written = try store.read {
                try String.fetchAll(
                    $0,
                    sql: """
                        SELECT id FROM prognosis_memory JOIN asset ON key = asset_key
                        """)
            }
            #expect(written == ["car-3"], "The other one waits for its hour.")
            let before = keys.map { service.lane.foresight?.memory(of: $0) }
            try service.kill()
            #expect(keys.map { service.lane.foresight?.memory(of: $0) } == before)
            #expect(before.allSatisfy { $0 != nil })
        }
    }

    @Test("a new model goes on with what batteries have told, also in the last hour")
    func newModel() throws {
        try withDatabase { store in
            let service = try PrognosisService(store, withModel: false)
            defer { service.lane.shutDown() }
            let before = try #require(try live(service, store))
            let body = try #require(InventedRecord.model()?.stored)
            _ = try store.save(model: body, learntUntil: InventedRecord.end, at: service.clock.now)
            service.turn()
            #expect(service.lane.foresight?.version == 1)
            #expect(service.lane.foresight?.memory(of: 1) == before)
            try service.kill()
            #expect(service.lane.foresight?.memory(of: 1) == before)
        }
    }

    @Test("of a device that nobody has told us of nothing is remembered once somebody has looked")
    func unknown() throws {
        try withDatabase { store in
            let service = try PrognosisService(store, withModel: false)
            defer { service.lane.shutDown() }
            service.signals([(CrashedMemoryTests.volts, 12.4)], after: 1, asset: "nobody")
            #expect(service.lane.foresight?.assets.count == 1)
            service.turn()
            #expect(service.lane.foresight?.assets.isEmpty == true)
            for _ in 0..<3 { service.signals([(CrashedMemoryTests.volts, 12.4)], after: 1_800, asset: "nobody") }
            service.turn()
            let rows = try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM prognosis_memory") }
            #expect(rows == 0)
            #expect(service.lane.foresight?.assets.isEmpty == true)
        }
    }

    @Test("nothing is kept of an asset that may not be foreseen")
    func withoutPurpose() throws {
        try withDatabase { store in
            let service = try PrognosisService(store, withModel: false)
            defer { service.lane.shutDown() }
            for _ in 0..<3 { service.signals([(CrashedMemoryTests.volts, 12.4)], after: 60, asset: "car-2") }
            #expect(try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM memory_journal") } == 0)
        }
    }
}

import Casework
import GRDB
import Prognostics
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("Prognosis in the lane")
struct PrognosisLaneTests {
    private func count(_ sql: String, _ store: StoreConnection) throws -> Int {
        try store.read { try Int.fetchOne($0, sql: sql) ?? -1 }
    }

    @Test("codes over the wire lead to exactly one offer, and to none after a no; without the purpose to none at all")
    func offers() throws {
        try withDatabase { store in
            let service = try PrognosisService(store)
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
            #expect(
                try count("SELECT count(*) FROM prognosis_memory", store) == 0, "Codes are read again from their table."
            )
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

    @Test("a code that was pending first is remembered so")
    func pending() throws {
        try withDatabase { store in
            let service = try PrognosisService(store)
            defer { service.lane.shutDown() }
            service.faults("set", "P0128", asset: "car-1", status: "pending")
            service.wait(2 * 3_600)
            service.faults("set", "P0128", asset: "car-1")
            let foresight = try #require(service.lane.foresight)
            var evidence = Evidence()
            let horizon = foresight.model.horizon
            foresight.memory(of: 1)?.collect(into: &evidence, part: 0, at: service.clock.now, horizon: horizon)
            #expect(evidence.terms.contains { $0.kind == .confirmedAfterPending })
        }
    }

    @Test(
        "a signal's value is a number to the prognosis, or nothing",
        arguments: [
            (BatterySignal.voltage, SignalValue.number(12.4), 12.4), (.switchedOn, .text("START"), 1),
            (.switchedOn, .text("OFF"), 0), (.switchedOn, .text("MAYBE"), nil), (.engineRunning, .flag(true), 1),
            (.engineRunning, .text("ON"), nil),
        ] as [(BatterySignal, SignalValue, Double?)])
    func numbers(_ signal: BatterySignal, _ value: SignalValue, _ number: Double?) {
        #expect(SignalUse(battery: signal).number(value) == number)
    }

    @Test("a model that is learnt while the service runs is taken over, with what came before it")
    func takesOver() throws {
        try withDatabase { store in
            let service = try PrognosisService(store, withModel: false)
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
            let service = try PrognosisService(store)
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
            let service = try PrognosisService(store, withModel: false)
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

    @Test("frost that the policy expects weighs on a weak battery and is said so; a good one is left alone")
    func frost() throws {
        try withDatabase { store in
            let service = try PrognosisService(store, withModel: false)
            defer { service.lane.shutDown() }
            func live(days: Int, volts: Double) {
                for _ in 0..<days {
                    for _ in 0..<4 {
                        service.signals(
                            [("Vehicle.Exterior.AirTemperature", 2)] + [
                                ("Vehicle.LowVoltageBattery.CurrentVoltage", volts)
                            ], after: 6 * 3_600)
                    }
                }
                service.turn()
            }
            try service.restart { $0.policy.prevention.coldestExpected = -28 }
            live(days: 5, volts: 12.5)
            #expect(try count("SELECT count(*) FROM forecast", store) == 0)
            live(days: 2, volts: 12.15)
            func terms() throws -> String? {
                try store.read { try String.fetchOne($0, sql: "SELECT terms FROM forecast") }
            }
            let told = ForecastTerm.read(try #require(try terms())).first { $0.values["fact"] == "cold" }
            #expect(told?.words == "the battery is weak, and it may have to start at −28 °C: so the policy expects")
            try service.restart { $0.policy.prevention.coldestExpected = nil }
            live(days: 1, volts: 12.15)
            let felt = ForecastTerm.read(try #require(try terms())).first { $0.values["fact"] == "cold" }
            #expect(
                felt?.words
                    == "the battery is weak, and it may have to start at 2 °C: so cold it was around it in the last three days"
            )
            #expect(felt?.weight ?? 9 < told?.weight ?? 0)
        }
    }

    @Test("a model that can't be read foresees nothing and stops nothing")
    func unreadable() throws {
        try withDatabase { store in
            let service = try PrognosisService(store, withModel: false)
            defer { service.lane.shutDown() }
            _ = try store.save(model: "{\"version\":99}", learntUntil: InventedRecord.end, at: service.clock.now)
            service.faults("set", "P0128", asset: "car-1")
            #expect(service.lane.foresight?.version == 0)
            #expect(try count("SELECT count(*) FROM case_file", store) == 1)
        }
    }
}

import Casework
import Persistence
import Prognostics
import Telemetry
import Testing

@testable import Pipeline

@Suite("Who is judged when, and what comes of it")
struct ForesightTests {
    private func foresight() throws -> Foresight { Foresight(try #require(InventedRecord.model()), version: 1) }

    private func asset(_ key: Int64) -> AssetDescription {
        AssetDescription(asset: key, id: "car-\(key)", make: nil, model: nil, year: nil)
    }

    private let now = InventedRecord.end

    @Test("the invented record is learnt: its part is on and its code weighs")
    func learnt() throws {
        let model = try #require(InventedRecord.model())
        let part = try #require(model.parts.first { model.vocabulary[$0.part] == "thermostat" })
        #expect(part.advice == .on)
        #expect((part.skill?.lowerBound ?? 0) > 0)
    }

    @Test("a code that says something makes a forecast at once, one that says nothing makes none")
    func news() throws {
        var foresight = try foresight()
        for key in 1...2 as ClosedRange<Int64> { foresight.follow(asset(key), at: now) }
        foresight.see("obd/P0128", pending: false, of: 1, at: now)
        foresight.see("obd/P0456", pending: false, of: 2, at: now)
        foresight.see("obd/P9999", pending: false, of: 2, at: now)
        foresight.judge(at: now.adding(seconds: 60), limit: 100)
        #expect(foresight.forecasts(limit: 10).map(\.asset) == [1])
        let record = foresight.record(at: now, limit: 10)
        #expect(record.forecasts.map(\.asset) == [1])
        #expect(record.forecasts.map(\.level) == [.book])
        #expect(record.forecasts.first?.terms.first?.key == "code")
        #expect(record.forecasts.first?.terms.first?.values["code"] == "obd/P0128")
        foresight.noteStored(record, forecasts: 1)
        #expect(!foresight.hasWork)
    }

    @Test("a repair of the part takes the forecast back")
    func repaired() throws {
        var foresight = try foresight()
        foresight.follow(asset(1), at: now)
        foresight.see("obd/P0128", pending: false, of: 1, at: now)
        foresight.judge(at: now, limit: 100)
        foresight.noteStored(foresight.record(at: now, limit: 10), forecasts: 1)
        foresight.replace("thermostat", of: 1, at: now.adding(seconds: 60))
        foresight.judge(at: now.adding(seconds: 120), limit: 100)
        #expect(foresight.record(at: now, limit: 10).gone == [PrognosisRecord.Gone(asset: 1, part: "thermostat")])
        #expect(foresight.forecasts(limit: 10).isEmpty)
    }

    @Test("a round goes through all assets once in a step, spread over it")
    func round() throws {
        var foresight = try foresight()
        for key in 1...600 as ClosedRange<Int64> { foresight.follow(asset(key), at: now) }
        let step = foresight.model.horizon.stepSeconds
        foresight.judge(at: now, limit: 100)
        var most = 0
        for second in stride(from: 36, to: step, by: 36) {
            let before = foresight.judged
            foresight.judge(at: now.adding(seconds: second), limit: 100)
            most = max(most, foresight.judged - before)
        }
        foresight.judge(at: now.adding(seconds: step), limit: 100)
        #expect(foresight.judged == 600)
        #expect(most <= 2)
        // A clock that jumps ahead is no reason to judge all at once.
        foresight.judge(at: now.adding(seconds: 3 * step), limit: 100)
        #expect(foresight.judged <= 700)
    }

    @Test("who is met is remembered at once, judged once it is introduced, and forgotten if it may not be foreseen")
    func strangers() throws {
        var foresight = try foresight()
        let use = SignalUse(battery: .voltage)
        for key in 1...3 as ClosedRange<Int64> {
            foresight.meet(key, at: now)
            foresight.measure(use, 12.4, of: key, at: now, batch: 1, now: now)
            foresight.see("obd/P0128", pending: false, of: key, at: now)
        }
        #expect(foresight.count == 0 && foresight.assets == [1, 2, 3])
        foresight.judge(at: now, limit: 100)
        #expect(foresight.judged == 0)
        // What waits in the journal for memories stays there until they are introduced.
        let later = now.adding(seconds: 7_200)
        #expect(foresight.record(at: later, limit: 10).memories.isEmpty)
        #expect(foresight.record(at: later, limit: 10).journalFrom == nil)

        #expect(foresight.strangers(limit: 2) == [1, 2])
        let known = foresight.memory(of: 1)
        foresight.introduce(asset(1), at: now)
        foresight.dismiss(2)
        foresight.drop(3)
        #expect(foresight.memory(of: 1) == known)
        #expect(foresight.memory(of: 2) == nil && foresight.memory(of: 3) == nil)
        #expect(foresight.assets == [1] && foresight.strangers(limit: 2).isEmpty)
        foresight.judge(at: now, limit: 100)
        #expect(foresight.forecasts(limit: 10).map(\.asset) == [1])
        #expect(foresight.record(at: later, limit: 10).memories.map(\.asset) == [1])
    }

    @Test("whoever was met waits for a quiet moment, but not for ever")
    func patience() throws {
        var foresight = try foresight()
        func waits(_ seconds: Int64) -> [Bool] {
            let (areSome, isUrgent) = foresight.strangersWait(at: now.adding(seconds: seconds))
            return [areSome, isUrgent]
        }
        #expect(waits(0) == [false, false])
        foresight.meet(1, at: now)
        #expect(waits(59) == [true, false])
        #expect(waits(60) == [true, true])
        foresight.introduce(asset(1), at: now)
        #expect(waits(60) == [false, false])
    }

    @Test("a memory comes back from its stored form, and one of anything else does not")
    func stored() throws {
        var memory = AssetMemory(model: 3, ageBin: 2)
        memory.see(code: 4, at: now)
        memory.replace(part: 1, at: now)
        #expect(AssetMemory(stored: try #require(memory.stored)) == memory)
        #expect(AssetMemory(stored: [1, 2, 3]) == nil)
        let model = try #require(InventedRecord.model())
        #expect(try PrognosisModel(stored: try #require(model.stored)) == model)
    }

    @Test("an asset that is dropped leaves nothing behind")
    func dropped() throws {
        var foresight = try foresight()
        foresight.follow(asset(1), at: now)
        foresight.see("obd/P0128", pending: false, of: 1, at: now)
        foresight.judge(at: now, limit: 100)
        foresight.drop(1)
        #expect(foresight.forecasts(limit: 10).isEmpty)
        #expect(foresight.record(at: now, limit: 10).gone.map(\.asset) == [1])
        #expect(foresight.record(at: now, limit: 10).memories.isEmpty)
        #expect(!foresight.follows(1))
    }
}

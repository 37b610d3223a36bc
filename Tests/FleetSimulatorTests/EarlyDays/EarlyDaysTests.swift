import FleetSimulator
import Foundation
import Telemetry
import Testing

@Suite("The days before a scenario")
struct EarlyDaysTests {
    /// Four days before ten minutes in which the battery of one car dies.
    private static let text = """
        reports: 5m
        before: {lasts: 4d, reports: 2h}
        breakdowns: [{asset: car-04, cause: dying-battery, after: 2m}]
        people: {answers: {reached: 1}, takes_offers: 100%}
        """

    private static let days: Int64 = 4 * 86_400

    /// The play at its first moment.
    private func play(_ change: (String) -> String = { $0 }) throws -> Play {
        try FleetSimulatorTests.play(change(EarlyDaysTests.text))
    }

    /// Plays the days before.
    private func live(_ play: inout Play, for seconds: Int64 = days) -> Play.Step {
        play.run(for: seconds, from: start.adding(seconds: -EarlyDaysTests.days), every: 60_000)
    }

    /// Volts that a car's device said, in the order in which it did.
    private func volts(_ step: Play.Step, of asset: String) -> [(at: Timestamp, volts: Double)] {
        step.messages.compactMap { message in
            guard message.asset == asset, message.topic.hasSuffix("/signals"),
                let object = try? JSONSerialization.jsonObject(with: Data(message.payload)) as? [String: Any],
                let values = object["values"] as? [String: Any] ?? object as [String: Any]?,
                let number = values["Vehicle.LowVoltageBattery.CurrentVoltage"] as? Double
            else { return nil }
            return (message.at, number)
        }
    }

    private func offer(_ asset: String, slot: Timestamp, at time: Timestamp) -> PhoneCall {
        var call = PhoneCall(task: 1, kind: "prevent_offer", asset: asset, contact: "owner", phone: nil, at: time)
        (call.part, call.slot) = ("starter_battery", slot)
        return call
    }

    @Test("nothing breaks in them, and everybody reports from their first minute to the scenario")
    func quiet() throws {
        var play = try play()
        let step = live(&play)
        #expect(step.broke.isEmpty)
        #expect(step.messages.allSatisfy { $0.at >= start.adding(seconds: -EarlyDaysTests.days) && $0.at <= start })
        let assets = Set(step.messages.compactMap(\.asset))
        #expect(assets.isSuperset(of: Set(play.simulation.fleet.vehicles.map(\.assetID))))
        let isEarlyCrew = { (message: WireMessage) in message.at < start && message.topic.contains("/units/") }
        #expect(!step.messages.contains(where: isEarlyCrew), "Crews come with the scenario.")
    }

    @Test("a battery that will die rests lower each night, another one does not; both are charged when driven")
    func rests() throws {
        var play = try play()
        let step = live(&play)
        for (asset, isDying) in [("car-04", true), ("car-05", false)] {
            let all = volts(step, of: asset)
            #expect(all.contains { $0.volts > 14 }, "\(asset) drives")
            let lowest = (0..<4).map { day in
                all.filter {
                    let age = $0.at.milliseconds - start.adding(seconds: -EarlyDaysTests.days).milliseconds
                    return age / 86_400_000 == day
                }.map(\.volts).min() ?? 0
            }
            if isDying {
                #expect(lowest[0] > 12.1 && lowest[3] < 11.9 && lowest == lowest.sorted(by: >), "\(lowest)")
            } else {
                #expect(lowest.allSatisfy { $0 > 12.4 }, "\(lowest)")
            }
        }
    }

    @Test("whoever has the part replaced in time does not break down, and the ledger says what that prevented")
    func prevented() throws {
        var play = try play()
        _ = live(&play, for: 3 * 86_400)
        let now = start.adding(seconds: -86_400)
        let slot = now.adding(seconds: 7_200)
        let answer = play.answer(offer("car-04", slot: slot, at: now))
        #expect(answer.outcome == "accepted")
        #expect(answer.facts == [PhoneAnswer.Fact("slot_start", slot.iso8601)])
        let step = play.run(for: 86_400 + 600, from: now, every: 10_000)
        let replaced = step.facts.compactMap { if case .replaced(let what) = $0.entry { what } else { nil } }
        #expect(
            replaced == [
                LedgerEntry.Replaced(
                    asset: "car-04", part: "starter_battery", breakdown: 1,
                    prevents: start.adding(seconds: 120).milliseconds, isAnnounced: true)
            ])
        #expect(step.broke.isEmpty)
        let night = volts(step, of: "car-04").filter { $0.at > slot.adding(seconds: 7_200) }.map(\.volts)
        #expect(night.min() ?? 0 > 12.4, "A new battery rests as a new one.")
        // Whoever asks afterwards is told.
        var asked = PhoneCall(task: 2, kind: "follow_up", asset: "car-04", contact: "owner", phone: nil, at: start)
        asked.part = "starter_battery"
        #expect(play.answer(asked).outcome == "solved")
    }

    @Test(
        "an offer prevents nothing if it is declined, comes too late, or is about another part",
        arguments: ["declined", "late", "other part"])
    func notPrevented(how: String) throws {
        var play = try play { how == "declined" ? $0.replacing("takes_offers: 100%", with: "takes_offers: 0%") : $0 }
        _ = live(&play)
        var call = offer("car-04", slot: start, at: start)
        if how == "late" { call.slot = start.adding(seconds: 86_400) }
        if how == "other part" { (call.part, call.slot) = ("alternator", start.adding(seconds: -3_600)) }
        #expect(play.answer(call).outcome == (how == "declined" ? "declined" : "accepted"))
        let step = play.run(for: 600)
        #expect(step.broke.map(\.asset) == ["car-04"])
        #expect(step.broke.map(\.isAnnounced) == [true])
    }

    @Test("worn batteries look alike and last; none of them is in the ledger as a breakdown")
    func worn() throws {
        var play = try play { $0.replacing("reports: 2h}", with: "reports: 2h, announces: 0%, worn: 5}") }
        let step = live(&play)
        let low = play.simulation.fleet.vehicles.map(\.assetID).filter { asset in
            volts(step, of: asset).last { $0.at < start }.map { $0.volts < 12 } ?? false
        }
        #expect(!low.contains("car-04"), "It does not announce itself.")
        #expect(!low.isEmpty)
        #expect(play.run(for: 600).broke.map(\.asset) == ["car-04"])
    }

    @Test("the same seed gives the same days, byte for byte; another one does not")
    func deterministic() throws {
        func bytes(_ seed: UInt64) throws -> [WireMessage] {
            var play = try FleetSimulatorTests.play(EarlyDaysTests.text, seed: seed)
            return live(&play, for: 86_400).messages
        }
        let first = try bytes(3)
        #expect(try bytes(3) == first)
        #expect(try bytes(4) != first)
    }

    @Test("a car on its morning drive moves, and since when is known; at night it stands")
    func moves() throws {
        let play = try play()
        let minutes = (0..<1_440).map { start.adding(seconds: Int64($0) * 60 - 2 * 86_400) }
        let moving = minutes.filter { play.movingSince(asset: "car-05", at: $0) != nil }
        #expect((4...120).contains(moving.count), "\(moving.count) minutes of a day")
        let first = try #require(moving.first)
        let since = try #require(play.movingSince(asset: "car-05", at: first))
        #expect(since <= first && since > first.adding(seconds: -60))
    }

    @Test(
        "days before that can't be played are refused with their line",
        arguments: [
            ("{lasts: 1h}", "before.lasts is 1d to 60d"), ("{lasts: 2d, reports: 1s}", "before.reports is 1m at least"),
            ("{speed: 4000}", "lasts"), ("{lasts: 2d, nights: 2}", "nights"),
        ])
    func refused(before: String, words: String) throws {
        let error = #expect(throws: ScenarioError.self) { try scenario("before: \(before)") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.line == 4)
    }
}

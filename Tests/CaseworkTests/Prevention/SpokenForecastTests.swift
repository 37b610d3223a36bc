import Diagnostics
import Outreach
import Telemetry
import Testing

@testable import Casework

@Suite("Why a part may fail, as it is said")
struct SpokenForecastTests {
    private func reasons(_ terms: ForecastTerm..., language: String = "en") throws -> [SpokenReason] {
        let offer = PreventOfferRow(
            id: 1, caseID: 1, asset: 1, part: "starter_battery", offeredAt: Timestamp(seconds: 0), probability: 0.3,
            horizon: 604_800, terms: terms, slots: [], dueAt: Timestamp(seconds: 604_800))
        return SpokenForecast(offer, catalogue: try Shipped.diagnostician().catalogue, language: language).reasons
    }

    private func term(_ key: String, _ values: [String: String] = [:], _ weight: Double = 1) -> ForecastTerm {
        ForecastTerm(key, values, weight: weight)
    }

    private func battery(_ fact: String, _ level: Int, _ weight: Double = 1) -> ForecastTerm {
        term("battery", ["fact": fact, "level": "\(level)"], weight)
    }

    @Test("what was observed comes before age and model, and of one subject the strongest alone is said")
    func order() throws {
        let said = try reasons(
            term("model", ["model": "Ford Focus"], 3), battery("charge", 3, 2), battery("belowUsual", 4, 1.5),
            battery("cold", 7, 1), battery("cranking", 4, 0.9))
        #expect(said == [SpokenReason(.charge50), SpokenReason(.frost)])
        #expect(try reasons(term("model"), battery("charge", 5)).map(\.kind) == [.charge25, .model])
    }

    @Test("what speaks against it, what adds next to nothing and what is as ever is no reason")
    func none() throws {
        let said = try reasons(
            battery("charge", 4, -2), battery("cold", 3, 0.05), battery("charge", 1), battery("charging", 1),
            term("signal", ["signal": "a", "fact": "level", "level": "7"]), term("part_age", ["days": "0"]),
            term("asset_age"), term("anything"), term("signal", ["signal": "a", "fact": "level", "level": "99"]))
        #expect(said.isEmpty, "\(said)")
    }

    @Test("a code is said as its symptom, in the language of who is called")
    func codes() throws {
        let code = ["code": "obd/P0562", "symptom": "low_voltage", "hours": "6"]
        let catalogue = try Shipped.diagnostician().catalogue
        for language in ["en", "et", "uk"] {
            let clause = try #require(catalogue.text(ofSymptom: "low_voltage", language: language)?.clause)
            #expect(
                try reasons(term("repetition", code), term("code", code), language: language)
                    == [SpokenReason(.repeated, clause: clause)])
        }
        #expect(try reasons(term("code", ["code": "x/1"])) == [SpokenReason(.reportedUnknown)])
        let pair = code.merging(["other": "obd/P0563", "other_symptom": "low_voltage"]) { $1 }
        #expect(try reasons(term("pair", pair)).map(\.kind) == [.repeated])
        let different = code.merging(["other": "obd/P0300", "other_symptom": "misfire"]) { $1 }
        let said = try reasons(term("pair", different), term("code", code))
        #expect(said.map(\.kind) == [.together])
        #expect(said.first?.otherClause == "its engine is misfiring")
        #expect(try reasons(term("pair", ["code": "x/1", "other": "x/2"])).map(\.kind) == [.togetherUnknown])
    }

    @Test(
        "a signal is said by its side, and a drift as one",
        arguments: [
            ("level", 13, SpokenReason.Kind.valueHigh), ("middle", 1, .valueLow), ("long", 8, .valueHigh),
            ("drift", 11, .valueMoving), ("change", 1, .valueMoving),
        ])
    func signals(fact: String, level: Int, kind: SpokenReason.Kind) throws {
        let values = ["signal": "Vehicle.OBD.CoolantTemperature", "fact": fact, "level": "\(level)"]
        #expect(try reasons(term("signal", values)).map(\.kind) == [kind])
    }

    @Test("the numbers of a day are of one signal, and heard of once")
    func daily() throws {
        func far(_ name: String, _ level: Int) -> ForecastTerm {
            term("signal", ["signal": name, "fact": "level", "level": "\(level)"])
        }
        let one = try reasons(far("V.Engine.ECT.DailyMean", 13), far("V.Engine.ECT.DailyLow", 1))
        #expect(one.map(\.kind) == [.valueHigh])
        let two = try reasons(far("V.Engine.ECT.DailyMean", 13), far("V.Engine.EOT.DailyLow", 1))
        #expect(two.map(\.kind) == [.valueHigh, .valueLow])
    }

    @Test("every bad bin of every fact of a battery has words, and no good one has")
    func battery() throws {
        let bins = [
            ("charge", 5), ("belowUsual", 4), ("decline", 3), ("crankingBelowUsual", 4), ("charging", 3),
        ]
        for (fact, last) in bins {
            #expect(try reasons(battery(fact, 1)).isEmpty)
            for level in 2...last { #expect(try reasons(battery(fact, level)).count == 1, "\(fact) \(level)") }
        }
        for level in 1...2 { #expect(try reasons(battery("failedStart", level)).map(\.kind) == [.startFailed]) }
        let starts = try (1...5).map { try reasons(battery("cranking", $0)).count }
        #expect(starts == [0, 0, 1, 1, 1])
        let cold = try (1...8).map { try reasons(battery("cold", $0)).count }
        #expect(cold == [0, 1, 1, 1, 0, 1, 1, 1])
    }

    @Test("the dispatcher reads of the cold as much as is known, and that the battery is meant")
    func cold() {
        #expect(
            (1...8).map { battery("cold", $0).words.contains("weak") } == [
                false, false, false, false, true, true, true, true,
            ])
        #expect(battery("cold", 6).words == "the battery is weak, and cold makes starts harder")
        #expect(battery("cold", 3).words == "frost makes starts much harder")
        for level in -1...9 { #expect(!battery("cold", level).words.isEmpty) }
        #expect(battery("charging", 2).words == "the last drives did not charge the battery")
    }

    @Test(
        "for the dispatcher a signal has its name and how far it is off",
        arguments: [
            (
                "Vehicle.Powertrain.CombustionEngine.ECT", "level", "13",
                "combustion engine ECT is far above its usual value"
            ),
            (
                "Vehicle.OBD.CoolantTemperature", "short", "5",
                "OBD coolant temperature has been somewhat below its usual value lately"
            ),
            (
                "Vehicle.Chassis.Axle.Row1.Wheel.Left.Tire.Pressure.DailyLow", "level", "1",
                "the day's lowest tire pressure is far below its usual value"
            ),
            ("CMS air pressure", "drift", "11", "CMS air pressure has drifted upwards for some time"),
            ("oil_temp", "change", "3", "oil temp is below what it was lately"),
            ("rpm", "level", "7", "rpm is as usual"), ("rpm", "other", "3", "rpm: other"),
        ])
    func dispatcher(signal: String, fact: String, level: String, expected: String) {
        #expect(term("signal", ["signal": signal, "fact": fact, "level": level]).words == expected)
    }
}

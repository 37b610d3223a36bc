import FleetSimulator
import Foundation
import Telemetry
import Testing

@Suite("The file of a scenario")
struct ScenarioLoadTests {
    /// Every key of the language once.
    static let whole = """
        name: Everything
        about: Every key of the language.
        town: small-town.yaml
        start: 2027-01-12T06:30:00+02:00
        lasts: 40m
        speed: 30
        seed: 7
        reports: 20s
        weather: {temperature: -24, dark: true}
        fleet:
          - {prefix: taxi, count: 12, profile: obd2-mqtt, owner: business, kind: car, every: 5s}
          - {prefix: box, count: 2, profile: ocpp-maeve, kind: charger, at: b2, access: "Mo-Fr 08:00-17:00"}
        causes: {per_day: 12 per 500, mix: {battery: 45%, engine: 22}}
        breakdowns:
          - {assets: taxi-*, count: 3, codes: [P0301], needs: tow, severity: limp, after: 1m, within: 10m}
          - asset: car-04
            cause: oil-pressure-gone
            after: 5m
            at: b3
            without_fix: true
            shares_place_after: 90s
            says_again_after: [2m, 4m]
            driver: {answers: [no_answer, reached], people: 5, children: true, key: no, facts: {live_lane: yes}}
        people: {answers: {reached: 70, no_answer: 30}, drives_on: 5%, own_help: 0.03, calls_back: 1%}
        units:
          all: {answers: 8s}
          flatbed-1: {declines: 2, silent: 1, stuck_after: 3m, falls_silent_after: 5m, late_by: 20m, shift: 06:00-22:00}
          village: {phone_only: true, off_shift: 10m, no_access: true, refused_at_destination: true}
        workshops: {all: {closed: true}, ws-turu: {refuses: true}}
        desk: {people: 3, absent: [{from: 0s, for: 10m}], talks: 90s, overstays_lease: 20%}
        events:
          - {after: 2m, what: police_removed, asset: car-09}
          - {after: 3m, what: off_shift, unit: [patrol-1, patrol-2]}
        chaos:
          wire:
            duplicates: 5%
            reordered: 2%
            late: 3% by 10m
            skew: {share: 2%, by: 3h}
            malformed: 50
            hostile: 20
            babble: [{asset: taxi-01, rate: 200/s, for: 30s, after: 1m}]
            burst: [{after: 4m, holds: 30s}]
          network: [{after: 5m, cut: fleet, for: 2m}]
          broker: [{after: 10m, do: kill, for: 30s}]
          service: [{after: 6m, do: kill, for: 20s}, {after: 7m, do: failpoint after-commit:3}]
          kills: {count: 50, from: 1m, to: 20m}
          disk: [{after: 8m, do: slow 20ms, for: 30s}]
        expects: {recall: 100%, p99_fault_to_task_ms: 2000}
        """

    private func scenario(_ text: String, causes: [String]? = ["battery", "engine", "oil-pressure-gone"]) throws
        -> Scenario
    {
        try Scenario(yaml: text, file: "x.yaml", causes: causes) { _ in try smallTown() }
    }

    @Test("every key is read")
    func everyKey() throws {
        let read = try scenario(Self.whole)
        #expect(read.start == Timestamp(iso8601: "2027-01-12T04:30:00Z"))
        #expect(read.lasts == .seconds(2_400) && read.speed == 30 && read.seed == 7)
        #expect(read.weather == .init(temperature: -24, isDark: true))
        #expect(read.town.vehicles.last?.access == "Mo-Fr 08:00-17:00" && read.town.vehicles.last?.at == "b2")
        #expect(read.town.breakdowns.isEmpty)
        #expect(read.causes?.amount == .perDayPerThousand(24) && read.causes?.mix.first?.weight == 45)
        #expect(read.breakdowns[0].assets == ["taxi-01", "taxi-02", "taxi-03"])
        #expect(read.breakdowns[0].own?.severity == .limp && read.breakdowns[0].within == .seconds(600))
        #expect(read.breakdowns[1].saysAgainAfter == [.seconds(120), .seconds(240)])
        #expect(read.breakdowns[1].driver.hasKey == false && read.breakdowns[1].driver.people == 5)
        #expect(read.people.drivesOn == 0.05 && read.people.ownHelp == 0.03)
        #expect(read.units["flatbed-1"]?.lateBy == .seconds(1_200) && read.units["flatbed-1"]?.shiftTo == "22:00")
        #expect(read.town.units.allSatisfy { $0.answers == 8 })
        #expect(read.town.units.last?.reach == "phone" && read.units["village"]?.offShiftAfter == .seconds(600))
        #expect(read.workshops["ws-turu"]?.refuses == true && read.workshops["ws-silla"]?.isClosed == true)
        #expect(read.desk.absent.first?.lasts == .seconds(600) && read.desk.overstaysLease == 0.2)
        #expect(read.events.map(\.assets) == [["car-09"], ["patrol-1", "patrol-2"]])
        #expect(read.chaos.wire.late == 0.03 && read.chaos.wire.lateBy == .seconds(600))
        #expect(read.chaos.wire.skewed == 0.02 && read.chaos.wire.skewedBy == .seconds(10_800))
        #expect(read.chaos.wire.babble.first?.rate == 200 && read.chaos.wire.bursts.first?.holds == .seconds(30))
        #expect(read.chaos.service.last?.action == .failpoint("after-commit:3"))
        #expect(read.chaos.disk.first?.action == .slow(.milliseconds(20)) && read.chaos.needsPrivateInstallation)
        #expect(read.expects == ["recall": 1, "p99_fault_to_task_ms": 2_000])
    }

    @Test(
        "a mistake is told with its line and what to write",
        arguments: [
            ("lasts: 40m", "lasts: soon", 5, "90s, 5m"),
            ("start: 2027-01-12T06:30:00+02:00", "start: tomorrow", 4, "with its zone"),
            ("start: 2027-01-12T06:30:00+02:00", "start: 2027-01-12T06:30:00", 4, "with its zone"),
            ("lasts: 40m", "lasts: 30s", 15, "behind the end"),
            ("speed: 30", "sped: 30", 6, "no key \"sped\""),
            ("town: small-town.yaml", "", 1, "needs town"),
            ("profile: obd2-mqtt", "profile: morse", 11, "callahead-v1"),
            ("at: b2", "at: zz", 12, "a1, a2"),
            ("kind: charger", "kind: rocket", 12, "car, van"),
            ("prefix: taxi", "prefix: car", 11, "already"),
            ("battery: 45%", "batery: 45%", 13, "no cause \"batery\""),
            ("per_day: 12 per 500", "per_day: 12 in 500", 13, "12 per 1000"),
            ("asset: car-04", "asset: car-99", 16, "car-01 to car-20"),
            ("answers: [no_answer, reached]", "answers: [maybe]", 23, "no_answer"),
            ("drives_on: 5%", "drives_on: 500%", 24, "a share"),
            ("flatbed-1: {declines", "flatbed-9: {declines", 27, "flatbed-1, "),
            ("shift: 06:00-22:00", "shift: early", 27, "06:00-22:00"),
            ("ws-turu: {", "ws-x: {", 29, "ws-turu, "),
            ("what: police_removed", "what: eaten", 32, "police_removed, "),
            ("late: 3% by 10m", "late: 3% in 10m", 38, "3% by 10m"),
            ("rate: 200/s", "rate: often", 42, "200/s"),
            ("cut: fleet", "cut: cable", 44, "fleet, service, all"),
            ("do: kill, for: 20s", "do: hug, for: 20s", 46, "kill, stop, terminate"),
            ("after-commit:3", "after-lunch:3", 46, "after-commit"),
            ("from: 1m, to: 20m", "from: 30m, to: 20m", 47, "before"),
            ("slow 20ms", "slow down", 48, "slow 20ms"),
            ("recall: 100%", "recal: 100%", 49, "no key \"recal\""),
            ("cause: oil-pressure-gone", "cause: engine, codes: [P1]", 17, "a cause says that"),
        ])
    func mistakes(part: String, wrong: String, line: Int, words: String) throws {
        var text = Self.whole.replacing(part, with: wrong, maxReplacements: 1)
        if wrong.contains("codes: [P1]") {
            text = Self.whole.replacing("    cause: oil", with: "    codes: [P1]\n    cause: oil", maxReplacements: 1)
        }
        let error = try #require(throws: ScenarioError.self) { _ = try scenario(text) }
        #expect(error.file == "x.yaml" && error.line == line, "\(error)")
        #expect(error.reason.contains(words), "\(error)")
    }

    @Test("what is no YAML is told with its line", arguments: ["name: [", "- a\nb: c", ""])
    func noYAML(text: String) throws {
        let error = try #require(throws: ScenarioError.self) { _ = try scenario(text) }
        #expect(error.line >= 1 && !error.reason.isEmpty)
    }
}

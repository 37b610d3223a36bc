import Foundation
import Telemetry
import Testing

@testable import FleetSimulator

struct CauseCatalogueTests {
    @Test("every part that a cause names is one that diagnosis knows")
    func parts() throws {
        let text = try String(contentsOfFile: repository("device-profiles/parts.yaml"), encoding: .utf8)
        let parts = Set(text.split(separator: "\n").compactMap { $0.split(separator: ":").first.map(String.init) })
        for cause in try shippedCauses().causes {
            if let part = cause.truth.part { #expect(parts.contains(part), "\(cause.key): \(part)") }
        }
    }

    @Test("each kind of asset that a cause names can suffer it, with some device at least")
    func kinds() throws {
        for cause in try shippedCauses().causes {
            for kind in cause.kinds {
                let model = Self.model(kind.rawValue, cause.energies.first?.rawValue ?? "none")
                let families = Town.Profile.allCases.filter { cause.befalls(model, profile: $0) }
                #expect(!families.isEmpty, "\(cause.key) of a \(kind)")
            }
        }
    }

    @Test("breakdowns of petrol cars are drawn by the public figures")
    func shares() throws {
        let catalogue = try shippedCauses()
        var random = SeededGenerator(seed: 4)
        var counts: [String: Int] = [:]
        for _ in 0..<3_000 {
            let cause = catalogue.draw(mix: [], for: Self.model("car", "petrol"), profile: .native, &random)
            counts[try #require(cause).group, default: 0] += 1
        }
        let total = catalogue.shares.filter { counts[$0.group] != nil }.reduce(0) { $0 + $1.weight }
        for (group, weight) in [("battery", 45.0), ("engine", 22), ("electrics", 10.6), ("tyres", 8.8), ("keys", 6.7)] {
            let share = Double(counts[group] ?? 0) / 3_000
            #expect(abs(share - weight / total) < 0.03, "\(group): \(share)")
        }
        #expect(counts["charging"] == nil)
    }

    @Test("a mix names groups and causes, and what can't happen to an asset is never drawn")
    func mix() throws {
        let catalogue = try shippedCauses()
        var random = SeededGenerator(seed: 1)
        var keys: Set<String> = []
        for _ in 0..<500 {
            let mix = [(name: "tyres", weight: 1.0), (name: "water-pump", weight: 1), (name: "charging", weight: 90)]
            let cause = catalogue.draw(mix: mix, for: Self.model("car", "diesel"), profile: .obd2MQTT, &random)
            keys.insert(try #require(cause).key)
        }
        #expect(keys == ["tyre-without-sensor", "water-pump"])
        let none = catalogue.draw(
            mix: [(name: "charging", weight: 1)], for: Self.model("car", "diesel"), profile: .native, &random)
        #expect(none == nil)
    }

    @Test("a value goes evenly from one step to the next, and a flag at once")
    func drift() throws {
        let cause = try #require(try shippedCauses().cause("water-pump"))
        let coolant = "Vehicle.Powertrain.CombustionEngine.ECT"
        #expect(cause.lead == 240_000)
        #expect(cause.signals(at: -241_000)[coolant] == nil)
        #expect(cause.signals(at: -150_000)[coolant] == 101)
        #expect(cause.signals(at: 0)[coolant] == 121)
        #expect(cause.signals(at: 9_000_000)[coolant] == 126)
        #expect(cause.codes(at: -1) == [])
        #expect(cause.codes(at: 0) == ["P0217"])
    }

    @Test("oil pressure that clears at key-off has no code any more, and a misfire is pending first")
    func sequences() throws {
        let catalogue = try shippedCauses()
        let oil = try #require(catalogue.cause("oil-pressure-key-off"))
        #expect(oil.codes(at: 60_000) == ["P0524"])
        #expect(oil.codes(at: 90_000) == [])
        #expect(oil.isRunning(at: 90_000) == false)
        let misfire = try #require(catalogue.cause("misfire"))
        #expect(misfire.codes(at: -60_000).map { FaultWord($0).status } == ["pending"])
        #expect(misfire.allCodes == ["P0301", "P0300"])
    }

    @Test("whether a device can tell of a cause depends on its family")
    func detectability() throws {
        let catalogue = try shippedCauses()
        let tyre = try #require(catalogue.cause("tyre-with-sensor"))
        #expect(tyre.detectability(by: .native) == .detectable)
        #expect(tyre.detectability(by: .obd2MQTT) == .undetectable)
        #expect(try #require(catalogue.cause("key-lost")).detectability(by: .native) == .undetectable)
        #expect(try #require(catalogue.cause("accident")).detectability(by: .native) == .late)
    }

    @Test(
        "a mistake is told with its file, its line and what to write",
        arguments: [
            ("what: x\n", "", "c.yaml:4: causes.a needs group"),
            (good.replacing("severity: stop", with: "severity: bad"), "", "c.yaml:6: causes.a.severity is \"bad\""),
            (good.replacing("kinds: [car]", with: "kinds: [ufo]"), "", "c.yaml:5: causes.a.kinds[1] is \"ufo\""),
            (good.replacing("needs: tow", with: "needs: magic"), "", "c.yaml:7: causes.a.needs is \"magic\""),
            (good, "  - {at: 5x}", "c.yaml:10: at is a time from the breakdown"),
            (good, "  - {at: 1s, codes: [P0001]}", "c.yaml:4: a needs a step at 0s"),
            (good, "  - {at: 0s}\n      - {at: 0s}", "c.yaml:11: the steps of a stand in the order of time"),
            (good, "  - {at: 0s, signals: {Speed: 1}}", "c.yaml:10: Speed is no name of VSS"),
            (good, "  - {at: 0s, lights: no}", "c.yaml:10: causes.a.sequence[1] has no key \"lights\""),
            (good.replacing("    sequence:\n", with: ""), "", "c.yaml:4: a has no code, no value and stays online"),
        ])
    func mistakes(cause: String, step: String, says: String) throws {
        let entry = cause.hasPrefix("what") ? "    \(cause)" : cause
        let text = "shares: {engine: 1}\ncauses:\n  a:\n\(entry)    \(step)\n"
        do {
            _ = try CauseCatalogue(yaml: text, file: "c.yaml")
            Issue.record("it was read: \(text)")
        } catch {
            #expect(error.description.hasPrefix(says), "\(error)")
        }
    }

    private static func model(_ kind: String, _ energy: String) -> Town.Model {
        Town.Model(kind: kind, make: "Test", model: "One", energy: energy, drivetrain: "", mass: 1_900)
    }
}

/// A cause that lacks only its steps.
private let good = """
        what: x
        kinds: [car]
        severity: stop
        needs: tow
        group: engine
        sequence:

    """

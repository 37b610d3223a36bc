import Casework
import Foundation
import Testing

@testable import Pipeline

@Suite("The settings of the policy")
struct PolicySettingTests {
    /// A setting with its path.
    private static let settings = PolicyGroup.all.flatMap { group in
        group.settings.map { (path: "\(group.name).\($0.name)", setting: $0) }
    }

    /// Another value than the one that a policy has.
    private static func changed(_ setting: PolicySetting) -> PolicyValues {
        var values = PolicyValues()
        switch setting.form {
        case .text: setting.write(&values, .text("osrm+http://127.0.0.1:5000"))
        case .amount where setting.mayBeNone && setting.read(values) != PolicySetting.Value.none:
            setting.write(&values, .none)
        case .amount(_, let bounds):
            let isLowest = setting.read(values) == .amount(bounds.lowerBound)
            setting.write(&values, .amount(isLowest ? bounds.upperBound : bounds.lowerBound))
        }
        return values
    }

    /// Every value inside of a value, by its path.
    private static func leaves(of value: Any, _ path: String = "") -> [String: String] {
        let mirror = Mirror(reflecting: value)
        // What has no fields is a value itself.
        guard mirror.displayStyle == .struct && !mirror.children.isEmpty || mirror.displayStyle == .dictionary else {
            return [path: String(describing: value)]
        }
        var leaves: [String: String] = [:]
        for child in mirror.children {
            if mirror.displayStyle == .dictionary, let pair = child.value as? (key: AnyHashable, value: Any) {
                leaves["\(path).\(pair.key)"] = String(describing: pair.value)
            } else {
                leaves.merge(Self.leaves(of: child.value, "\(path).\(child.label ?? "?")")) { first, _ in first }
            }
        }
        return leaves
    }

    @Test("every field of the policy can be set, each by one setting and no setting sets two")
    func reachesEveryField() {
        let defaults = Self.leaves(of: PolicyValues())
        var reached: [String: [String]] = [:]
        for (path, setting) in Self.settings {
            let changed = Self.leaves(of: Self.changed(setting)).filter { defaults[$0.key] != $0.value }.map(\.key)
            #expect(changed.count == 1, "\(path) changes \(changed.sorted())")
            for field in changed { reached[field, default: []].append(path) }
        }
        let forgotten = Set(defaults.keys).subtracting(reached.keys).sorted()
        #expect(forgotten == [], "no setting in PolicyGroup+All.swift")
        for (field, paths) in reached { #expect(paths.count == 1, "\(field) is set by \(paths)") }
        #expect(defaults.count >= 40)
    }

    @Test("the shipped file spells out every setting with its default and what it changes, and nothing else")
    func shippedFile() throws {
        let path = Repository.folder("policy.yaml")
        let shipped = try String(contentsOfFile: path, encoding: .utf8)
        let file = try PolicyFile(shipped, file: "policy.yaml")
        #expect(file.settings == Self.settings.map(\.path))
        #expect(file.values == PolicyValues())
        let isSame = shipped == PolicyFile.text(of: PolicyValues())
        #expect(isSame, "write it again: callahead policy show --policy /dev/null > policy.yaml")
    }

    @Test("the page about the policy has a row for every setting")
    func documented() throws {
        let page = try String(contentsOfFile: Repository.folder("docs/policy.md"), encoding: .utf8)
        let rows = Set(page.split(separator: "\n").map(String.init))
        let expected = Self.settings.map { path, setting in
            "| `\(path)` | \(setting.text(in: PolicyValues())) | \(setting.boundsText ?? "") | \(setting.meaning) |"
        }
        let missing = expected.filter { !rows.contains($0) }
        #expect(missing == [], "\(missing.joined(separator: "\n"))")
        #expect(rows.count { $0.hasPrefix("| `") } == expected.count)
    }

    @Test("the defaults lie within their bounds and agree with each other, and the rules name settings that exist")
    func defaultsAreFine() throws {
        for (path, setting) in Self.settings {
            var values = PolicyValues()
            #expect(setting.take(setting.text(in: values), into: &values) == nil, "\(path)")
        }
        for rule in PolicyRule.all {
            #expect(PolicyGroup.setting(rule.lesser) != nil, "\(rule.lesser)")
            #expect(PolicyGroup.setting(rule.greater) != nil, "\(rule.greater)")
        }
        _ = try PolicyFile("", file: "empty")
        #expect(Set(Self.settings.map(\.path)).count == Self.settings.count)
    }

    @Test("what is shown is a policy file that says the same, whatever is set")
    func showsWhatCounts() throws {
        for (path, setting) in Self.settings {
            let values = Self.changed(setting)
            let text = PolicyFile.text(of: values)
            #expect(text.contains("# default "), "\(path)")
            #expect(PolicyFile.changes(in: values).map { $0.split(separator: " ")[0] } == [path[...]])
            // Some extremes contradict other defaults; what is read must then say so.
            if let file = try? PolicyFile(text, file: "shown") { #expect(file.values == values, "\(path)") }
        }
    }

    @Test(
        "amounts are read and written with their units",
        arguments: [
            (.time, "45 s", 45, "45 s"), (.time, "120s", 120, "120 s"), (.time, "5 min", 300, "5 min"),
            (.time, "1.5 h", 5_400, "90 min"), (.time, "24 h", 86_400, "24 h"), (.time, "7 d", 604_800, "7 d"),
            (.time, "60 min", 3_600, "1 h"), (.distance, "500 m", 500, "500 m"), (.distance, "2 km", 2_000, "2000 m"),
            (.distance, "12 km", 12_000, "12 km"), (.speed, "20 km/h", 20, "20 km/h"), (.share, "20 %", 20, "20 %"),
            (.share, "20%", 20, "20 %"), (.count, "4", 4, "4"), (.number, "0.71", 0.71, "0.71"),
            (.clock, "21:00", 1_260, "21:00"), (.clock, "8:05", 485, "8:05"), (.clock, "08:05", 485, "8:05"),
        ] as [(PolicyUnit, String, Double, String)])
    func readsUnits(unit: PolicyUnit, text: String, amount: Double, written: String) {
        #expect(unit.amount(of: text) == amount)
        #expect(unit.text(amount) == written)
    }

    @Test(
        "what is no amount of a unit is refused",
        arguments: [
            (.time, "45"), (.time, "5 m"), (.time, "1e3 s"), (.time, "nan s"), (.time, "0x10 s"), (.time, "s"),
            (.time, ""), (.time, "1.5 s"), (.time, "1 h 30 min"), (.time, "99999999999999999999 s"), (.time, "5  min"),
            (.distance, "500"), (.distance, "500 km/h"), (.speed, "20"), (.share, "0.2"), (.count, "4.5"),
            (.count, "4 s"), (.clock, "24:00"), (.clock, "9"), (.clock, "9:5"), (.clock, "-1:00"), (.clock, "9:60"),
            (.number, "1."), (.number, "--1"), (.number, "1-2"),
        ] as [(PolicyUnit, String)])
    func refusesAmounts(unit: PolicyUnit, text: String) {
        #expect(unit.amount(of: text) == nil)
    }

    @Test("whether customers hear the likelihood is yes or no, and nothing else")
    func yesOrNo() throws {
        for (text, isSaid) in [("yes", true), ("no", false)] {
            let file = try PolicyFile("prevention:\n  say_likelihood: \(text)\n", file: "policy.yaml")
            #expect(file.values.casework.prevention.saysLikelihood == isSaid)
        }
        let error = #expect(throws: PolicyError.self) {
            try PolicyFile("prevention:\n  say_likelihood: 30 %\n", file: "policy.yaml")
        }
        #expect(error?.mistakes.first?.problem.contains("write yes or no") == true, "\(String(describing: error))")
    }
}

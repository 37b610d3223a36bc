import Casework
import Foundation
import Outreach
import Testing

@testable import Pipeline

@Suite("The policy file")
struct PolicyFileTests {
    /// What loading says about a text.
    private func mistakes(_ text: String) -> [String] {
        do {
            _ = try PolicyFile(text, file: "p.yaml")
            return []
        } catch {
            return error.mistakes.map(\.description)
        }
    }

    @Test(
        "what a file sets counts, and what it leaves out keeps its default", arguments: ["", "# nothing\n", "calls:\n"])
    func setsWhatItSays(prefix: String) throws {
        let text = prefix + "offers:\n  lifetime: 60 s\nquiet_hours: {from: 22:30, to: 07:00}\n"
        let values = try PolicyFile(text, file: "p.yaml").values
        var expected = PolicyValues()
        expected.casework.outreach.offerLifetime = 60
        expected.casework.outreach.quietFrom = 22 * 60 + 30
        expected.casework.outreach.quietTo = 7 * 60
        #expect(values == expected)
        #expect(
            PolicyFile.changes(in: values) == ["quiet_hours.from 22:30", "quiet_hours.to 7:00", "offers.lifetime 60 s"])
    }

    @Test(
        "a mistake is told with its line, what was found and what to write",
        arguments: [
            ("offer:\n  lifetime: 45 s", "p.yaml:1: the policy has no offer; did you mean offers?"),
            ("offers:\n  lifetim: 45 s", "p.yaml:2: offers has no lifetim; did you mean lifetime?"),
            ("units:\n  replan_distance: 1 km", "p.yaml:2: units has no replan_distance; it belongs to place"),
            (
                "approval:\n  colour: red", "p.yaml:2: approval has no colour; it has wait"
            ),
            (
                "offers:\n  lifetime: 45",
                "p.yaml:2: offers.lifetime is 45; write a length of time like 45 s, 5 min, 24 h or 7 d"
            ),
            ("offers:\n  lifetime: 1 s", "p.yaml:2: offers.lifetime is 1 s; it may be 5 s to 10 min"),
            ("offers:\n  lifetime: -45 s", "p.yaml:2: offers.lifetime is -45 s; it may be 5 s to 10 min"),
            (
                "place:\n  replan_distance: 500 km/h",
                "p.yaml:2: place.replan_distance is 500 km/h; write a distance like 500 m or 2 km"
            ),
            ("calls:\n  slip_share: 0.2", "p.yaml:2: calls.slip_share is 0.2; write a share like 20 %"),
            ("quiet_hours:\n  to: 25:00", "p.yaml:2: quiet_hours.to is 25:00; write a time of the day like 21:00"),
            (
                "offers:\n  lifetime: [45 s]",
                "p.yaml:2: offers.lifetime holds more than one value; write a length of time like 45 s, 5 min, 24 h or 7 d"
            ),
            ("offers:\n  lifetime:", "p.yaml:2: offers.lifetime is empty; write a length of time like"),
            ("offers: 45 s", "p.yaml:1: offers must be keys with values, `key: value`"),
            ("- offers", "p.yaml:1: the file must be keys with values, `key: value`"),
            ("offers:\n  lifetime: 45 s\n  lifetime: 50 s", "p.yaml:"),
            ("offers: {lifetime: 45 s", "p.yaml:"), ("{a: b}: c", "p.yaml:1: a key of the file must be a word"),
        ])
    func tellsMistakes(text: String, expected: String) {
        let mistakes = mistakes(text)
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.hasPrefix(expected) == true, "\(mistakes)")
    }

    @Test("every mistake of a file is told, in the order of its lines")
    func tellsSeveral() {
        let text = "calls:\n  due_stop: 60\n  due_lim: 5 min\nplaces: {}\nunits:\n  mending: 9000 d\n"
        #expect(mistakes(text).map { $0.split(separator: ":")[1] } == ["2", "3", "4", "6"])
    }

    @Test("settings that contradict each other are refused at the later one of the two", arguments: PolicyRule.all)
    func refusesContradictions(rule: PolicyRule) throws {
        let (lesser, greater) = try (
            #require(PolicyGroup.setting(rule.lesser)), #require(PolicyGroup.setting(rule.greater))
        )
        let bounds = try [#require(Self.bounds(lesser)), #require(Self.bounds(greater))]
        // Equal is fine, one above the other is not.
        let low = max(bounds[0].lowerBound, bounds[1].lowerBound)
        var equal = PolicyValues()
        lesser.write(&equal, .amount(low))
        greater.write(&equal, .amount(low))
        func text(_ values: PolicyValues) -> String {
            func entry(_ path: String, _ setting: PolicySetting) -> String {
                let parts = path.split(separator: ".")
                return "  \(parts[1]): \(setting.text(in: values))\n"
            }
            let groups = [rule.lesser, rule.greater].map { $0.split(separator: ".")[0] }
            return groups[0] == groups[1]
                ? "\(groups[0]):\n\(entry(rule.lesser, lesser))\(entry(rule.greater, greater))"
                : "\(groups[0]):\n\(entry(rule.lesser, lesser))\(groups[1]):\n\(entry(rule.greater, greater))"
        }
        /// What is said of these two; what the rest of the defaults contradict is another rule's.
        func told(_ values: PolicyValues) -> [String] {
            mistakes(text(values)).filter {
                $0.contains("\(rule.lesser) is ") && $0.contains("\(rule.greater) is ") && $0.contains(rule.reason)
            }
        }
        #expect(told(equal) == [])
        var crossed = equal
        lesser.write(&crossed, .amount(min(bounds[0].upperBound, low + 60)))
        let lines = text(crossed).split(separator: "\n").count
        #expect(told(crossed).count == 1)
        #expect(told(crossed).first?.hasPrefix("p.yaml:\(lines): ") == true)
    }

    private static func bounds(_ setting: PolicySetting) -> ClosedRange<Double>? {
        if case .amount(_, let bounds) = setting.form { bounds } else { nil }
    }

    @Test("a number with a fraction is shown as it was written, whatever holds it")
    func showsFractions() throws {
        let file = try PolicyFile("place:\n  moving_speed: 5.1 km/h\n  replan_distance: 0.3 km", file: "p.yaml")
        #expect(
            PolicyFile.changes(in: file.values) == ["place.replan_distance 300 m", "place.moving_speed 5.1 km/h"])
    }

    @Test("a contradiction with a default says that it is one")
    func namesDefault() {
        #expect(
            mistakes("offers:\n  lifetime: 150 s") == [
                "p.yaml:2: offers.lifetime is 150 s, calls.message_after is 120 s (calls.message_after keeps its default): "
                    + "the message that goes by itself would go while the first unit has not answered yet; write at "
                    + "most 120 s for the first or at least 150 s for the second"
            ])
    }

    @Test("a file that is not there, or too large, is a mistake with its name")
    func unreadable() {
        #expect {
            _ = try PolicyFile.load("/nonexistent/policy.yaml")
        } throws: {
            "\($0)" == "/nonexistent/policy.yaml: there is no such file"
        }
        #expect {
            _ = try PolicyFile.load("/dev/zero")
        } throws: {
            "\($0)" == "/dev/zero: has more than 65536 bytes; a policy has fewer"
        }
        #expect(
            mistakes(String(repeating: "# padding\n", count: 7_000)) == [
                "p.yaml: has 70000 bytes; a policy has at most 65536"
            ])
    }

    @Test(
        "no text ends the program",
        arguments: [
            String(repeating: "[", count: 60_000), String(repeating: "{a: ", count: 15_000), "a: &a [*a]",
            "a: &a {x: y}\noffers: *a", "\u{0}", "offers:\n\tlifetime: 45 s", "? [a]\n: b", "!!binary x: y",
            "offers: !!int lifetime", "---\na: 1\n---\nb: 2",
        ])
    func survives(text: String) {
        #expect(!mistakes(text).isEmpty)
    }
}

extension PolicyRule: CustomTestStringConvertible {
    /// The two settings.
    public var testDescription: String { "\(lesser) <= \(greater)" }
}

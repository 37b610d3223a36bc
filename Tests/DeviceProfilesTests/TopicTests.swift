import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Topics")
struct TopicTests {
    static let rules = """
        rules:
          - {name: dtc, topic: "{main}/{device}_dtc", faults: [{path: a, form: list, meaning: set}]}
          - {name: path, topic: "x/{rest...}/{device}/end", faults: [{path: a, form: list, meaning: set}]}
          - {name: exact, topic: "x/fixed/{device}/end", faults: [{path: a, form: list, meaning: set}]}
          - {name: tail, topic: "y/{device}/{rest...}", faults: [{path: a, form: list, meaning: set}]}
          - {name: slash, topic: "/{device}", faults: [{path: a, form: list, meaning: set}]}
        """

    @Test(
        "captures take what stands in their place; the most literal topic wins",
        arguments: [
            ("obd/591_dtc", "test/591"), ("obd/a_b_dtc", "test/a_b"), ("obd/_dtc", nil), ("obd/591_dtcx", nil),
            ("x/a/7/end", "test/7"), ("x/a/b/c/7/end", "test/7"), ("x/7/end", nil), ("x/fixed/8/end", "test/8"),
            ("y/9/a", "test/9"), ("y/9/a/b/c", "test/9"), ("y/9", nil), ("/5", "test/5"), ("//", nil), ("", nil),
            ("x/fixed/7/8/end", "test/8"),
        ])
    func captures(topic: String, source: String?) throws {
        let bench = try Bench.profile(TopicTests.rules)
        let observation = bench.decode(topic, #"{"a":["P0301"]}"#).observations.first
        #expect(observation.map { bench.symbols[$0.source] } == source)
    }

    @Test(
        "a template becomes the filters that deliver all its topics",
        arguments: [
            ("a/{b}/c_{d}", ["a/+/+"]), ("a/{b...}", ["a/#"]),
            ("{a...}/b", ["+/b", "+/+/b", "+/+/+/b", "+/+/+/+/b"]),
        ])
    func filters(template: String, filters: [String]) throws {
        #expect(try TopicTemplate(template).filters == filters)
    }

    @Test("a covered filter goes and leaves its wish for retained messages")
    func merging() {
        let merged = Subscription.merged([
            Subscription(filter: "a/b", retainHandling: 0), Subscription(filter: "a/+", retainHandling: 1),
            Subscription(filter: "c/#", retainHandling: 1), Subscription(filter: "c/+/d", retainHandling: 1),
            Subscription(filter: "+/e/f", retainHandling: 1), Subscription(filter: "$x/e/f", retainHandling: 1),
        ])
        #expect(
            merged == [
                Subscription(filter: "$x/e/f", retainHandling: 1), Subscription(filter: "+/e/f", retainHandling: 1),
                Subscription(filter: "a/+", retainHandling: 0), Subscription(filter: "c/#", retainHandling: 1),
            ])
    }
}

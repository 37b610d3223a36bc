import Testing

@testable import Diagnostics

@Suite("Which values are watched for how long they last")
struct LastingConditionTests {
    @Test("those of every rule that says nothing without its duration, and no others")
    func complete() {
        let needed = EscalationRule.all.filter(\.needsDuration).map(\.key) + [NativeRules.stillFlashing.key]
        #expect(LastingCondition.all.map(\.rule).sorted() == needed.sorted())
        let watched = SignalRole.sortedNames.filter { LastingCondition.on(signal: $0) != nil }
        #expect(watched == ["Device.AirBrakePressure", "Device.MILFlashing"])
    }

    @Test(
        "the limit is the rule's own",
        arguments: [
            ("Device.AirBrakePressure", 137, true), ("Device.AirBrakePressure", 138, false),
            ("Device.AirBrakePressure", .nan, false), ("Device.MILFlashing", 1, true), ("Device.MILFlashing", 0, false),
        ] as [(String, Double, Bool)])
    func limits(name: String, value: Double, expected: Bool) throws {
        #expect(try #require(LastingCondition.on(signal: name)).holds(value) == expected)
    }
}

import Testing

@testable import WholeSystem

@Suite("The whole system over seeded histories")
struct HistoriesTests {
    @Test("a broker's filters match topics as MQTT says")
    func filters() {
        #expect(SimulatedBroker.matches("a/+/c", "a/b/c"))
        #expect(SimulatedBroker.matches("a/#", "a/b/c"))
        #expect(!SimulatedBroker.matches("a/+", "a/b/c"))
        #expect(!SimulatedBroker.matches("a/+/c", "a/b"))
    }
}

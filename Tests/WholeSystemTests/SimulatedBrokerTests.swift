import MQTT
import Pipeline
import Testing

@testable import WholeSystem

@Suite("The simulated broker")
struct SimulatedBrokerTests {
    private func session() throws -> (SimulatedBroker, SimulatedLink) {
        let broker = SimulatedBroker()
        return (broker, try connect(to: broker))
    }

    private func connect(to broker: SimulatedBroker) throws -> SimulatedLink {
        let link = SimulatedLink(to: broker)
        try link.subscribe([Subscription("a/#")])
        link.connect()
        _ = read(link)
        return link
    }

    private func read(_ link: SimulatedLink, _ limit: Int = 100) -> [String] {
        var texts: [String] = []
        _ = link.readBatch(maxMessages: limit) { _, payload, _ in
            texts.append(payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
        }
        return texts
    }

    private func publish(_ text: String, to broker: SimulatedBroker, quality: UInt8 = 1) {
        broker.publish(
            SimulatedBroker.Message(topic: "a/b", payload: Array(text.utf8), qualityOfService: quality), retain: false)
    }

    @Test(
        "a filter matches topics as MQTT says",
        arguments: [
            ("a/+/c", "a/b/c", true), ("a/#", "a/b/c", true), ("a/#", "a", true), ("a/+", "a/b/c", false),
            ("a/+/c", "a/b", false), ("a/b", "a/b/c", false),
        ])
    func filters(filter: String, topic: String, matches: Bool) {
        let found = SimulatedBroker.matches(filter, topic)
        #expect(found == matches)
    }

    @Test("what was not acknowledged comes again first and in order, before what is new")
    func again() throws {
        let (broker, link) = try session()
        publish("1", to: broker)
        publish("2", to: broker)
        #expect(read(link) == ["1", "2"])
        _ = try link.flush()
        publish("3", to: broker)
        publish("4", to: broker)
        #expect(read(link) == ["3", "4"])
        link.die()
        publish("5", to: broker)
        let next = try connect(to: broker)
        #expect(read(next) == ["3", "4", "5"])
        #expect(broker.acknowledged.map { String(decoding: $0.payload, as: UTF8.self) } == ["1", "2"])
    }

    @Test("what was read after others were kept apart is acknowledged with the next flush, and not before")
    func apart() throws {
        let (broker, link) = try session()
        for text in ["1", "2", "3"] { publish(text, to: broker) }
        #expect(read(link, 2) == ["1", "2"])
        #expect(link.keepApart())
        #expect(read(link) == ["3"])
        _ = try link.flush()
        _ = try link.flush()
        #expect(broker.acknowledged.count == 2)
        #expect(broker.inFlight == 1)
        link.joinAgain()
        _ = try link.flush()
        #expect(broker.acknowledged.count == 3)
    }

    @Test("a connection that breaks amid the acknowledgements leaves the rest to come again")
    func partly() throws {
        let (broker, link) = try session()
        for text in ["1", "2", "3"] { publish(text, to: broker) }
        _ = read(link)
        broker.breaksAfter = 1
        #expect(throws: MQTTError.self) { _ = try link.flush() }
        #expect(!link.isConnected)
        link.connect()
        _ = read(link)
        #expect(read(link) == ["2", "3"])
    }

    @Test("QoS 0 is lost while nobody is connected, and a lost session holds nothing")
    func lost() throws {
        let (broker, link) = try session()
        link.die()
        publish("0", to: broker, quality: 0)
        publish("1", to: broker)
        let next = try connect(to: broker)
        #expect(read(next) == ["1"])
        broker.loseSession()
        publish("2", to: broker)
        let last = try connect(to: broker)
        #expect(read(last) == [])
    }
}

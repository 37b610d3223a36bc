import MQTT
import TestSupport
import Testing

@Suite("Publishing", .timeLimit(.minutes(1)))
struct PublishingTests {
    @Test("each message is acknowledged with the id it was given")
    func acknowledged() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane")
            var ids: [Int32] = []
            for number in 0..<300 { ids.append(try lane.client.publish(topic: "out/a", payload: "\(number)")) }
            #expect(Set(ids).count == 300)
            try lane.run { $0.events.count >= 301 }
            let acknowledged = lane.events.compactMap { if case .published(let id, nil) = $0 { id } else { nil } }
            #expect(acknowledged == ids)
        }
    }

    @Test("publishing without a connection is refused and queues nothing")
    func notConnected() throws {
        try withBroker { broker in
            let watcher = try Lane.connected(broker.port, id: "watcher", subscriptions: [Subscription("out/#")])
            let lane = try Lane(broker.port, id: "lane")
            let error = try #require(throws: MQTTError.self) { try lane.client.publish(topic: "out/a", payload: "x") }
            #expect(error.kind == .notConnected)
            try lane.connect()
            try lane.settle()
            try watcher.settle()
            #expect(watcher.texts == [])
        }
    }

    @Test("a message without an answer is sent again by the library after a reconnect")
    func sentAgain() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane")
            let id = try lane.client.publish(topic: "out/a", payload: "x")
            lane.client.abandon()
            lane.collect()
            try lane.connect()
            try lane.run { $0.events.contains(.published(messageID: id, refusal: nil)) }
        }
    }

    @Test("a message is not delivered after its expiry, and one without expiry is")
    func expiry() throws {
        try withBroker { broker in
            let unit = try Lane.connected(broker.port, id: "unit", subscriptions: [Subscription("offer/#")])
            #expect(unit.client.disconnect())
            let lane = try Lane.connected(broker.port, id: "lane")
            _ = try lane.client.publish(topic: "offer/a", payload: "short", expirySeconds: 1)
            _ = try lane.client.publish(topic: "offer/a", payload: "long", expirySeconds: 600)
            _ = try lane.client.publish(topic: "offer/a", payload: "for ever")
            try lane.settle()
            // The broker counts whole seconds of its own clock.
            let enough = ContinuousClock.now + .milliseconds(2_300)
            try lane.run { _ in ContinuousClock.now >= enough }
            try unit.connect()
            try unit.settle()
            #expect(unit.texts == ["long", "for ever"])
        }
    }

    @Test("a topic with a wildcard or without a letter cannot be published to", arguments: ["a/+", "#", ""])
    func unusableTopic(_ topic: String) throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane")
            let error = try #require(throws: MQTTError.self) { try lane.client.publish(topic: topic, payload: "x") }
            #expect(error.kind == .invalidArgument)
        }
    }
}

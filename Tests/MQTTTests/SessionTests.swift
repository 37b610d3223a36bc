import MQTT
import TestSupport
import Testing

@Suite("Sessions and subscriptions", .timeLimit(.minutes(1)))
struct SessionTests {
    @Test("the session keeps messages while we are away")
    func keptWhileAway() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")])
            #expect(lane.client.disconnect())
            lane.collect()
            #expect(lane.disconnections == [.requested])
            let publisher = try Lane.connected(broker.port, id: "publisher")
            try publisher.publish("work/a", ["one", "two", "three"])

            // Another client object, as after a restart of the process, that subscribes to nothing.
            let returned = try Lane.connected(broker.port, id: "lane")
            try returned.run { $0.messages.count == 3 }
            #expect(returned.texts == ["one", "two", "three"])
            #expect(returned.sessionsPresent == [true])
        }
    }

    @Test("a session with no expiry ends with its connection")
    func sessionExpiryIsSent() throws {
        try withBroker { broker in
            for _ in 0..<2 {
                let lane = try Lane.connected(broker.port, id: "lane") { $0.sessionExpirySeconds = 0 }
                #expect(lane.sessionsPresent == [false])
                #expect(lane.client.disconnect())
            }
        }
    }

    @Test("retained messages come again on a later subscribe only if that was asked for")
    func retainHandling() throws {
        try withBroker { broker in
            let publisher = try Lane.connected(broker.port, id: "publisher")
            try publisher.publish("state/a", ["always"], retain: true)
            try publisher.publish("event/a", ["once"], retain: true)

            let subscriptions = [
                Subscription("state/#", retainHandling: .onEverySubscribe),
                Subscription("event/#", retainHandling: .onNewSubscription),
            ]
            let lane = try Lane.connected(broker.port, id: "lane", subscriptions: subscriptions)
            try lane.run { $0.messages.count == 2 }
            #expect(lane.messages.map(\.isRetained) == [true, true])
            #expect(Set(lane.texts) == ["always", "once"])
            try lane.settle()
            #expect(lane.client.disconnect())

            lane.messages = []
            try lane.connect()
            try lane.settle()
            #expect(lane.texts == ["always"])
        }
    }

    @Test("a filter that was unsubscribed while away is gone from the session")
    func unsubscribedWhileAway() throws {
        try withBroker { broker in
            let lane = try Lane.connected(
                broker.port, id: "lane", subscriptions: [Subscription("old/#"), Subscription("new/#")])
            #expect(lane.client.disconnect())
            try lane.client.unsubscribe(["old/#"])
            lane.expectedGrants = 1
            try lane.connect()
            try lane.settle()
            try lane.publish("old/a", ["unwanted"])
            try lane.publish("new/a", ["wanted"])
            try lane.run { !$0.messages.isEmpty }
            try lane.settle()
            #expect(lane.texts == ["wanted"])
        }
    }

    @Test("subscribing and unsubscribing take effect while connected")
    func changedWhileConnected() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane")
            lane.expectedGrants = 1
            try lane.client.subscribe([Subscription("work/#")])
            try lane.run { $0.isConnected }
            #expect(lane.grants == [SubscriptionGrant(filter: "work/#", refusal: nil)])
            try lane.publish("work/a", ["heard"])
            try lane.run { !$0.messages.isEmpty }
            try lane.client.unsubscribe(["work/#"])
            try lane.publish("work/a", ["unheard"])
            try lane.settle()
            #expect(lane.texts == ["heard"])
        }
    }

    @Test("a malformed filter is refused before anything is sent", arguments: ["a/#/b", "a+/b", "", "#/#"])
    func malformedFilter(_ filter: String) throws {
        let client = try MQTTClient(configuration: MQTTConfiguration(host: "127.0.0.1", port: 1, clientID: "lane"))
        let error = try #require(throws: MQTTError.self) { try client.subscribe([Subscription(filter)]) }
        #expect(error.kind == .invalidArgument)
        #expect(error.description.contains("\"\(filter)\""))
    }

    @Test("subscriptions ask for quality of service 1")
    func qualityOfService() throws {
        try withBroker { broker in
            _ = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")])
            #expect(broker.log.contains("work/# (QoS 1)"))
        }
    }
}

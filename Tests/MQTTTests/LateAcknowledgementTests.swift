import Foundation
import MQTT
import TestSupport
import Testing

@Suite("Late acknowledgement", .timeLimit(.minutes(1)))
struct LateAcknowledgementTests {
    /// A lane that has read `count` messages of a kept session and flushed nothing since.
    private func laneWithUnacknowledged(_ count: Int, _ broker: Broker) throws -> Lane {
        let lane = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")])
        lane.isAcknowledging = false
        let publisher = try Lane.connected(broker.port, id: "publisher")
        try publisher.publish("work/a", (0..<count).map { "m\($0)" })
        try lane.run { $0.messages.count == count }
        return lane
    }

    @Test("messages read but not flushed are delivered again after the connection is abandoned")
    func abandonedBeforeFlush() throws {
        try withBroker { broker in
            let lane = try laneWithUnacknowledged(120, broker)
            #expect(lane.client.wantsWrite)
            lane.client.abandon()
            lane.collect()
            #expect(lane.disconnections == [.abandoned])
            let first = lane.texts

            lane.messages = []
            lane.client.connect()
            try lane.run { $0.messages.count == 120 }
            #expect(lane.texts == first)
            #expect(lane.sessionsPresent == [false, true])
        }
    }

    @Test("messages that were flushed are not delivered again")
    func abandonedAfterFlush() throws {
        try withBroker { broker in
            let lane = try laneWithUnacknowledged(120, broker)
            try lane.flush()
            #expect(!lane.client.wantsWrite)
            // The answer to a message published after the flush shows that the broker has read the acknowledgements.
            lane.isAcknowledging = true
            try lane.settle()
            lane.client.abandon()

            lane.messages = []
            try lane.connect()
            try lane.settle()
            #expect(lane.texts == [])
            #expect(lane.sessionsPresent == [false, true])
        }
    }

    @Test("only what was read after the last flush is delivered again")
    func partlyFlushed() throws {
        try withBroker { broker in
            let lane = try laneWithUnacknowledged(10, broker)
            lane.isAcknowledging = true
            try lane.settle()
            lane.isAcknowledging = false
            let publisher = try Lane.connected(broker.port, id: "publisher")
            try publisher.publish("work/a", ["late"])
            try lane.run { $0.texts.last == "late" }
            lane.client.abandon()

            lane.messages = []
            lane.client.connect()
            try lane.run { !$0.messages.isEmpty }
            #expect(lane.texts == ["late"])
        }
    }

    @Test("no acknowledgement reaches the broker while the owner publishes, pings and reads without flushing")
    func nothingLeavesBeforeFlush() throws {
        try withBroker { broker in
            let lane = try laneWithUnacknowledged(50, broker)
            _ = try lane.client.publish(topic: "out", payload: "queued")
            lane.client.misc()
            _ = lane.client.readBatch { _, _, _ in Issue.record("nothing more was sent") }
            // A second client's round trip: by now the broker has read whatever the lane had sent before.
            let other = try Lane.connected(broker.port, id: "other")
            try other.settle()
            #expect(!broker.log.contains("Received PUBACK from lane"))
            #expect(!broker.log.contains("Received PUBLISH from lane"))

            try lane.flush()
            lane.isAcknowledging = true
            try lane.settle()
            #expect(broker.log.contains("Received PUBACK from lane"))
        }
    }

    @Test("what is read after the rest was kept apart is not acknowledged by the next flushes, and is after them")
    func keptApart() throws {
        try withBroker { broker in
            let lane = try laneWithUnacknowledged(30, broker)
            #expect(lane.client.keepApart())
            let publisher = try Lane.connected(broker.port, id: "publisher")
            try publisher.publish("work/a", (30..<50).map { "m\($0)" })
            try lane.run { $0.messages.count == 50 }
            // Neither do messages of ours take them along.
            _ = try lane.client.publish(topic: "out", payload: "queued")
            #expect(!lane.client.keepApart())
            try lane.flush()
            try lane.flush()
            #expect(!lane.client.wantsWrite)
            try waitForPUBACK(of: "lane", times: 30, broker)
            #expect(!broker.log.contains("Received PUBLISH from lane"))
            lane.client.abandon()

            lane.messages = []
            lane.client.connect()
            try lane.run { $0.messages.count == 20 }
            #expect(lane.texts == (30..<50).map { "m\($0)" })

            // The new connection begins joined, and what is joined again leaves with the next flush.
            #expect(lane.client.keepApart())
            lane.client.joinAgain()
            try lane.flush()
            lane.isAcknowledging = true
            try lane.settle()
            lane.client.abandon()
            lane.messages = []
            try lane.connect()
            try lane.settle()
            #expect(lane.texts == [])
        }
    }

    @Test("nothing can be kept apart without a connection, or when more waits than there is room for")
    func notApart() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane")
            let block = String(repeating: "x", count: 1 << 17)
            _ = try lane.client.publish(topic: "big", payload: block)
            #expect(!lane.client.keepApart())
            lane.isAcknowledging = true
            try lane.settle()
            #expect(lane.client.keepApart())
            lane.client.abandon()
            #expect(!lane.client.keepApart())
        }
    }

    /// Until the broker's log tells of so many acknowledgements.
    private func waitForPUBACK(of client: String, times: Int, _ broker: Broker) throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while broker.log.components(separatedBy: "Received PUBACK from \(client)").count <= times {
            try #require(ContinuousClock.now < deadline, "the broker heard of fewer than \(times)")
            try Lane.connected(broker.port, id: "waiting").settle()
        }
        #expect(broker.log.components(separatedBy: "Received PUBACK from \(client)").count == times + 1)
    }

    @Test("a client that goes out of existence acknowledges nothing")
    func destroyedBeforeFlush() throws {
        try withBroker { broker in
            do { _ = try laneWithUnacknowledged(7, broker) }
            let next = try Lane(broker.port, id: "lane")
            next.isAcknowledging = false
            next.client.connect()
            try next.run { $0.messages.count == 7 }
            #expect(next.sessionsPresent == [true])
        }
    }

    @Test("a flush into a broker that stands still returns instead of spinning or waiting")
    func flushAgainstStalledBroker() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane")
            broker.suspend()
            let block = String(repeating: "x", count: 1 << 20)
            for _ in 0..<16 { _ = try lane.client.publish(topic: "big", payload: block) }
            let start = ContinuousClock.now
            let isDone = try [lane.client.flush(), lane.client.flush()]
            #expect(isDone == [false, false])
            #expect(ContinuousClock.now - start < .seconds(2))
            #expect(lane.client.wantsWrite)

            broker.resume()
            try lane.flush()
            #expect(!lane.client.wantsWrite)
        }
    }

    @Test("what a broker that stands still could not take arrives complete and in order")
    func orderAfterStalledBroker() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")])
            broker.suspend()
            let expected = (0..<20).map { number in
                String(repeating: "\(number) ", count: number.isMultiple(of: 2) ? 500_000 : 10_000)
            }
            for text in expected { _ = try lane.client.publish(topic: "work/a", payload: text) }
            #expect(try !lane.client.flush())
            broker.resume()
            try lane.run { $0.messages.count == expected.count }
            #expect(lane.texts == expected)
        }
    }

    @Test("a flush without a connection says so")
    func flushWithoutConnection() throws {
        let client = try MQTTClient(configuration: MQTTConfiguration(host: "127.0.0.1", port: 1, clientID: "lane"))
        let error = try #require(throws: MQTTError.self) { try client.flush() }
        #expect(error.kind == .notConnected)
    }
}

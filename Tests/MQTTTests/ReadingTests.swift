import Foundation
import MQTT
import TestSupport
import Testing

@Suite("Reading", .timeLimit(.minutes(1)))
struct ReadingTests {
    @Test("a backlog arrives complete and in order, in batches near their limit")
    func backlog() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")])
            #expect(lane.client.disconnect())
            let publisher = try Lane.connected(broker.port, id: "publisher")
            let expected = (0..<5_000).map { "m\($0)" }
            try publisher.publish("work/a", expected)

            lane.batches = []
            lane.maxMessages = 20
            lane.client.connect()
            try lane.run { $0.messages.count == 5_000 }
            try lane.settle()
            #expect(lane.texts == expected)
            #expect(lane.batches.map(\.messages).reduce(0, +) == 5_000)
            #expect(lane.batches.map(\.bytes).reduce(0, +) == expected.reduce(0) { $0 + $1.utf8.count + 6 })
            #expect(lane.batches.allSatisfy { $0.messages <= 40 })
            #expect(lane.batches.contains { $0.end == .limit })
            #expect(lane.batches.contains { $0.end == .drained })
        }
    }

    @Test("reading and acknowledging a backlog takes far fewer system calls than messages")
    func systemCalls() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")])
            let publisher = try Lane.connected(broker.port, id: "publisher")
            try publisher.publish("work/a", (0..<2_000).map { "m\($0)" })
            let before = try systemCallsOfThread()
            try lane.run { $0.messages.count == 2_000 }
            // One remains for each message: the library wakes a thread that is not there.
            #expect(try systemCallsOfThread() - before < 3_000)
        }
    }

    @Test("a batch ends at its bytes")
    func byteLimit() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")])
            lane.isAcknowledging = false
            let publisher = try Lane.connected(broker.port, id: "publisher")
            try publisher.publish("work/a", Array(repeating: String(repeating: "x", count: 994), count: 40))
            var sizes: [Int] = []
            while sizes.reduce(0, +) < 40 {
                let batch = lane.client.readBatch(maxBytes: 10_000) { _, _, _ in }
                sizes.append(batch.messages)
            }
            #expect(sizes.allSatisfy { $0 <= 10 })
        }
    }

    @Test("payloads of any size and content arrive as they were", arguments: [0, 1, 127, 128, 16_384, 5 << 20])
    func sizes(_ size: Int) throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")])
            let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
            _ = try lane.client.publish(topic: "work/a", payload: payload.span.bytes)
            try lane.run { !$0.messages.isEmpty }
            #expect(lane.messages.count == 1)
            #expect(lane.messages.first?.topic == "work/a")
            #expect(lane.messages.first?.payload == payload)
        }
    }

    @Test("a read without a connection says so and delivers nothing")
    func withoutConnection() throws {
        let lane = try Lane(try freePort(), id: "lane")
        let batch = lane.client.readBatch { _, _, _ in Issue.record("there is nothing to read") }
        #expect(batch == ReadBatch(messages: 0, bytes: 0, end: .disconnected))
    }
}

/// How often the running thread has read or written since it began (proc(5), /proc/pid/io).
private func systemCallsOfThread() throws -> Int {
    try String(contentsOfFile: "/proc/thread-self/io", encoding: .utf8).split(separator: "\n")
        .filter { $0.hasPrefix("syscr") || $0.hasPrefix("syscw") }
        .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
}

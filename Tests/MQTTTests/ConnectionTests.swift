import MQTT
import TestSupport
import Testing

@Suite("Connections", .timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test("a killed broker is reported, and a new one gets the subscriptions again")
    func brokerKilled() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")])
            broker.kill()
            try lane.run { !$0.disconnections.isEmpty }
            #expect(lane.disconnections == [.lost])
            #expect(!lane.client.isConnected)
            #expect(lane.client.socket == nil)

            try broker.start()
            try lane.connect()
            #expect(lane.sessionsPresent == [false, false])
            try lane.publish("work/a", ["back"])
            try lane.run { !$0.messages.isEmpty }
            #expect(lane.texts == ["back"])
        }
    }

    @Test("a broker restarted in good order still has the session")
    func brokerRestarted() throws {
        try withBroker(Broker.Options(persistence: true)) { broker in
            let lane = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")])
            broker.stop()
            try lane.run { !$0.disconnections.isEmpty }
            try broker.start()
            try lane.connect()
            #expect(lane.sessionsPresent == [false, true])
        }
    }

    @Test("a broker that is not there is reported with host, port and reason, and does not hold us up")
    func nobodyThere() throws {
        let port = try freePort()
        let lane = try Lane(port, id: "lane")
        let start = ContinuousClock.now
        lane.client.connect()
        #expect(ContinuousClock.now - start < .milliseconds(500))
        try lane.run { !$0.events.isEmpty }
        #expect(lane.disconnections == [.unreachable])
        #expect("\(lane.events)".contains("refused"))
        #expect("\(lane.events)".contains("127.0.0.1:\(port)"))
    }

    @Test("a name that does not exist is reported and does not hold us up")
    func unknownName() throws {
        let lane = try Lane(1_883, id: "lane") { $0.host = "broker.invalid" }
        let start = ContinuousClock.now
        lane.client.connect()
        #expect(ContinuousClock.now - start < .milliseconds(500))
        #expect(lane.client.socket != nil)
        try lane.run { !$0.events.isEmpty }
        let isReported = lane.disconnections == [.unreachable] || lane.disconnections == [.timedOut]
        #expect(isReported)
        #expect("\(lane.events)".contains("broker.invalid"))
    }

    @Test(
        "a name is looked up on the way to a connection", arguments: ["localhost", "ip4-localhost.localhost", "127.1"])
    func knownName(_ host: String) throws {
        try withBroker { broker in
            let lane = try Lane(broker.port, id: "lane") { $0.host = host }
            lane.client.connect()
            try lane.run { !$0.events.isEmpty }
            // Not every resolver knows names below localhost; the numeric form is one that only a lookup understands.
            if host != "ip4-localhost.localhost" { #expect(lane.sessionsPresent == [false]) }
        }
    }

    @Test("a machine that accepts but never answers is given up in time")
    func silentMachine() throws {
        let listener = try LoopbackListener()
        let lane = try Lane(listener.port, id: "lane") { $0.connectTimeout = .milliseconds(150) }
        lane.client.connect()
        try lane.run { !$0.events.isEmpty }
        #expect(lane.disconnections == [.timedOut])
        #expect(lane.client.socket == nil)
    }

    @Test("a machine that does not even accept is given up in time, and can be tried again", arguments: [false, true])
    func unreachableMachine(_ isEncrypted: Bool) throws {
        let listener = try LoopbackListener()
        try #require(listener.stopAccepting())
        let lane = try Lane(listener.port, id: "lane") {
            $0.connectTimeout = .milliseconds(150)
            if isEncrypted { $0.tls = .init() }
        }
        for _ in 0..<2 {
            lane.events = []
            let start = ContinuousClock.now
            lane.client.connect()
            #expect(ContinuousClock.now - start < .milliseconds(100))
            try lane.run { !$0.events.isEmpty }
            #expect(lane.disconnections == [.timedOut])
            #expect(lane.client.socket == nil)
        }
    }

    @Test("a machine that hangs up during the encryption handshake is reported at once")
    func hangsUpDuringHandshake() throws {
        let listener = try LoopbackListener()
        let lane = try Lane(listener.port, id: "lane") { $0.tls = .init() }
        lane.client.connect()
        // The first connection is only a trial and says nothing.
        try lane.run { _ in !listener.exchange([], within: 20).isEmpty }
        let start = ContinuousClock.now
        try lane.run { !$0.events.isEmpty }
        #expect(lane.disconnections == [.unreachable])
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    @Test("a refusal of the broker is told in its words, once")
    func refused() throws {
        try withBroker(Broker.Options(allowAnonymous: false)) { broker in
            let lane = try Lane(broker.port, id: "lane")
            lane.client.connect()
            try lane.run { $0.client.socket == nil && !$0.events.isEmpty }
            #expect(lane.refusals.map(\.code) == [0x87])
            #expect(lane.refusals.map(\.description) == ["Not authorized"])
            #expect(lane.disconnections == [])
        }
    }

    @Test(
        "the reason a broker gives for ending the connection is kept apart from a loss",
        arguments: [
            (0x8E, Disconnection.Kind.sessionTakenOver, "took over"),
            (0x8B, .byBroker(reasonCode: 0x8B), "Server shutting down"),
            (0x98, .byBroker(reasonCode: 0x98), "Administrative action"),
        ] as [(UInt8, Disconnection.Kind, String)])
    func endedByBroker(_ code: UInt8, _ kind: Disconnection.Kind, _ words: String) throws {
        let listener = try LoopbackListener()
        let lane = try Lane(listener.port, id: "lane")
        lane.client.connect()
        try lane.run { !$0.client.wantsWrite }
        // CONNACK without session, then DISCONNECT (MQTT 5, sections 3.2 and 3.14).
        #expect(!listener.exchange([0x20, 0x03, 0x00, 0x00, 0x00, 0xE0, 0x02, code, 0x00]).isEmpty)
        try lane.run { !$0.disconnections.isEmpty }
        #expect(lane.sessionsPresent == [false])
        #expect(lane.disconnections == [kind])
        #expect("\(lane.events)".contains(words))
        #expect(lane.client.socket == nil)
    }

    @Test("another client with our identity ends our connection")
    func takenOver() throws {
        try withBroker { broker in
            let first = try Lane.connected(broker.port, id: "lane")
            let second = try Lane.connected(broker.port, id: "lane")
            try first.run { !$0.disconnections.isEmpty }
            // Mosquitto 2.0.11 closes without the DISCONNECT that MQTT 5 (section 3.1.4) asks for; later ones send it.
            let isOver = first.disconnections == [.lost] || first.disconnections == [.sessionTakenOver]
            #expect(isOver)
            #expect(second.client.isConnected)
        }
    }

    @Test("connecting again drops the connection that stands")
    func connectTwice() throws {
        try withBroker { broker in
            let lane = try Lane.connected(broker.port, id: "lane")
            try lane.connect()
            #expect(lane.disconnections == [.abandoned])
            #expect(lane.sessionsPresent == [false, true])
        }
    }

    @Test("the broker publishes our will when we vanish and not when we say good-bye", arguments: [true, false])
    func will(_ vanishes: Bool) throws {
        try withBroker { broker in
            let watcher = try Lane.connected(broker.port, id: "watcher", subscriptions: [Subscription("online/#")])
            let lane = try Lane.connected(broker.port, id: "lane") {
                $0.will = .init(topic: "online/lane", payload: Array("false".utf8), isRetained: true)
            }
            if vanishes { lane.client.abandon() } else { lane.client.disconnect() }
            if vanishes { try watcher.run { !$0.messages.isEmpty } } else { try watcher.settle() }
            #expect(watcher.texts == (vanishes ? ["false"] : []))
        }
    }

    @Test("CONNECT asks for the session expiry and the receive maximum, first time and again")
    func connectPacket() throws {
        let listener = try LoopbackListener()
        let lane = try Lane(listener.port, id: "lane")
        for _ in 0..<2 {
            lane.client.connect()
            try lane.run { !$0.client.wantsWrite }
            let packet = listener.exchange([])
            // MQTT 5, section 3.1.2: property 0x11 with four bytes, property 0x21 with two.
            #expect(packet.firstRange(of: [0x11, 0x00, 0x09, 0x3A, 0x80]) != nil)
            #expect(packet.firstRange(of: [0x21, 0x0F, 0xA0]) != nil)
            // Clean start is off: bit 1 of the flags after protocol name and version.
            #expect(packet.count > 9 && packet[9] & 0b10 == 0)
        }
    }

    @Test(
        "a configuration that cannot work is refused with a sentence",
        arguments: [
            ("identity", MQTTConfiguration(host: "h", port: 1, clientID: "")),
            ("port", MQTTConfiguration(host: "h", port: 0, clientID: "c")),
            ("/no.pem", MQTTConfiguration(host: "h", port: 1, clientID: "c", tls: .init(authorityPath: "/no.pem"))),
            (
                "will",
                MQTTConfiguration(
                    host: "h", port: 1, clientID: "c", will: .init(topic: "a/#", payload: [], isRetained: false))
            ),
        ])
    func unusableConfiguration(_ word: String, _ configuration: MQTTConfiguration) throws {
        let error = try #require(throws: MQTTError.self) { try MQTTClient(configuration: configuration) }
        #expect(error.description.contains(word))
    }
}

import FaultyNetwork
import FleetSimulator
import Testing

/// Packets as MQTT 5 writes them.
enum Wire {
    static func text(_ text: String) -> [UInt8] {
        [UInt8(text.utf8.count >> 8), UInt8(text.utf8.count & 0xFF)] + Array(text.utf8)
    }

    static func packet(_ first: UInt8, _ contents: [UInt8]) -> [UInt8] {
        var length = contents.count
        var bytes = [first]
        repeat {
            bytes.append(UInt8(length & 0x7F) | (length > 0x7F ? 0x80 : 0))
            length >>= 7
        } while length > 0
        return bytes + contents
    }

    static func connect(_ id: String, version: UInt8 = 5) -> [UInt8] {
        packet(0x10, text("MQTT") + [version, 0, 0, 60] + (version == 5 ? [0] : []) + text(id))
    }

    static func connected(sessionPresent: Bool) -> [UInt8] { packet(0x20, [sessionPresent ? 1 : 0, 0, 0]) }

    static func publish(
        _ topic: String, _ payload: [UInt8], id: UInt16, properties: [UInt8] = [], version: UInt8 = 5
    ) -> [UInt8] {
        packet(
            0x32,
            text(topic) + [UInt8(id >> 8), UInt8(id & 0xFF)]
                + (version == 5 ? [UInt8(properties.count)] + properties : []) + payload)
    }

    static func acknowledgement(_ id: UInt16, reason: UInt8? = nil) -> [UInt8] {
        packet(0x40, [UInt8(id >> 8), UInt8(id & 0xFF)] + (reason.map { [$0] } ?? []))
    }
}

@Suite("Packets on the wire")
struct PacketReaderTests {
    /// Two messages with QoS 1, one of them long, one with QoS 0, and an answer.
    private let bytes =
        Wire.connect("callahead") + Wire.publish("a/b", [1, 2, 3], id: 7, properties: [0x01, 0x01])
        + Wire.packet(0x30, Wire.text("a/c") + [0] + [9, 9])
        + Wire.publish("a/b", [UInt8](repeating: 5, count: 300), id: 300)
        + Wire.acknowledgement(7) + Wire.acknowledgement(300, reason: 0x97)

    private let expected: [PacketReader.Packet] = [
        .connect(version: 5, clientID: "callahead"),
        .publish(id: 7, digest: messageDigest(topic: "a/b", payload: [1, 2, 3]), isRepeated: false),
        .publish(
            id: 300, digest: messageDigest(topic: "a/b", payload: [UInt8](repeating: 5, count: 300)), isRepeated: false),
        .acknowledgement(id: 7, reason: 0), .acknowledgement(id: 300, reason: 0x97),
    ]

    @Test("packets are found however they are cut", arguments: [1, 2, 3, 7, 64, 10_000])
    func pieces(size: Int) {
        var reader = PacketReader()
        var found: [PacketReader.Packet] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            bytes[start..<min(bytes.count, start + size)].withUnsafeBytes { reader.feed($0) { found.append($0) } }
        }
        #expect(found == expected)
        #expect(reader.problem == nil)
    }

    @Test("every cut into two pieces gives the same packets")
    func twoPieces() {
        let same = (0...bytes.count).allSatisfy { cut in
            var reader = PacketReader()
            var found: [PacketReader.Packet] = []
            for piece in [bytes[..<cut], bytes[cut...]] {
                piece.withUnsafeBytes { reader.feed($0) { found.append($0) } }
            }
            return found == expected
        }
        #expect(same)
    }

    @Test("a message of MQTT 3.1.1 has no properties")
    func oldVersion() {
        var reader = PacketReader()
        var found: [PacketReader.Packet] = []
        let bytes = Wire.connect("old", version: 4) + Wire.publish("t", [3, 1], id: 1, version: 4)
        bytes.withUnsafeBytes { reader.feed($0) { found.append($0) } }
        #expect(found.last == .publish(id: 1, digest: messageDigest(topic: "t", payload: [3, 1]), isRepeated: false))
    }

    @Test("a packet beyond the limit is passed over without being kept")
    func hugePacket() {
        var reader = PacketReader()
        var found: [PacketReader.Packet] = []
        let size = PacketReader.limit + 5
        let header: [UInt8] = [0x32] + (0..<4).map { UInt8((size >> (7 * $0)) & 0x7F) | ($0 < 3 ? 0x80 : 0) }
        header.withUnsafeBytes { reader.feed($0) { found.append($0) } }
        let piece = [UInt8](repeating: 0x40, count: 1 << 20)
        var left = size
        while left > 0 {
            piece.prefix(left).withUnsafeBytes { reader.feed($0) { found.append($0) } }
            left -= min(left, piece.count)
        }
        Wire.acknowledgement(9).withUnsafeBytes { reader.feed($0) { found.append($0) } }
        #expect(found == [.acknowledgement(id: 9, reason: 0)])
        #expect(reader.passedOver == 1)
    }

    @Test("bytes that are no MQTT are told and do no harm")
    func nonsense() {
        var reader = PacketReader()
        [UInt8](repeating: 0xFF, count: 100).withUnsafeBytes { reader.feed($0) { _ in } }
        #expect(reader.problem != nil)
    }

    @Test("what was delivered and acknowledged is taken; nothing else is")
    func watch() {
        var watch = DeliveryWatch()
        var found: [DeliveryWatch.Finding] = []
        let first = messageDigest(topic: "t", payload: [1])
        let second = messageDigest(topic: "t", payload: [2])
        Wire.connect("callahead").withUnsafeBytes { watch.client(says: $0) { found.append($0) } }
        let down = Wire.connected(sessionPresent: true) + Wire.publish("t", [1], id: 1) + Wire.publish("t", [2], id: 2)
        down.withUnsafeBytes { watch.broker(says: $0) { found.append($0) } }
        let up = Wire.acknowledgement(2) + Wire.acknowledgement(2) + Wire.publish("offer", [8], id: 2)
        up.withUnsafeBytes { watch.client(says: $0) { found.append($0) } }
        Wire.acknowledgement(2).withUnsafeBytes { watch.broker(says: $0) { found.append($0) } }
        Wire.acknowledgement(1, reason: 0x83).withUnsafeBytes { watch.client(says: $0) { found.append($0) } }
        #expect(
            found == [
                .connected(clientID: "callahead", sessionPresent: true), .taken(digest: second),
                .unknownAcknowledgement(id: 2), .published(digest: messageDigest(topic: "offer", payload: [8])),
                .refused(digest: first, reason: 0x83),
            ])
    }
}

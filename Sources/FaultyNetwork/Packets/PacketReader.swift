internal import FleetSimulator

/// Finds the MQTT packets in one direction of a connection, however the bytes are cut into pieces.
///
/// It keeps at most one packet that is not complete yet; one that is longer than ``limit`` is passed over.
package struct PacketReader: Sendable {
    /// A packet that tells something about who has which message.
    package enum Packet: Sendable, Equatable {
        /// CONNECT: `version` is 5 for MQTT 5, 4 for 3.1.1.
        case connect(version: UInt8, clientID: String)
        case connected(sessionPresent: Bool, reason: UInt8)
        /// PUBLISH with QoS 1 or 2.
        case publish(id: UInt16, digest: UInt64, isRepeated: Bool)
        /// PUBACK.
        case acknowledgement(id: UInt16, reason: UInt8)
        case disconnect(reason: UInt8)
    }

    /// Bytes of the longest packet that is looked into.
    package static let limit = 16 << 20

    /// 5 for MQTT 5; a PUBLISH of 3.1.1 has no properties.
    package var version: UInt8 = 5
    /// Why the bytes are no MQTT any more: from then on nothing is found.
    package private(set) var problem: String?
    /// Packets that were too long to be looked into.
    package private(set) var passedOver = 0

    private var bytes: [UInt8] = []
    private var left = 0

    package init() {}

    /// Takes the next bytes, and hands out the packets that are complete with them.
    package mutating func feed(_ piece: UnsafeRawBufferPointer, _ body: (Packet) -> Void) {
        guard problem == nil else { return }
        var piece = piece
        if left > 0 {
            let skipped = min(left, piece.count)
            left -= skipped
            piece = UnsafeRawBufferPointer(rebasing: piece.dropFirst(skipped))
        }
        bytes.append(contentsOf: piece)
        var start = 0
        while let header = header(at: start) {
            let end = start + header.size + header.length
            if header.size + header.length > PacketReader.limit {
                passedOver += 1
                left = max(0, end - bytes.count)
                start = min(end, bytes.count)
                continue
            }
            guard end <= bytes.count else { break }
            let contents = bytes[(start + header.size)..<end]
            if let packet = packet(bytes[start], contents) {
                if case .connect(let version, _) = packet { self.version = version }
                body(packet)
            }
            start = end
        }
        bytes.removeFirst(start)
    }

    /// Size of the fixed header and length of what follows it; `nil` while it is not complete.
    private mutating func header(at start: Int) -> (size: Int, length: Int)? {
        guard problem == nil, start < bytes.count else { return nil }
        guard let number = PacketReader.number(bytes[(start + 1)...]) else {
            // Four bytes are the most that a length may have (MQTT 5, 1.5.5).
            if bytes.count - start > 4 { problem = "a packet's length is not one" }
            return nil
        }
        return (1 + number.size, number.value)
    }

    /// A variable byte integer.
    private static func number(_ bytes: ArraySlice<UInt8>) -> (value: Int, size: Int)? {
        var value = 0
        for (index, byte) in bytes.prefix(4).enumerated() {
            value |= Int(byte & 0x7F) << (7 * index)
            if byte & 0x80 == 0 { return (value, index + 1) }
        }
        return nil
    }

    private func packet(_ first: UInt8, _ contents: ArraySlice<UInt8>) -> Packet? {
        var rest = contents
        switch first >> 4 {
        case 1: return connect(&rest)
        case 2:
            guard let flags = rest.popFirst(), let reason = rest.popFirst() else { return nil }
            return .connected(sessionPresent: flags & 1 == 1, reason: reason)
        case 3:
            guard (first >> 1) & 3 > 0, let topic = text(&rest), let id = integer(&rest) else { return nil }
            if version >= 5 {
                guard let properties = PacketReader.number(rest) else { return nil }
                rest = rest.dropFirst(properties.size + properties.value)
            }
            return .publish(
                id: id, digest: messageDigest(topic: String(decoding: topic, as: UTF8.self), payload: rest),
                isRepeated: first & 8 != 0)
        case 4: return integer(&rest).map { .acknowledgement(id: $0, reason: rest.first ?? 0) }
        case 14: return .disconnect(reason: rest.first ?? 0)
        default: return nil
        }
    }

    private func connect(_ rest: inout ArraySlice<UInt8>) -> Packet? {
        guard text(&rest) != nil, let version = rest.popFirst() else { return nil }
        // Flags and keepalive.
        rest = rest.dropFirst(3)
        if version >= 5 {
            guard let properties = PacketReader.number(rest) else { return nil }
            rest = rest.dropFirst(properties.size + properties.value)
        }
        guard let id = text(&rest) else { return nil }
        return .connect(version: version, clientID: String(decoding: id, as: UTF8.self))
    }

    private func integer(_ rest: inout ArraySlice<UInt8>) -> UInt16? {
        guard let high = rest.popFirst(), let low = rest.popFirst() else { return nil }
        return UInt16(high) << 8 | UInt16(low)
    }

    private func text(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let length = integer(&rest), rest.count >= Int(length) else { return nil }
        defer { rest = rest.dropFirst(Int(length)) }
        return rest.prefix(Int(length))
    }
}

/// Follows who has acknowledged what on one connection of a client to a broker.
package struct DeliveryWatch: Sendable {
    /// What was seen on the wire.
    package enum Finding: Sendable, Equatable {
        /// The client has connected.
        case connected(clientID: String, sessionPresent: Bool)
        /// The client has acknowledged a message that the broker delivered.
        case taken(digest: UInt64)
        /// The client has refused a message with a reason code of 0x80 or more: the broker forgets it.
        case refused(digest: UInt64, reason: UInt8)
        /// The client has acknowledged what was never delivered on this connection.
        case unknownAcknowledgement(id: UInt16)
        /// The broker has acknowledged a message that the client published.
        case published(digest: UInt64)
        /// The bytes are no MQTT: from here on nothing is seen.
        case unreadable(String)
    }

    private var fromBroker = PacketReader()
    private var fromClient = PacketReader()
    private var clientID = ""
    /// Digests by packet id; there are 65,535 ids.
    private var delivered: [UInt16: UInt64] = [:]
    private var publishing: [UInt16: UInt64] = [:]
    private var hasComplained = false

    package init() {}

    /// Takes bytes on their way to the client.
    package mutating func broker(says bytes: UnsafeRawBufferPointer, _ body: (Finding) -> Void) {
        var reader = fromBroker
        fromBroker = PacketReader()
        reader.feed(bytes) { packet in
            switch packet {
            case .connected(let sessionPresent, let reason) where reason == 0:
                body(.connected(clientID: clientID, sessionPresent: sessionPresent))
            case .publish(let id, let digest, _): delivered[id] = digest
            case .acknowledgement(let id, _):
                if let digest = publishing.removeValue(forKey: id) { body(.published(digest: digest)) }
            default: break
            }
        }
        fromBroker = reader
        complain(reader.problem, body)
    }

    /// Takes bytes on their way to the broker.
    package mutating func client(says bytes: UnsafeRawBufferPointer, _ body: (Finding) -> Void) {
        var reader = fromClient
        fromClient = PacketReader()
        reader.feed(bytes) { packet in
            switch packet {
            case .connect(let version, let id):
                clientID = id
                fromBroker.version = version
            case .publish(let id, let digest, _): publishing[id] = digest
            case .acknowledgement(let id, let reason):
                guard let digest = delivered.removeValue(forKey: id) else {
                    return body(.unknownAcknowledgement(id: id))
                }
                body(reason < 0x80 ? .taken(digest: digest) : .refused(digest: digest, reason: reason))
            default: break
            }
        }
        fromClient = reader
        complain(reader.problem, body)
    }

    private mutating func complain(_ problem: String?, _ body: (Finding) -> Void) {
        guard let problem, !hasComplained else { return }
        hasComplained = true
        body(.unreadable(problem))
    }
}

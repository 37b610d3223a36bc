/// What happened to the connection, apart from messages that arrived.
package enum MQTTEvent: Sendable, Equatable {
    /// The broker accepted us; without a session it has forgotten what it held for us.
    case connected(sessionPresent: Bool)

    /// The broker answered and said no; the attempt is over, and no ``disconnected(_:)`` follows.
    case connectionRefused(BrokerReason)

    /// The connection, or the attempt to make one, is over. Nothing reconnects by itself.
    case disconnected(Disconnection)

    /// The broker answered a published message: accepted if `refusal` is `nil`.
    case published(messageID: Int32, refusal: BrokerReason?)

    /// The broker answered a subscribe.
    case subscribed([SubscriptionGrant])
}

/// An MQTT 5 reason code with the words for it.
package struct BrokerReason: Sendable, Hashable, CustomStringConvertible {
    /// The code (MQTT 5, section 2.4); 128 and above are refusals.
    package var code: UInt8

    /// The code in words, for the log.
    package var description: String

    /// A reason as the broker gave it.
    package init(code: UInt8, description: String) {
        self.code = code
        self.description = description
    }
}

/// Why a connection ended.
package struct Disconnection: Sendable, Equatable, CustomStringConvertible {
    /// What to do about it depends on who ended the connection.
    package enum Kind: Sendable, Hashable {
        /// We sent DISCONNECT.
        case requested

        /// We dropped the connection so that the broker delivers again.
        case abandoned

        /// Another client uses our identity (MQTT 5 reason 0x8E): reconnecting would throw it out in turn.
        case sessionTakenOver

        /// The broker ended the connection with a reason of its own.
        case byBroker(reasonCode: UInt8)

        /// The broker could not be reached: no such name, refused, no route.
        case unreachable

        /// Nothing was heard in time.
        case timedOut

        /// The connection broke.
        case lost
    }

    /// What ended the connection.
    package var kind: Kind

    /// The reason in words, for the log.
    package var description: String

    /// What went wrong with the encryption, if that was it.
    package var encryption: EncryptionTrouble?

    /// A disconnection with its reason.
    package init(kind: Kind, description: String, encryption: EncryptionTrouble? = nil) {
        self.kind = kind
        self.description = description
        self.encryption = encryption
    }
}

/// Why a call into the MQTT client failed.
package struct MQTTError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the caller can do about it.
    package enum Kind: Sendable, Hashable {
        /// There is no connection: try again after ``MQTTEvent/connected(sessionPresent:)``.
        case notConnected

        /// The connection broke during the call; the event says why.
        case connectionLost

        /// The arguments or the configuration cannot be used.
        case invalidArgument

        /// The message is larger than the protocol or the broker allows.
        case tooLarge

        /// Anything else; the description says what.
        case failed
    }

    /// What the caller can do about it.
    package var kind: Kind

    /// The failure in words, captured when it happened.
    package var description: String

    /// An error with its reason in words.
    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}

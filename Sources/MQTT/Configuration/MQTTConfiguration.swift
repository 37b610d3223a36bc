/// Where the broker is, who we are to it, and how long it keeps our session.
package struct MQTTConfiguration: Sendable, Equatable {
    /// Name or address of the broker.
    ///
    /// A name is looked up on a thread of its own, so that a silent name server cannot hold up the caller.
    package var host: String

    /// TCP port of the broker.
    package var port: UInt16

    /// The fixed identity under which the broker keeps our session; must not be empty.
    package var clientID: String

    /// How the connection is encrypted; `nil` means it is not.
    package var tls: TLS?

    /// User name, if the broker asks for one.
    package var username: String?

    /// Password that goes with ``username``.
    package var password: String?

    /// Seconds for which the broker keeps our session and its messages after we have gone.
    package var sessionExpirySeconds: UInt32 = 7 * 86_400

    /// How many messages we accept unacknowledged; some brokers exceed it, so memory must not depend on it.
    package var receiveMaximum: UInt16 = 4_000

    /// Seconds of silence after which a ping is exchanged; the library refuses less than 5.
    package var keepAliveSeconds: UInt16 = 60

    /// How long a connection may take from the start of the lookup to the broker's CONNACK.
    package var connectTimeout: Duration = .seconds(10)

    /// What the broker says in our name when we vanish without a DISCONNECT.
    package var will: Will?

    /// A configuration with the usual session, limits and keepalive.
    package init(
        host: String, port: UInt16, clientID: String, tls: TLS? = nil, username: String? = nil,
        password: String? = nil, will: Will? = nil
    ) {
        self.host = host
        self.port = port
        self.clientID = clientID
        self.tls = tls
        self.username = username
        self.password = password
        self.will = will
    }
}

extension MQTTConfiguration {
    /// Paths of the PEM files for an encrypted connection.
    package struct TLS: Sendable, Equatable {
        /// Certificates that vouch for the broker; `nil` uses those of the operating system.
        package var authorityPath: String?

        /// Our own certificate, if the broker asks for one; needs ``authorityPath`` and ``keyPath``.
        package var certificatePath: String?

        /// The key of our own certificate.
        package var keyPath: String?

        /// Encryption with the given files.
        package init(authorityPath: String? = nil, certificatePath: String? = nil, keyPath: String? = nil) {
            self.authorityPath = authorityPath
            self.certificatePath = certificatePath
            self.keyPath = keyPath
        }
    }

    /// A message the broker publishes when the connection breaks; sent with QoS 1.
    package struct Will: Sendable, Equatable {
        /// Where it is published.
        package var topic: String

        /// What is published.
        package var payload: [UInt8]

        /// Whether the broker keeps it for later subscribers.
        package var isRetained: Bool

        /// A will for one topic.
        package init(topic: String, payload: [UInt8], isRetained: Bool) {
            self.topic = topic
            self.payload = payload
            self.isRetained = isRetained
        }
    }
}

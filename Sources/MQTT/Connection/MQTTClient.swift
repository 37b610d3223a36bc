internal import CBlockIO
internal import CMosquitto
internal import Glibc

/// A connection to a broker that acknowledges messages late: only when its owner flushes.
///
/// One thread owns a client and makes all calls. The owner polls ``socket``, reads a batch, makes its consequences
/// durable, and then flushes; PUBACKs wait in the library until then. Between the end of a batch and its commit the
/// owner must not call ``flush()``, nor ``readBatch(maxMessages:maxBytes:maxDuration:sink:)`` unless ``keepApart()`` has
/// said that it may: a flush acknowledges everything read so far. A client never reconnects by itself.
package final class MQTTClient {
    let configuration: MQTTConfiguration
    let handle: MosquittoHandle
    var lookup: HostLookup?
    var attemptDeadline: ContinuousClock.Instant?
    /// Whether ``flush()`` sends only what was queued before ``keepApart()``.
    var isApart = false

    var context: ClientContext { handle.context }

    /// Makes a client that is not connected yet.
    ///
    /// - Throws: ``MQTTError`` if the configuration cannot be used: an empty identity, unreadable certificates, a
    ///   keepalive below 5 seconds, a will on a topic with wildcards.
    package init(configuration: MQTTConfiguration) throws(MQTTError) {
        guard !configuration.clientID.isEmpty else {
            throw MQTTError(.invalidArgument, "a session that is kept needs a client identity")
        }
        guard !configuration.host.isEmpty, configuration.port > 0 else {
            throw MQTTError(.invalidArgument, "the broker needs a host and a port above 0")
        }
        guard configuration.keepAliveSeconds >= 5, configuration.receiveMaximum > 0 else {
            throw MQTTError(.invalidArgument, "keepalive must be at least 5 s and receive maximum above 0")
        }
        self.configuration = configuration
        handle = try MosquittoHandle(clientID: configuration.clientID)
        try handle.apply(configuration)
        handle.context.address = "\(configuration.host):\(configuration.port)"
    }

    /// The descriptor to wait on; `nil` while there is no connection and no attempt.
    ///
    /// Wait until it can be read, but not while ``hasUnread``, and also until it can be written while ``wantsWrite``. It
    /// changes with every connect, and during one when a name had to be looked up.
    package var socket: Int32? {
        if let lookup { return lookup.descriptor }
        guard context.isOpen else { return nil }
        let descriptor = mosquitto_socket(handle.raw)
        return descriptor < 0 ? nil : descriptor
    }

    /// Whether bytes were read that no batch had room for: ``socket`` does not tell of them.
    package var hasUnread: Bool { socket != nil && block_io_unread(handle.blocks) > 0 }

    /// Whether packets wait for ``flush()``.
    package var wantsWrite: Bool {
        guard socket != nil, lookup == nil else { return false }
        return block_io_unsent(handle.blocks) > 0 || (!isApart && mosquitto_want_write(handle.raw))
    }

    /// Whether the broker has accepted us and the connection stands, as far as we know.
    package var isConnected: Bool { context.isConnected }

    /// What happened since the last call, oldest first.
    ///
    /// Fetch it after every other call. A connect comes before the messages of its batch and a disconnect after
    /// them, because no batch spans two connections.
    package func takeEvents() -> [MQTTEvent] {
        guard !context.events.isEmpty else { return [] }
        defer { context.events.removeAll() }
        return context.events
    }

    /// Sends what keeps the connection alive, and ends an attempt or a connection that is silent for too long.
    ///
    /// Call it at least once a second, but not between a read and its commit. A ping is only queued.
    package func misc() {
        if lookup != nil {
            finishLookup()
        }
        if let attemptDeadline, !context.isConnected, ContinuousClock.now >= attemptDeadline {
            drop(
                Disconnection(kind: .timedOut, description: "\(context.address) did not answer in time"))
            return
        }
        guard lookup == nil, socket != nil else { return }
        // Its result repeats what the disconnect callback has recorded.
        _ = mosquitto_loop_misc(handle.raw)
    }
}

internal import CBlockIO
internal import CMosquitto
internal import Glibc

extension MQTTClient {
    /// Starts to connect, the first time and after every disconnection; the outcome arrives as an event.
    ///
    /// Does not wait: neither for the lookup of the broker's name, nor for its machine, nor for its answer. A
    /// connection that still stands is dropped without acknowledging what was not flushed.
    package func connect() {
        abandon()
        context.wasRefused = false
        context.encryptionTrouble = nil
        if configuration.tls != nil { listenToErrors(handle.raw) }
        attemptDeadline = .now + configuration.connectTimeout
        // The library starts the TLS handshake before TCP is connected and then fails, unless it may wait for TCP. So
        // a trial connection comes first, and the wait is that of one round trip.
        let trial = configuration.tls.map { _ in
            // The end of the attempt is decided in `misc()`; the limit only ends the thread.
            HostLookup.Trial(port: configuration.port, limit: configuration.connectTimeout * 2)
        }
        guard trial != nil || HostLookup.isNeeded(for: configuration.host) else {
            open(configuration.host)
            return
        }
        guard let lookup = HostLookup(host: configuration.host, trial: trial) else {
            fail("cannot start a thread for the lookup: \(String(cString: strerror(errno)))")
            return
        }
        self.lookup = lookup
    }

    /// Drops the connection without sending what is queued: the broker delivers unacknowledged messages again.
    package func abandon() {
        drop(Disconnection(kind: .abandoned, description: "dropped without acknowledging"))
    }

    /// Sends everything that is queued and DISCONNECT, then closes; the session stays with the broker.
    ///
    /// Waits for the broker to take the bytes. Everything read so far is acknowledged, also what was kept apart.
    /// - Parameter limit: How long to wait; after that the connection is dropped.
    /// - Returns: Whether the broker took everything.
    @discardableResult
    package func disconnect(within limit: Duration = .seconds(2)) -> Bool {
        guard context.isConnected else {
            abandon()
            return false
        }
        let deadline = ContinuousClock.now + limit
        while block_io_unsent(handle.blocks) > 0, let descriptor = socket {
            let sent = block_io_send(handle.blocks)
            let left = deadline - .now
            guard sent >= 0 || errno == EAGAIN, left > .zero else {
                abandon()
                return false
            }
            _ = isReady(descriptor, for: POLLOUT, within: min(left, .milliseconds(100)))
        }
        _ = mosquitto_disconnect_v5(handle.raw, 0, nil)
        // The library closes the socket by itself once DISCONNECT is out.
        while let descriptor = socket {
            _ = mosquitto_loop_write(handle.raw, 1)
            guard socket != nil else { break }
            let left = deadline - .now
            guard left > .zero else {
                abandon()
                return false
            }
            _ = isReady(descriptor, for: POLLOUT, within: min(left, .milliseconds(100)))
        }
        return context.events.last == .disconnected(requestedDisconnection)
    }

    /// Goes on from a lookup that has ended.
    func finishLookup() {
        guard let lookup, let outcome = lookup.outcome else { return }
        self.lookup = nil
        switch outcome {
        case .success(let address):
            open(address)
        case .failure(let failure):
            fail("\(context.address): \(failure.description)")
        }
    }

    /// Drops connection or attempt and records why, if there is one.
    func drop(_ reason: Disconnection) {
        attemptDeadline = nil
        if lookup != nil {
            lookup = nil
            context.recordEnd(reason)
            return
        }
        guard context.isOpen else { return }
        context.ending = reason
        if let descriptor = socket {
            // The library has no call that closes without sending: it closes when it reads the end of the stream. So
            // the socket is replaced by one that is at its end, which closes the real one with everything unsent.
            if !replaceByEndedSocket(descriptor) {
                _ = shutdown(descriptor, Int32(SHUT_RDWR))
            }
            _ = mosquitto_loop_read(handle.raw, 1)
        }
        // In the middle of a handshake the library does not see the end; it then closes with the next connect.
        if context.isOpen { context.recordEnd(reason) }
    }

    private func open(_ host: String) {
        context.isOpen = true
        isApart = false
        block_io_discard(handle.blocks)
        errno = 0
        // A certificate is checked against the name, so with TLS the library gets that and looks it up again.
        let result =
            configuration.tls == nil
            ? mosquitto_connect_bind_async(
                handle.raw, host, Int32(configuration.port), Int32(configuration.keepAliveSeconds), nil)
            : handle.connectBlocking(configuration, port: Int32(configuration.port))
        let systemError = errno
        guard result == MOSQ_ERR_SUCCESS.code || result == MOSQ_ERR_CONN_PENDING.code else {
            fail("\(context.address): \(resultText(result, systemError: systemError))")
            return
        }
    }

    /// Records the end of a connection or attempt that the library reports by a result alone, without its callback.
    ///
    /// It does so for failures of the TLS handshake.
    func noteFailure(_ result: Int32) {
        let systemError = errno
        guard result != MOSQ_ERR_SUCCESS.code, context.isOpen else { return }
        drop(
            Disconnection(
                kind: context.isConnected ? .lost : .unreachable,
                description: "\(context.address): \(resultText(result, systemError: systemError))"))
    }

    private func fail(_ description: String) {
        attemptDeadline = nil
        context.recordEnd(Disconnection(kind: .unreachable, description: description))
    }
}

/// The end of a connection that we asked for.
let requestedDisconnection = Disconnection(kind: .requested, description: "disconnected as asked")

/// Whether a descriptor is ready for reading or writing, or broken, within a time.
func isReady(_ descriptor: Int32, for events: Int32, within limit: Duration = .zero) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
    let milliseconds = Int32(
        clamping: limit.components.seconds * 1_000 + limit.components.attoseconds / 1_000_000_000_000_000)
    return poll(&request, 1, milliseconds) > 0
}

/// Whether the other side has closed and nothing is left to read.
func isAtEnd(_ descriptor: Int32) -> Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0
}

/// Puts a socket whose other end is closed in the place of a descriptor.
private func replaceByEndedSocket(_ descriptor: Int32) -> Bool {
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair) == 0 else {
        return false
    }
    defer { close(pair[0]) }
    close(pair[1])
    guard dup2(pair[0], descriptor) >= 0 else { return false }
    closeOnExec(descriptor)
    return true
}

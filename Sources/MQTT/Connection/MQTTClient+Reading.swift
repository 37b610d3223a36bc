internal import CBlockIO
internal import CMosquitto
internal import Glibc

/// What one read brought.
package struct ReadBatch: Sendable, Equatable {
    /// Why the read ended.
    package enum End: Sendable, Hashable {
        /// Nothing more was there to read.
        case drained
        /// A limit was reached; more may be waiting, also where the socket does not tell.
        case limit
        /// The broker has just accepted us: flush soon, the subscriptions are queued.
        case connected
        /// There is no connection, or it broke; messages read before that count.
        case disconnected
    }

    /// Messages handed to the sink.
    package var messages: Int
    /// Bytes of their topics and payloads.
    package var bytes: Int
    /// Why the read ended.
    package var end: End

    /// The outcome of a read.
    package init(messages: Int, bytes: Int, end: End) {
        self.messages = messages
        self.bytes = bytes
        self.end = end
    }
}

extension MQTTClient {
    /// Reads what has arrived, without waiting, and hands each message to `sink`.
    ///
    /// None of the messages is acknowledged before ``flush()``. One step of the library may read several packets, so
    /// a limit can be exceeded by about as many messages as we have published without answer.
    ///
    /// - Parameters:
    ///   - maxMessages: Ends the batch at this many messages.
    ///   - maxBytes: Ends the batch at this many bytes of topics and payloads.
    ///   - maxDuration: Ends the batch after this time.
    ///   - sink: Takes topic and payload, valid only during the call; it must not call the client.
    package func readBatch(
        maxMessages: Int = 1_000, maxBytes: Int = 4 << 20, maxDuration: Duration = .milliseconds(20),
        sink: (_ topic: RawSpan, _ payload: RawSpan, _ delivery: Delivery) -> Void
    ) -> ReadBatch {
        precondition(context.sink == nil, "a sink must not read from its own client")
        if lookup != nil {
            finishLookup()
            return ReadBatch(messages: 0, bytes: 0, end: socket == nil ? .disconnected : .drained)
        }
        let deadline = ContinuousClock.now + maxDuration
        context.batchMessages = 0
        context.batchBytes = 0
        context.connectedInBatch = false
        let end = withoutActuallyEscaping(sink) { sink in
            context.sink = sink
            defer { context.sink = nil }
            return readPackets(maxMessages: maxMessages, maxBytes: maxBytes, until: deadline)
        }
        return ReadBatch(messages: context.batchMessages, bytes: context.batchBytes, end: end)
    }

    private func readPackets(
        maxMessages: Int, maxBytes: Int, until deadline: ContinuousClock.Instant
    ) -> ReadBatch.End {
        guard socket != nil else { return .disconnected }
        let context = context
        var steps = 0
        while true {
            let before = context.activity
            // The count is ignored by the library, and `errno` says nothing afterwards.
            let result = readOnce()
            noteFailure(result)
            guard result == MOSQ_ERR_SUCCESS.code, let descriptor = socket else { return .disconnected }
            if context.connectedInBatch { return .connected }
            if context.batchMessages >= maxMessages || context.batchBytes >= maxBytes { return .limit }
            if context.activity == before {
                guard hasUnread || isReady(descriptor, for: POLLIN) else { return .drained }
                // During a TLS handshake the library takes the end of the stream for a pause.
                if !context.isConnected, isAtEnd(descriptor) {
                    drop(
                        Disconnection(
                            kind: .unreachable, description: "\(context.address) closed the connection at once"))
                    return .disconnected
                }
            }
            steps += 1
            // Microseconds each: asking for the time with every one of them would be a share of what it costs.
            if steps % 16 == 0, ContinuousClock.now >= deadline { return .limit }
        }
    }

    private func readOnce() -> Int32 {
        // Not during a handshake, whose end is told by what `poll` says of the socket.
        guard context.isConnected, let descriptor = socket else { return mosquitto_loop_read(handle.raw, 1) }
        return handle.inBlocks(descriptor) { mosquitto_loop_read($0, 1) }
    }
}

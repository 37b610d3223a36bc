internal import CBlockIO
internal import CMosquitto
internal import Glibc

extension MQTTClient {
    /// Sends what is queued as far as the socket takes it now; this acknowledges everything read so far, or until
    /// ``keepApart()``.
    ///
    /// Never waits. While it returns `false` nothing more should be read: call it again when the socket can be
    /// written.
    ///
    /// - Returns: Whether nothing is left to send.
    /// - Throws: ``MQTTError`` of kind `notConnected` or `connectionLost`: what was not sent never will be, and the
    ///   broker delivers those messages again.
    package func flush() throws(MQTTError) -> Bool {
        if lookup != nil {
            finishLookup()
            return false
        }
        guard let descriptor = socket else { throw MQTTError(.notConnected, "there is no connection to flush") }
        guard wantsWrite else { return true }
        // Two tries: the second only because the socket may take more after the library met a full one.
        for _ in 0..<2 {
            if !isApart, mosquitto_want_write(handle.raw) { try write(to: descriptor) }
            if block_io_send(handle.blocks) < 0, errno != EAGAIN {
                drop(Disconnection(kind: .lost, description: "\(context.address): \(String(cString: strerror(errno)))"))
                throw connectionLost
            }
            guard wantsWrite else { return true }
            guard isReady(descriptor, for: POLLOUT) else { return false }
        }
        return false
    }

    /// Keeps what is queued by now apart from what will be, so that its owner may read on before the commit: until
    /// ``joinAgain()`` a flush sends, and so acknowledges, nothing that was read or published after this call.
    ///
    /// Sends nothing itself.
    /// - Returns: Whether it may be read on; not without a connection, nor if more is queued than there is room for.
    package func keepApart() -> Bool {
        guard !isApart, lookup == nil, context.isConnected, let descriptor = socket else { return false }
        if mosquitto_want_write(handle.raw) {
            block_io_hold(handle.blocks, 1)
            defer { block_io_hold(handle.blocks, 0) }
            // A broken connection shows with the next flush or read.
            guard (try? write(to: descriptor)) != nil, !mosquitto_want_write(handle.raw) else { return false }
        }
        isApart = true
        return true
    }

    /// Ends what ``keepApart()`` began: the next flush sends everything again.
    package func joinAgain() { isApart = false }

    /// Lets the library write what it has queued.
    private func write(to descriptor: Int32) throws(MQTTError) {
        let result = handle.inBlocks(descriptor) { mosquitto_loop_write($0, 1) }
        noteFailure(result)
        guard result == MOSQ_ERR_SUCCESS.code, socket != nil else { throw connectionLost }
    }

    /// Queues a message; it leaves with the next ``flush()``.
    ///
    /// With QoS 1 the library sends it again after a reconnect until the broker has answered, so a message must be
    /// published once only in the life of a client.
    ///
    /// - Parameters:
    ///   - qualityOfService: 1, or 0 for what is of no use later.
    ///   - expirySeconds: After this many seconds the broker no longer delivers it; `nil` keeps it.
    /// - Returns: The id that ``MQTTEvent/published(messageID:refusal:)`` will name.
    /// - Throws: ``MQTTError``: `notConnected` unless the broker has accepted us (nothing is queued then),
    ///   `invalidArgument` for a topic that cannot be used, `tooLarge`.
    package func publish(
        topic: String, payload: RawSpan, retain: Bool = false, expirySeconds: UInt32? = nil,
        qualityOfService: Int32 = 1
    ) throws(MQTTError) -> Int32 {
        // The library queues a message even when it answers that there is no connection.
        guard context.isConnected, socket != nil else {
            throw MQTTError(.notConnected, "publishing needs a connection")
        }
        guard mosquitto_pub_topic_check(topic) == MOSQ_ERR_SUCCESS.code else {
            throw MQTTError(.invalidArgument, "\"\(topic)\" is not a topic to publish to")
        }
        guard let length = Int32(exactly: payload.byteCount) else {
            throw MQTTError(.tooLarge, "a payload of \(payload.byteCount) bytes")
        }
        var properties: OpaquePointer?
        defer { mosquitto_property_free_all(&properties) }
        if let expirySeconds {
            let identifier = Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue)
            let result = mosquitto_property_add_int32(&properties, identifier, expirySeconds)
            guard result == MOSQ_ERR_SUCCESS.code else {
                throw MQTTError(result: result, during: "setting the message expiry")
            }
        }
        var messageID: Int32 = 0
        let result = payload.withUnsafeBytes { bytes in
            mosquitto_publish_v5(
                handle.raw, &messageID, topic, length, bytes.baseAddress, qualityOfService, retain, properties)
        }
        guard result == MOSQ_ERR_SUCCESS.code else {
            throw MQTTError(result: result, during: "publishing to \(topic)")
        }
        return messageID
    }

    /// Queues a text; see ``publish(topic:payload:retain:expirySeconds:qualityOfService:)-(_,RawSpan,_,_,_)``.
    ///
    /// - Throws: ``MQTTError`` as the other form does.
    package func publish(
        topic: String, payload: String, retain: Bool = false, expirySeconds: UInt32? = nil,
        qualityOfService: Int32 = 1
    ) throws(MQTTError) -> Int32 {
        let bytes = Array(payload.utf8)
        return try publish(
            topic: topic, payload: bytes.span.bytes, retain: retain, expirySeconds: expirySeconds,
            qualityOfService: qualityOfService)
    }
}

private let connectionLost = MQTTError(.connectionLost, "the connection broke while acknowledging")

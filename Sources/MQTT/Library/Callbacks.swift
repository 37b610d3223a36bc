internal import CMosquitto
internal import Glibc

/// Lets the library report to the context it was made with.
func setCallbacks(_ raw: OpaquePointer) {
    mosquitto_message_callback_set(raw) { _, object, message in
        guard let context = ClientContext.from(object), let message else { return }
        context.receive(message.pointee)
    }
    mosquitto_connect_v5_callback_set(raw) { raw, object, reason, flags, _ in
        guard let context = ClientContext.from(object), let raw else { return }
        context.connectAnswered(raw, reason: reason, sessionPresent: flags & 1 == 1)
    }
    mosquitto_disconnect_v5_callback_set(raw) { _, object, reason, _ in
        let systemError = errno
        ClientContext.from(object)?.disconnected(reason, systemError: systemError)
    }
    mosquitto_publish_v5_callback_set(raw) { _, object, messageID, reason, _ in
        guard let context = ClientContext.from(object) else { return }
        context.activity &+= 1
        context.events.append(.published(messageID: messageID, refusal: BrokerReason(refusal: reason)))
    }
    mosquitto_subscribe_v5_callback_set(raw) { _, object, messageID, count, granted, _ in
        guard let context = ClientContext.from(object) else { return }
        context.subscribeAnswered(messageID, UnsafeBufferPointer(start: granted, count: Int(max(0, count))))
    }
}

/// Listens to the library's errors while a connection is being made.
///
/// Not longer: for every packet the library would write a line that nobody reads.
func listenToErrors(_ raw: OpaquePointer) {
    mosquitto_log_callback_set(raw) { raw, object, level, text in
        guard level & Int32(MOSQ_LOG_ERR) != 0, let raw, let text, let context = ClientContext.from(object) else {
            return
        }
        // Several errors come of one failure; the first says most.
        guard context.encryptionTrouble == nil else { return }
        context.encryptionTrouble = EncryptionTrouble(
            log: String(cString: text), verification: verificationResult(raw))
    }
}

extension ClientContext {
    fileprivate static func from(_ object: UnsafeMutableRawPointer?) -> ClientContext? {
        guard let object else { return nil }
        return Unmanaged<ClientContext>.fromOpaque(object).takeUnretainedValue()
    }

    fileprivate func receive(_ message: mosquitto_message) {
        activity &+= 1
        guard let sink, let topicText = message.topic else { return }
        let topic = UnsafeRawBufferPointer(start: topicText, count: strlen(topicText))
        let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
        batchMessages += 1
        batchBytes += topic.count + payload.count
        let delivery = Delivery(
            qualityOfService: UInt8(truncatingIfNeeded: message.qos), isRetained: message.retain)
        sink(topic.bytes, payload.bytes, delivery)
    }

    fileprivate func connectAnswered(_ raw: OpaquePointer, reason: Int32, sessionPresent: Bool) {
        activity &+= 1
        guard reason == 0 else {
            wasRefused = true
            events.append(.connectionRefused(BrokerReason(connectReason: reason)))
            return
        }
        isConnected = true
        encryptionTrouble = nil
        mosquitto_log_callback_set(raw, nil)
        connectedInBatch = true
        events.append(.connected(sessionPresent: sessionPresent))
        // In the callback, so that it happens again after every reconnect. Failures to queue a packet are failures
        // of memory or of a filter; filters were checked when they were set.
        _ = sendUnsubscribe(raw, filters: obsoleteFilters)
        obsoleteFilters.removeAll()
        _ = sendSubscribe(raw, subscriptions)
    }

    fileprivate func disconnected(_ reason: Int32, systemError: Int32) {
        activity &+= 1
        recordEnd(
            Disconnection(reason: reason, systemError: systemError, wasConnected: isConnected, address: address))
    }

    fileprivate func subscribeAnswered(_ messageID: Int32, _ granted: UnsafeBufferPointer<Int32>) {
        activity &+= 1
        guard let filters = pendingSubscribes.removeValue(forKey: messageID) else { return }
        events.append(
            .subscribed(
                zip(filters, granted).map { filter, code in
                    SubscriptionGrant(filter: filter, refusal: BrokerReason(refusal: code))
                }))
    }
}

extension BrokerReason {
    /// The reason of a refusal; `nil` for codes that mean success (MQTT 5, section 2.4: below 128).
    fileprivate init?(refusal code: Int32) {
        guard code >= 128, let code = UInt8(exactly: code) else { return nil }
        self.init(code: code, description: reasonText(Int32(code)))
    }

    /// The reason of a refused CONNECT: MQTT 5 codes start at 128, those of MQTT 3.1.1 brokers are 1 to 5.
    fileprivate init(connectReason code: Int32) {
        let text = code >= 128 ? reasonText(code) : mosquitto_connack_string(code).map { String(cString: $0) }
        self.init(code: UInt8(truncatingIfNeeded: code), description: text ?? "reason \(code)")
    }
}

extension Disconnection {
    /// A disconnection as the library reports it: 0, one of its own errors, or a reason code of the broker.
    fileprivate init(reason: Int32, systemError: Int32, wasConnected: Bool, address: String) {
        switch reason {
        case 0:
            self = requestedDisconnection
        case Int32(MQTT_RC_SESSION_TAKEN_OVER.rawValue):
            self.init(kind: .sessionTakenOver, description: "another client took over the session")
        case 128...:
            self.init(
                kind: .byBroker(reasonCode: UInt8(truncatingIfNeeded: reason)),
                description: "the broker ended the connection: \(reasonText(reason))")
        case MOSQ_ERR_KEEPALIVE.code:
            self.init(kind: .timedOut, description: "the broker did not answer in time")
        default:
            self.init(
                kind: wasConnected ? .lost : .unreachable,
                description: "\(address): \(resultText(reason, systemError: systemError))")
        }
    }
}

/// The words for an MQTT 5 reason code.
private func reasonText(_ code: Int32) -> String {
    guard let text = mosquitto_reason_string(code) else { return "reason \(code)" }
    return String(cString: text)
}

internal import CMosquitto

extension ClientContext {
    /// Queues SUBSCRIBE packets: one for each way of retain handling, which holds for a whole call of the library.
    ///
    /// - Returns: The first result that was not success, or success.
    func sendSubscribe(_ raw: OpaquePointer, _ subscriptions: [Subscription]) -> Int32 {
        for handling in [Subscription.RetainHandling.onEverySubscribe, .onNewSubscription] {
            let filters = subscriptions.filter { $0.retainHandling == handling }.map(\.filter)
            guard !filters.isEmpty else { continue }
            var messageID: Int32 = 0
            let result = withCStrings(filters) { pointers, count in
                mosquitto_subscribe_multiple(raw, &messageID, count, pointers, 1, handling.option, nil)
            }
            guard result == MOSQ_ERR_SUCCESS.code else { return result }
            pendingSubscribes[messageID] = filters
        }
        return MOSQ_ERR_SUCCESS.code
    }

    /// Queues one UNSUBSCRIBE packet for all filters.
    func sendUnsubscribe(_ raw: OpaquePointer, filters: [String]) -> Int32 {
        guard !filters.isEmpty else { return MOSQ_ERR_SUCCESS.code }
        return withCStrings(filters) { pointers, count in
            mosquitto_unsubscribe_multiple(raw, nil, count, pointers, nil)
        }
    }
}

/// Whether a topic filter is well formed (MQTT 5, section 4.7).
func isWellFormedFilter(_ filter: String) -> Bool {
    (1...65_535).contains(filter.utf8.count) && mosquitto_sub_topic_check(filter) == MOSQ_ERR_SUCCESS.code
}

extension Subscription.RetainHandling {
    /// Bits of the subscription options (MQTT 5, section 3.8.3.1).
    fileprivate var option: Int32 {
        switch self {
        case .onEverySubscribe: Int32(MQTT_SUB_OPT_SEND_RETAIN_ALWAYS.rawValue)
        case .onNewSubscription: Int32(MQTT_SUB_OPT_SEND_RETAIN_NEW.rawValue)
        }
    }
}

/// Calls `body` with the strings as C strings; the array is valid during the call.
private func withCStrings(
    _ strings: [String], _ body: (_ pointers: UnsafePointer<UnsafeMutablePointer<CChar>?>, _ count: Int32) -> Int32
) -> Int32 {
    let buffers = strings.map { string in
        let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: string.utf8.count + 1)
        _ = buffer.initialize(from: string.utf8CString)
        return buffer
    }
    defer { buffers.forEach { $0.deallocate() } }
    return buffers.map(\.baseAddress).withUnsafeBufferPointer { pointers in
        guard let base = pointers.baseAddress else { return MOSQ_ERR_INVAL.code }
        return body(base, Int32(clamping: pointers.count))
    }
}

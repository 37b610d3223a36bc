internal import CMosquitto

extension MQTTClient {
    /// Adds subscriptions, which are made now if we are connected and again on every connect.
    ///
    /// A filter that is there already takes the new retain handling. Merge filters that cover each other before: an
    /// overlap delivers twice.
    ///
    /// - Throws: ``MQTTError`` of kind `invalidArgument`, naming the filter that is malformed; nothing is added then.
    package func subscribe(_ subscriptions: [Subscription]) throws(MQTTError) {
        for subscription in subscriptions where !isWellFormedFilter(subscription.filter) {
            throw MQTTError(.invalidArgument, "\"\(subscription.filter)\" is not a topic filter")
        }
        let filters = Set(subscriptions.map(\.filter))
        context.subscriptions.removeAll { filters.contains($0.filter) }
        context.obsoleteFilters.removeAll { filters.contains($0) }
        context.subscriptions += subscriptions
        guard context.isConnected else { return }
        let result = context.sendSubscribe(handle.raw, subscriptions)
        guard result == MOSQ_ERR_SUCCESS.code else { throw MQTTError(result: result, during: "subscribing") }
    }

    /// Removes subscriptions from us and from the session, now or on the next connect.
    ///
    /// Also for filters of an earlier run that the session still has.
    /// - Throws: ``MQTTError`` of kind `invalidArgument`, naming the filter that is malformed; nothing is removed then.
    package func unsubscribe(_ filters: [String]) throws(MQTTError) {
        for filter in filters where !isWellFormedFilter(filter) {
            throw MQTTError(.invalidArgument, "\"\(filter)\" is not a topic filter")
        }
        context.subscriptions.removeAll { filters.contains($0.filter) }
        guard context.isConnected else {
            context.obsoleteFilters += filters
            return
        }
        let result = context.sendUnsubscribe(handle.raw, filters: filters)
        guard result == MOSQ_ERR_SUCCESS.code else { throw MQTTError(result: result, during: "unsubscribing") }
    }
}

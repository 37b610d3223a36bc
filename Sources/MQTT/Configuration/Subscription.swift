/// A topic filter we want messages for, always with QoS 1.
///
/// QoS 2 is never asked for: the broker then lowers every delivery to QoS 1, whose acknowledgement we control.
package struct Subscription: Sendable, Hashable {
    /// When the broker sends the retained messages that match the filter.
    package enum RetainHandling: Sendable, Hashable {
        /// On every subscribe (retain handling 0): for topics whose device says something only once.
        case onEverySubscribe

        /// Only if the session did not have the subscription yet (retain handling 1).
        case onNewSubscription
    }

    /// The topic filter, with `+` and `#` as wildcards.
    package var filter: String

    /// When retained messages are sent.
    package var retainHandling: RetainHandling

    /// A subscription to one filter.
    package init(_ filter: String, retainHandling: RetainHandling = .onNewSubscription) {
        self.filter = filter
        self.retainHandling = retainHandling
    }
}

/// What the broker answered to one subscription.
package struct SubscriptionGrant: Sendable, Equatable {
    /// The filter that was asked for.
    package var filter: String

    /// The reason for which the broker refused it; `nil` if it was granted.
    package var refusal: BrokerReason?

    /// The answer for one filter.
    package init(filter: String, refusal: BrokerReason?) {
        self.filter = filter
        self.refusal = refusal
    }
}

/// One MQTT subscription that profiles need.
package struct Subscription: Hashable, Sendable {
    /// Topic filter.
    package var filter: String
    /// MQTT 5 "retain handling": 0 sends retained messages at every subscribe, 1 only for a new subscription.
    package var retainHandling: Int

    package init(filter: String, retainHandling: Int) {
        self.filter = filter
        self.retainHandling = retainHandling
    }

    /// The fewest subscriptions that cover these: overlapping ones deliver messages twice.
    ///
    /// A filter that another one covers goes; the one that stays takes over its wish for retained messages.
    package static func merged(_ wanted: [Subscription]) -> [Subscription] {
        var kept: [Subscription] = []
        for subscription in wanted {
            var subscription = subscription
            if let wider = kept.firstIndex(where: { covers($0.filter, subscription.filter) }) {
                kept[wider].retainHandling = min(kept[wider].retainHandling, subscription.retainHandling)
                continue
            }
            kept.removeAll { narrow in
                guard covers(subscription.filter, narrow.filter) else { return false }
                subscription.retainHandling = min(subscription.retainHandling, narrow.retainHandling)
                return true
            }
            kept.append(subscription)
        }
        return kept.sorted { $0.filter < $1.filter }
    }

    /// Whether every topic that `narrow` matches is matched by `wide` too (MQTT 5, section 4.7).
    static func covers(_ wide: String, _ narrow: String) -> Bool {
        let wideLevels = wide.split(separator: "/", omittingEmptySubsequences: false)
        let narrowLevels = narrow.split(separator: "/", omittingEmptySubsequences: false)
        for (index, level) in wideLevels.enumerated() {
            // Wildcards at the start don't match topics that start with a dollar sign.
            if index == 0, level == "#" || level == "+", narrow.hasPrefix("$") { return false }
            if level == "#" { return true }
            guard index < narrowLevels.count else { return false }
            let other = narrowLevels[index]
            if other == "#" { return false }
            if level != "+", level != other { return false }
        }
        return wideLevels.count == narrowLevels.count
    }
}

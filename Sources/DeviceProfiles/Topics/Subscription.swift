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
        var kept: [(subscription: Subscription, levels: FilterLevels)] = []
        for var subscription in wanted {
            let levels = FilterLevels(subscription.filter)
            if let wider = kept.firstIndex(where: { $0.levels.cover(levels) }) {
                kept[wider].subscription.retainHandling = min(
                    kept[wider].subscription.retainHandling, subscription.retainHandling)
                continue
            }
            kept.removeAll { narrow in
                guard levels.cover(narrow.levels) else { return false }
                subscription.retainHandling = min(subscription.retainHandling, narrow.subscription.retainHandling)
                return true
            }
            kept.append((subscription, levels))
        }
        return kept.map(\.subscription).sorted { $0.filter < $1.filter }
    }

    /// Whether every topic that `narrow` matches is matched by `wide` too (MQTT 5, section 4.7).
    static func covers(_ wide: String, _ narrow: String) -> Bool { FilterLevels(wide).cover(FilterLevels(narrow)) }
}

/// A topic filter taken apart once: hundreds of them are compared with each other.
private struct FilterLevels {
    private static let any = [UInt8(ascii: "#")]
    private static let one = [UInt8(ascii: "+")]
    private let levels: [[UInt8]]
    private let isOfSystem: Bool

    init(_ filter: String) {
        levels = filter.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
        isOfSystem = filter.utf8.first == UInt8(ascii: "$")
    }

    func cover(_ narrow: FilterLevels) -> Bool {
        for (index, level) in levels.enumerated() {
            let isAny = level == FilterLevels.any
            let isOne = level == FilterLevels.one
            // Wildcards at the start don't match topics that start with a dollar sign.
            if index == 0, isAny || isOne, narrow.isOfSystem { return false }
            if isAny { return true }
            guard index < narrow.levels.count else { return false }
            let other = narrow.levels[index]
            if other == FilterLevels.any { return false }
            if !isOne, level != other { return false }
        }
        return levels.count == narrow.levels.count
    }
}

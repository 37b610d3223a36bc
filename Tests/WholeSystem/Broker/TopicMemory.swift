import MQTT
import Synchronization

/// Which subscriptions a topic has, as far as asked: there are hundreds of filters for the few topics of all lives.
final class TopicMemory: Sendable {
    private struct Known {
        var filters: [MQTT.Subscription] = []
        var matching: [String: [MQTT.Subscription]] = [:]
    }

    private let known = Mutex(Known())

    /// Those of `filters` that match a topic.
    func subscriptions(to topic: String, of filters: [MQTT.Subscription]) -> [MQTT.Subscription] {
        known.withLock { known in
            if known.filters != filters { known = Known(filters: filters) }
            if let found = known.matching[topic] { return found }
            let found = filters.filter { SimulatedBroker.matches($0.filter, topic) }
            known.matching[topic] = found
            return found
        }
    }
}

internal import Telemetry
internal import Yams

extension ProfileReader {
    /// A message with the observations that it must give.
    mutating func example(_ node: Node) -> ProfileExample? {
        let members = yaml.members(
            node, of: "an example",
            allowed: [
                "about", "topic", "payload", "received_at", "retained", "devices", "trusted_gateway", "before",
                "outcome", "observations",
            ])
        guard let topic = yaml.text(members["topic"], "topic"), let payload = yaml.text(members["payload"], "payload")
        else {
            yaml.mistake(node, "an example has no topic or payload", allowed: "topic and payload: texts")
            return nil
        }
        _ = yaml.text(members["about"], "about")
        var receivedAt = Timestamp(seconds: 1_767_225_600)  // 2026-01-01T00:00:00Z
        if let text = yaml.text(members["received_at"], "received_at") {
            if let time = Timestamp(iso8601: text) {
                receivedAt = time
            } else {
                yaml.mistake(members["received_at"], "received_at is not a time", allowed: "ISO 8601")
            }
        }
        let observations = yaml.texts(members["observations"], "observations")
        let outcome =
            yaml.word(members["outcome"], "outcome", as: ProfileExample.Outcome.self)
            ?? (observations.isEmpty ? .ignored : .decoded)
        var devices: [String: String] = [:]
        for (key, value) in yaml.pairs(members["devices"], "devices") { devices[key] = yaml.text(value, "an asset") }
        return ProfileExample(
            line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, topic: topic, payload: payload,
            receivedAt: receivedAt, retained: yaml.flag(members["retained"], "retained") ?? false, devices: devices,
            trustedGateway: yaml.flag(members["trusted_gateway"], "trusted_gateway") ?? false,
            before: before(members["before"]), outcome: outcome, observations: observations.map { $0.trimmingLineEnd })
    }

    /// Messages before the one of an example, each with a topic and a payload.
    private mutating func before(_ node: Node?) -> [(topic: String, payload: String)] {
        var messages: [(topic: String, payload: String)] = []
        for element in yaml.elements(node) {
            let members = yaml.members(element, of: "a message before", allowed: ["topic", "payload"])
            guard let topic = yaml.text(members["topic"], "topic"),
                let payload = yaml.text(members["payload"], "payload")
            else {
                yaml.mistake(element, "a message before has no topic or payload", allowed: "topic and payload: texts")
                continue
            }
            messages.append((topic, payload))
        }
        return messages
    }
}

extension String {
    fileprivate var trimmingLineEnd: String {
        var text = self
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }
}

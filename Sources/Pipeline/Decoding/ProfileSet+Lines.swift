package import DeviceProfiles

extension ProfileSet {
    /// Which rules take a topic and what they read, for a person; says what is nearest when none does.
    package func topicLines(_ topic: String) -> [String] {
        let rules = explain(topic: topic)
        guard !rules.isEmpty else {
            let nearest = nearestTopic(to: topic).map { "; the nearest topic of a profile is \($0)" } ?? ""
            return ["topic \(topic): no rule of any profile takes it\(nearest)"]
        }
        return ["topic \(topic)"] + rules.flatMap(\.textLines)
    }
}

extension TopicExplanation {
    /// The place of the rule, as an editor opens it.
    var place: String { line > 0 ? "\(file):\(line)" : file }

    fileprivate var textLines: [String] {
        var lines = ["  profile \(profile), rule \(rule) (\(place))", "    topic     \(template)"]
        if !captures.isEmpty {
            let shown = captures.map { "\($0.name) = \($0.value)" }
            lines.append("    captures  \(shown.joined(separator: ", "))")
        }
        lines.append("    reads     \(isIgnored ? "nothing: the topic is passed over" : reads.joined(separator: ", "))")
        return lines
    }
}

/// A rule that takes the messages of a topic.
package struct TopicExplanation: Sendable, Equatable {
    /// Name of the profile.
    package var profile: String
    /// File of the profile.
    package var file: String
    /// Line of the rule in that file; 0 if it is not known.
    package var line: Int
    /// Name of the rule.
    package var rule: String
    /// The rule's topic as it stands in the profile, with variables filled in.
    package var template: String
    /// What the topic's captures are, in their order; `+` captures without a name.
    package var captures: [(name: String, value: String)]
    /// Whether messages on the topic are passed over on purpose.
    package var isIgnored: Bool
    /// What the rule reads: `time`, `position`, the names of signals, `faults (namespace)`, ….
    package var reads: [String]

    package static func == (left: TopicExplanation, right: TopicExplanation) -> Bool {
        left.profile == right.profile && left.rule == right.rule && left.template == right.template
            && left.captures.map(\.name) == right.captures.map(\.name)
            && left.captures.map(\.value) == right.captures.map(\.value)
    }
}

extension DeviceProfile {
    /// Whether codes of this namespace can come out of the profile's fault lists.
    ///
    /// Codes that look like OBD become `obd/…` whatever list they stand in.
    package func canReport(namespace: String) -> Bool {
        rules.contains { rule in
            rule.faults.contains { list in
                let field = list.value
                return field.namespace == namespace || field.acceptsNamespace || namespace == "obd"
            }
        }
    }

    /// Topics and payloads of the examples, in the order of the file.
    package var exampleMessages: [(topic: String, payload: String)] {
        examples.map { (topic: $0.topic, payload: $0.payload) }
    }

    /// Topics of the rules, in the order of the file, without those that are passed over.
    package var topics: [String] {
        rules.filter { !$0.ignored }.flatMap { $0.topics.map(\.text) }
    }
}

extension ProfileSet {
    /// Which rules take the messages of a topic, in the order in which they are tried.
    package func explain(topic: String) -> [TopicExplanation] {
        var captures = TopicCaptures()
        let bytes = Array(topic.utf8)
        let number = bytes.withUnsafeBytes { matcher.match($0, captures: &captures) }
        guard number >= 0 else { return [] }
        let values = (0..<captures.count).map { String(decoding: bytes[captures[$0]], as: UTF8.self) }
        return groups[number].map { entry in
            let profile = profiles[entry.profile]
            let template = entry.rule.topics[entry.topic]
            return TopicExplanation(
                profile: profile.name, file: profile.file, line: entry.rule.line, rule: entry.rule.name,
                template: template.text,
                captures: zip(template.captures, values).map { (name: $0.isEmpty ? "+" : $0, value: $1) },
                isIgnored: entry.rule.ignored, reads: entry.rule.reads)
        }
    }

    /// The topic that is most like this one, when no rule takes it.
    package func nearestTopic(to topic: String) -> String? {
        nearestWord(to: topic, in: profiles.flatMap(\.topics))
    }
}

extension Rule {
    /// What the rule reads, in words of the profile language.
    var reads: [String] {
        var reads: [String] = []
        if time != nil { reads.append("time") }
        if position != nil { reads.append("position") }
        reads += signals.map(\.value.name)
        if namedSignals != nil { reads.append("named_signals") }
        for namespace in Set(faults.map(\.value.namespace)).sorted() { reads.append("faults (\(namespace))") }
        if liveness != nil { reads.append("liveness") }
        if driver != nil { reads.append("driver") }
        if job != nil { reads.append("job") }
        return reads
    }
}

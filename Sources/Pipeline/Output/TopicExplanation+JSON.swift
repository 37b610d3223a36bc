package import DeviceProfiles

extension TopicExplanation {
    /// The keys that scripts rely on.
    package var json: JSONValue {
        .object([
            "profile": .text(profile), "file": .text(file), "line": line > 0 ? .whole(Int64(line)) : .null,
            "rule": .text(rule), "topic": .text(template), "ignored": .flag(isIgnored),
            "captures": .object(
                Dictionary(
                    captures.map { ($0.name, JSONValue.text($0.value)) }, uniquingKeysWith: { first, _ in first })),
            "reads": .array(reads.map { .text($0) }),
        ])
    }
}

package import DeviceProfiles

extension DeviceProfile {
    /// What `callahead profiles list` prints for a person.
    package var textLines: [String] {
        [
            "\(name)  version \(version), \(ruleNames.count.counting("rule")), "
                + "\(exampleCount.counting("example"))  \(title)"
        ]
            + topics.map { "    \($0)" }
    }

    /// The keys that scripts rely on.
    package var json: JSONValue {
        .object([
            "name": .text(name), "version": .whole(Int64(version)), "title": .text(title), "file": .text(file),
            "topics": JSONValue(topics), "rules": JSONValue(ruleNames), "examples": .whole(Int64(exampleCount)),
        ])
    }
}

extension Int {
    /// The number with its word, in the plural unless it is one.
    func counting(_ word: String) -> String { self == 1 ? "1 \(word)" : "\(self) \(word)s" }
}

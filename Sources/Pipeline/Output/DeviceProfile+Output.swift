package import DeviceProfiles

extension DeviceProfile {
    /// What `callahead profiles list` prints for a person.
    package var textLines: [String] {
        [
            "\(name)  version \(version), \(count(ruleNames.count, "rule")), \(count(exampleCount, "example"))  \(title)"
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

    private func count(_ number: Int, _ word: String) -> String { number == 1 ? "1 \(word)" : "\(number) \(word)s" }
}

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The profiles of an installation, checked and compiled.
package struct ProfileSet: Sendable {
    /// A rule of a profile, reached through one of its topics.
    struct Entry: Sendable {
        var profile: Int
        var rule: Rule
        /// Which of the rule's topics.
        var topic: Int
    }

    /// Sorted by name.
    package let profiles: [DeviceProfile]
    let rules: [Entry]
    let matcher: TopicMatcher
    /// Names of all signals of all rules; a signal field's `nameIndex` is its place here.
    let signalNames: [String]
    /// Most slots of a rule.
    let widestRule: Int
    /// Longest payload of any rule in bytes.
    let longestPayload: Int

    /// Files of the directory that are not profiles.
    private static let otherFiles: Set<String> = ["symptoms.yaml", "parts.yaml", "overrides.yaml"]

    /// Loads every `*.yaml` of a directory, sub-folders apart.
    ///
    /// - Parameters:
    ///   - directory: Path of the directory.
    ///   - options: What the installation overrides.
    /// - Throws: ``ProfileError`` with every mistake of every file.
    package static func load(
        directory: String, options: ProfileOptions = ProfileOptions()
    ) throws(ProfileError) -> ProfileSet {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw ProfileError([ProfileMistake(file: directory, problem: "the directory of profiles can't be read")])
        }
        var texts: [(file: String, text: String)] = []
        for name in names.sorted()
        where name.hasSuffix(".yaml") && !name.hasSuffix(".asyncapi.yaml") && !otherFiles.contains(name) {
            let path = "\(directory)/\(name)"
            guard let data = FileManager.default.contents(atPath: path),
                let text = String(bytes: data, encoding: .utf8)
            else { throw ProfileError([ProfileMistake(file: path, problem: "the file can't be read as UTF-8")]) }
            texts.append((path, text))
        }
        return try load(texts: texts, options: options)
    }

    /// Loads profiles from texts, for tests and for checking a profile before it is installed.
    ///
    /// - Throws: ``ProfileError`` with every mistake of every text.
    package static func load(
        texts: [(file: String, text: String)], options: ProfileOptions = ProfileOptions()
    ) throws(ProfileError) -> ProfileSet {
        var mistakes: [ProfileMistake] = []
        var profiles: [DeviceProfile] = []
        for (file, text) in texts {
            var reader = ProfileReader(file: file, options: options)
            if let profile = reader.read(text) {
                if let other = profiles.first(where: { $0.name == profile.name }) {
                    mistakes.append(
                        ProfileMistake(
                            file: file, problem: "the name \"\(profile.name)\" is taken by \(other.file)",
                            allowed: "one profile per name"))
                }
                profiles.append(profile)
            }
            mistakes += reader.yaml.mistakes
        }
        let known = profiles.map(\.name)
        for name in (Set(options.variables.keys).union(options.trustedGateways).union(options.keepAlive.keys)).sorted()
        where !known.contains(name) {
            mistakes.append(
                ProfileMistake(
                    file: "options", problem: "there is no profile \"\(name)\"",
                    allowed: known.sorted().joined(separator: ", "), nearest: nearestWord(to: name, in: known)))
        }
        let set = ProfileSet(profiles.sorted { $0.name < $1.name }, &mistakes)
        guard mistakes.isEmpty else { throw ProfileError(mistakes) }
        return set
    }

    private init(_ profiles: [DeviceProfile], _ mistakes: inout [ProfileMistake]) {
        var matcher = TopicMatcher()
        var entries: [Entry] = []
        var names: [String] = []
        var compiled: [DeviceProfile] = []
        for (index, profile) in profiles.enumerated() {
            var rules: [Rule] = []
            for rule in profile.rules {
                let rule = rule.numbering(&names)
                rules.append(rule)
                for (number, topic) in rule.topics.enumerated() {
                    if let other = matcher.add(topic, entry: entries.count) {
                        let taken = entries[other]
                        mistakes.append(
                            ProfileMistake(
                                file: profile.file,
                                problem: "the topic \"\(topic.text)\" of rule \"\(rule.name)\" has the same shape as "
                                    + "\"\(taken.rule.topics[taken.topic].text)\" of profile "
                                    + "\"\(profiles[taken.profile].name)\"",
                                allowed: "one rule per shape of topic"))
                    }
                    entries.append(Entry(profile: index, rule: rule, topic: number))
                }
            }
            compiled.append(profile.with(rules: rules))
        }
        self.profiles = compiled
        self.rules = entries
        self.matcher = matcher
        signalNames = names
        widestRule = entries.map { $0.rule.trie.paths.count }.max() ?? 0
        longestPayload = entries.map { $0.rule.payloadLimit }.max() ?? 0
    }

    /// What to subscribe to: retained messages are asked for again where a device says its state only once.
    package func subscriptions() -> [Subscription] {
        Subscription.merged(
            rules.filter { !$0.rule.ignored }.flatMap { entry in
                entry.rule.topics[entry.topic].filters.map {
                    Subscription(filter: $0, retainHandling: entry.rule.retainedState ? 0 : 1)
                }
            })
    }
}

extension Rule {
    /// The rule with its signals' names numbered in one list for the whole set.
    fileprivate func numbering(_ names: inout [String]) -> Rule {
        var fields = Fields(
            time: time, position: position?.value, assembled: assembled?.value, signals: signals.map(\.field.value),
            namedSignals: namedSignals,
            faults: faults.map(\.field.value), liveness: liveness, driver: driver, job: job)
        for index in fields.signals.indices {
            let name = fields.signals[index].name
            if let known = names.firstIndex(of: name) {
                fields.signals[index].nameIndex = known
            } else {
                fields.signals[index].nameIndex = names.count
                names.append(name)
            }
        }
        return Rule(
            name: name, topics: topics, ignored: ignored, payload: payload, retainedState: retainedState,
            subject: subject, identity: identity, fields: fields, trie: trie, payloadLimit: payloadLimit)
    }
}

extension DeviceProfile {
    fileprivate func with(rules: [Rule]) -> DeviceProfile {
        DeviceProfile(
            name: name, version: version, title: title, file: file, namespace: namespace,
            trustedGateway: trustedGateway, keepAlive: keepAlive, keepAliveDevices: keepAliveDevices, rules: rules,
            examples: examples)
    }
}

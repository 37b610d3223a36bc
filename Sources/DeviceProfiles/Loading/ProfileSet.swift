/// The profiles of an installation, checked and compiled.
package struct ProfileSet: Sendable {
    /// A rule of a profile, reached through one of its topics.
    struct Entry: Sendable {
        var profile: Int
        var rule: Rule
        /// Which of the rule's topics.
        var topic: Int

        /// Whether no rule after this one sees a message of this shape.
        var endsTheSearch: Bool { rule.head.conditions.isEmpty && !rule.head.also }
    }

    /// Sorted by name.
    package let profiles: [DeviceProfile]
    /// Rules by shape of topic, each group in the order in which its rules are tried.
    let groups: [[Entry]]
    /// Of each group, whether one of its rules says parts of a position.
    let assembles: [Bool]
    let matcher: TopicMatcher
    /// Names of all signals of all rules; a signal field's `nameIndex` is its place here.
    let signalNames: [String]
    /// Most slots of a rule.
    let widestRule: Int
    /// Longest payload of any rule in bytes.
    let longestPayload: Int
    /// Whether any rule has packed payloads.
    let unpacks: Bool
    /// Most documents inside texts that a rule opens.
    let nestedDocuments: Int
    /// What to subscribe to: retained messages are asked for again where a device says its state only once.
    package let subscriptions: [Subscription]

    /// Loads every `*.yaml` of a directory, sub-folders apart.
    ///
    /// - Parameters:
    ///   - directory: Path of the directory.
    ///   - options: What is overridden on top of the directory's `overrides.yaml`.
    /// - Throws: ``ProfileError`` with every mistake of every file.
    package static func load(
        directory: String, options: ProfileOptions = ProfileOptions()
    ) throws(ProfileError) -> ProfileSet {
        var texts: [(file: String, text: String)] = []
        for path in try ProfileFile.paths(inDirectory: directory) {
            texts.append((path, try ProfileFile.text(atPath: path)))
        }
        return try load(texts: texts, options: ProfileOverrides.read(inDirectory: directory, over: options))
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
        var tree = TopicTree()
        var groups: [[Entry]] = []
        var names: [String] = []
        var compiled: [DeviceProfile] = []
        for (index, profile) in profiles.enumerated() {
            var rules: [Rule] = []
            for rule in profile.rules {
                let rule = rule.numbering(&names)
                rules.append(rule)
                for (number, topic) in rule.topics.enumerated() {
                    let entry = Entry(profile: index, rule: rule, topic: number)
                    guard let group = tree.add(topic, entry: groups.count) else {
                        groups.append([entry])
                        continue
                    }
                    if let last = groups[group].last, last.endsTheSearch {
                        mistakes.append(
                            ProfileMistake(
                                file: profile.file, line: rule.head.line, column: 1,
                                problem: "the topic \"\(topic.text)\" of rule \"\(rule.name)\" has the same shape as "
                                    + "\"\(last.rule.topics[last.topic].text)\" of profile "
                                    + "\"\(profiles[last.profile].name)\", whose rule \"\(last.rule.name)\" takes every message",
                                allowed: "one rule per shape of topic, or a rule with when, or also: true, before it"))
                    }
                    groups[group].append(entry)
                }
            }
            compiled.append(profile.with(rules: rules))
        }
        self.profiles = compiled
        self.groups = groups
        assembles = groups.map { $0.contains { $0.rule.assembled != nil } }
        matcher = TopicMatcher(tree)
        signalNames = names
        let all = groups.joined().map(\.rule)
        widestRule = all.map(\.plan.width).max() ?? 0
        longestPayload = all.map(\.head.payloadLimit).max() ?? 0
        unpacks = all.contains { $0.head.codec != nil }
        nestedDocuments = all.map(\.plan.nestedDocuments).max() ?? 0
        subscriptions = ProfileSet.subscriptions(groups)
    }

    private static func subscriptions(_ groups: [[Entry]]) -> [Subscription] {
        Subscription.merged(
            groups.joined().filter { !$0.rule.head.ignored }.flatMap { entry in
                entry.rule.topics[entry.topic].filters.map {
                    Subscription(filter: $0, retainHandling: entry.rule.head.retainedState ? 0 : 1)
                }
            })
    }
}

extension Rule {
    /// The rule with its signals' names numbered in one list for the whole set.
    fileprivate func numbering(_ names: inout [String]) -> Rule {
        var fields = fields
        for index in fields.signals.indices {
            let name = fields.signals[index].name
            if let known = names.firstIndex(of: name) {
                fields.signals[index].nameIndex = known
            } else {
                fields.signals[index].nameIndex = names.count
                names.append(name)
            }
        }
        return Rule(head, fields: fields, plan: plan)
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

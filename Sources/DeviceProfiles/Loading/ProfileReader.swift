internal import Telemetry
internal import Yams

/// Reads one profile from YAML and compiles it.
struct ProfileReader {
    var yaml: YAMLReader
    private let options: ProfileOptions
    private var variables: [String: String] = [:]
    private var name = ""
    private var namespace = ""
    private var kind = FaultReport.Kind.active
    private var payloadLimit = 65_536
    private var codeLimit = 256
    private var identity: Node?
    /// Of the head of the profile.
    private(set) var assemblyTiming = AssemblyTiming()
    /// Paths of the rule that is being read; a path's place is its slot.
    var paths: [JSONPath] = []
    /// Whether the rule that is being read has text payloads.
    var isText = false

    init(file: String, options: ProfileOptions) {
        yaml = YAMLReader(file: file)
        self.options = options
    }

    /// The profile, or `nil` with mistakes in `yaml`.
    ///
    /// It may have mistakes and be there all the same.
    mutating func read(_ text: String) -> DeviceProfile? {
        guard let root = yaml.compose(text) else { return nil }
        let members = yaml.members(
            root, of: "a profile",
            allowed: [
                "profile", "version", "title", "sources", "namespace", "kind", "variables", "limits", "identity",
                "rules", "examples", "assembly", "keepalive",
            ])
        guard case .mapping = root else { return nil }
        name = yaml.text(members["profile"], "profile") ?? ""
        let nameIsSound =
            (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0 &- 0x30 <= 9 || $0 &- 0x61 < 26 || $0 == 0x2D || $0 == 0x5F }
        if !nameIsSound {
            yaml.mistake(
                members["profile"] ?? root, "the profile has no sound name",
                allowed: "profile: with lower case letters, digits, - and _")
        }
        if members["rules"] == nil { yaml.mistake(root, "the profile has no rules", allowed: "rules: a list") }
        readHead(members)
        var rules: [Rule] = []
        for node in yaml.elements(members["rules"]) {
            if let rule = rule(node) {
                if rules.contains(where: { $0.name == rule.name }) {
                    yaml.mistake(node, "two rules have the name \"\(rule.name)\"")
                }
                rules.append(rule)
            }
        }
        let keepAlive = keepAlive(members["keepalive"])
        if keepAlive == nil, options.keepAlive[name] != nil { noKeepAlive(root) }
        let examples = yaml.elements(members["examples"]).compactMap { example($0) }
        return DeviceProfile(
            name: name, version: yaml.whole(members["version"], "version", in: 1...1_000_000) ?? 1,
            title: yaml.text(members["title"], "title") ?? name, file: yaml.file, namespace: namespace,
            trustedGateway: options.trustedGateways.contains(name), keepAlive: keepAlive,
            keepAliveDevices: options.keepAlive[name], rules: rules, examples: examples)
    }

    private mutating func readHead(_ members: [String: Node]) {
        namespace = yaml.text(members["namespace"], "namespace") ?? name
        kind = yaml.word(members["kind"], "kind", as: FaultReport.Kind.self) ?? .active
        identity = members["identity"]
        assemblyTiming = assembly(members["assembly"])
        _ = yaml.texts(members["sources"], "sources")
        for (key, node) in yaml.pairs(members["variables"], "variables") {
            variables[key] = yaml.text(node, "a variable")
        }
        for (key, value) in (options.variables[name] ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard variables[key] != nil else {
                yaml.mistake(
                    members["variables"], "the installation sets a variable \"\(key)\" that the profile does not have",
                    allowed: variables.keys.sorted().joined(separator: ", "),
                    nearest: nearestWord(to: key, in: variables.keys.sorted()))
                continue
            }
            variables[key] = value
        }
        guard let node = members["limits"] else { return }
        let limits = yaml.members(node, of: "limits", allowed: ["payload_bytes", "codes"])
        payloadLimit = yaml.whole(limits["payload_bytes"], "payload_bytes", in: 1...1_048_576) ?? payloadLimit
        codeLimit = yaml.whole(limits["codes"], "codes", in: 1...4_096) ?? codeLimit
    }

    /// A text with `{variable}` replaced; captures stay.
    func filled(_ text: String) -> String {
        var text = text
        for (key, value) in variables.sorted(by: { $0.key < $1.key }) {
            let parts = text.split(separator: "{\(key)}", omittingEmptySubsequences: false)
            text = parts.joined(separator: value)
        }
        return text
    }

    // MARK: Rules

    private static let ruleKeys = [
        "name", "topic", "ignore", "payload", "state", "identity", "time", "position", "assembles", "signals",
        "named_signals",
        "faults", "liveness", "driver", "job",
    ]

    private mutating func rule(_ node: Node) -> Rule? {
        let members = yaml.members(node, of: "a rule", allowed: ProfileReader.ruleKeys)
        paths = []
        let ruleName = yaml.text(members["name"], "name") ?? ""
        if ruleName.isEmpty { yaml.mistake(node, "a rule has no name", allowed: "name: a word") }
        let topics = topics(members["topic"], of: node)
        let ignored = yaml.flag(members["ignore"], "ignore") ?? false
        let payload = yaml.word(members["payload"], "payload", as: Rule.Payload.self) ?? .json
        isText = payload == .text
        let retained = yaml.word(members["state"], "state", as: State.self) != nil
        guard !ignored else {
            return Rule(
                name: ruleName, topics: topics, ignored: true, payload: payload, retainedState: retained,
                subject: .device, identity: .topic([]), fields: Rule.Fields(), trie: PathTrie(paths: []),
                payloadLimit: payloadLimit)
        }
        let (subject, identity) = identity(members["identity"] ?? identity, topics, rule: node)
        var fields = Rule.Fields()
        fields.time = time(members["time"])
        fields.position = position(members["position"])
        fields.assembled = assembles(members["assembles"])
        fields.signals = signals(members["signals"])
        fields.namedSignals = slot(members["named_signals"], "named_signals")
        for list in yaml.elements(members["faults"]) {
            if let field = faults(list) { fields.faults.append(field) }
        }
        fields.liveness = liveness(members["liveness"])
        fields.driver = driver(members["driver"])
        fields.job = job(members["job"])
        let readsNothing =
            ["position", "assembles", "signals", "named_signals", "faults", "liveness", "driver", "job"].allSatisfy {
                members[$0] == nil
            }
        if readsNothing {
            yaml.mistake(
                node, "the rule \"\(ruleName)\" reads nothing",
                allowed: "position, assembles, signals, named_signals, faults, liveness, driver, job, or ignore: true")
        }
        return Rule(
            name: ruleName, topics: topics, ignored: false, payload: payload, retainedState: retained,
            subject: subject, identity: identity, fields: fields, trie: PathTrie(paths: paths),
            payloadLimit: payloadLimit)
    }

    private enum State: String, CaseIterable {
        case retained
    }

    private mutating func topics(_ node: Node?, of rule: Node) -> [TopicTemplate] {
        guard let node else {
            yaml.mistake(rule, "a rule has no topic", allowed: "topic: a template such as cars/{device}/status")
            return []
        }
        var topics: [TopicTemplate] = []
        for element in yaml.elements(node) {
            guard let text = yaml.text(element, "topic") else { continue }
            do {
                topics.append(try TopicTemplate(filled(text)))
            } catch {
                yaml.mistake(
                    element, "\(error.problem) in topic \"\(filled(text))\"",
                    allowed: "literals, {capture}, prefix{capture}suffix, {capture...}", offset: error.offset)
            }
        }
        return topics
    }

    private mutating func identity(
        _ node: Node?, _ topics: [TopicTemplate], rule: Node
    ) -> (Rule.Subject, Rule.Identity) {
        let allowed = "one of asset, device, unit with \"{capture}\" of every topic, or device_path with a path"
        guard let node else {
            yaml.mistake(rule, "neither the profile nor the rule has an identity", allowed: allowed)
            return (.device, .topic([]))
        }
        let members = yaml.members(node, of: "identity", allowed: ["asset", "device", "unit", "device_path"])
        if let path = members["device_path"] {
            return (.device, .payload(slot: slot(path, "device_path") ?? 0))
        }
        let subjects: [(String, Rule.Subject)] = [("asset", .asset), ("device", .device), ("unit", .unit)]
        guard members.count == 1, let (key, subject) = subjects.first(where: { members[$0.0] != nil }),
            let value = members[key], let text = yaml.text(value, key)
        else {
            yaml.mistake(node, "an identity is one thing", allowed: allowed)
            return (.device, .topic([]))
        }
        let capture = text.hasPrefix("{") && text.hasSuffix("}") ? String(text.dropFirst().dropLast()) : ""
        var places: [Int] = []
        for topic in topics {
            if let place = topic.captures.firstIndex(of: capture), !capture.isEmpty {
                places.append(place)
            } else {
                let names = topic.captures.filter { !$0.isEmpty }
                yaml.mistake(
                    value, "the topic \"\(topic.text)\" has no capture \"\(text)\"",
                    allowed: names.map { "{\($0)}" }.joined(separator: ", "),
                    nearest: nearestWord(to: capture, in: names).map { "{\($0)}" })
            }
        }
        return (subject, .topic(places))
    }

    // MARK: Slots

    /// The slot of a path, `nil` without one or with a mistake.
    mutating func slot(_ node: Node?, _ what: String) -> Int? {
        guard let node, let text = yaml.text(node, what) else { return nil }
        do {
            let path = try JSONPath(text)
            if isText, !path.steps.isEmpty {
                yaml.mistake(node, "a text payload has no path \"\(text)\"", allowed: "$")
            }
            return slot(path)
        } catch {
            yaml.mistake(
                node, "\(error.problem) in path \"\(text)\"", allowed: "keys with dots, \"quoted keys\", [0], or $",
                offset: error.offset)
            return nil
        }
    }

    mutating func slot(_ path: JSONPath) -> Int {
        if let known = paths.firstIndex(where: { $0.steps == path.steps }) { return known }
        paths.append(path)
        return paths.count - 1
    }

    /// Defaults for fault lists, from the head of the profile.
    var faultDefaults: (kind: FaultReport.Kind, namespace: String, codeLimit: Int) { (kind, namespace, codeLimit) }
}

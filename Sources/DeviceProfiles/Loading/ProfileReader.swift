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
    /// The values of the rule that is being read.
    var plan = ValuePlanBuilder()
    /// The topics of the rule that is being read.
    var topics: [TopicTemplate] = []
    /// Whether the rule that is being read has payloads that are one value.
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

    /// A text with `{variable}` replaced; captures stay, and so do variables in variables.
    func filled(_ text: String) -> String {
        var filled = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            filled += rest[..<open]
            filled += variables[name] ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    // MARK: Rules

    private static let fieldKeys = [
        "position", "assembles", "signals", "named_signals", "faults", "liveness", "driver", "job",
    ]
    private static let ruleKeys =
        [
            "name", "topic", "case_insensitive", "ignore", "also", "otherwise", "when", "payload", "codec", "empty",
            "state",
            "for_each", "where", "identity", "component", "time",
        ] + fieldKeys

    private mutating func rule(_ node: Node) -> Rule? {
        let members = yaml.members(node, of: "a rule", allowed: ProfileReader.ruleKeys)
        plan = ValuePlanBuilder()
        let ruleName = yaml.text(members["name"], "name") ?? ""
        if ruleName.isEmpty { yaml.mistake(node, "a rule has no name", allowed: "name: a word") }
        topics = topics(
            members["topic"], of: node,
            ignoringCase: yaml.flag(members["case_insensitive"], "case_insensitive") ?? false)
        var head = Rule.Head(name: ruleName, line: node.mark?.line ?? 0, topics: topics)
        head.ignored = yaml.flag(members["ignore"], "ignore") ?? false
        head.also = yaml.flag(members["also"], "also") ?? false
        head.ignoresOthers = yaml.word(members["otherwise"], "otherwise", as: Otherwise.self) != nil
        head.payload = yaml.word(members["payload"], "payload", as: Rule.Payload.self) ?? .json
        head.codec = codec(members["codec"])
        head.empty = yaml.word(members["empty"], "empty", as: Rule.Empty.self) ?? .quarantine
        head.retainedState = yaml.word(members["state"], "state", as: State.self) != nil
        head.payloadLimit = payloadLimit
        isText = head.payload != .json
        head.conditions = conditions(members["when"])
        guard !head.ignored else { return Rule(head, fields: Rule.Fields(), plan: plan.plan()) }
        for container in yaml.elements(members["for_each"]) {
            if isText { yaml.mistake(container, "a payload of this kind has no elements", allowed: "payload: json") }
            iterate(container)
        }
        head.filters = conditions(members["where"])
        readIdentity(members["identity"] ?? identity, rule: node, into: &head)
        if let component = members["component"] {
            let text = component.string.flatMap { $0.contains("{") ? $0 : nil }
            head.component = text.map { template($0, component) } ?? slot(component, "component")
        }
        if ProfileReader.fieldKeys.allSatisfy({ members[$0] == nil }), head.empty != .gone {
            yaml.mistake(
                node, "the rule \"\(ruleName)\" reads nothing",
                allowed: ProfileReader.fieldKeys.joined(separator: ", ") + ", or ignore: true")
        }
        return Rule(head, fields: fields(members), plan: plan.plan())
    }

    /// Begins the scope of a `for_each`: a value, or a mapping with `single: true` for what is a list or one object.
    private mutating func iterate(_ node: Node) {
        guard case .mapping = node else {
            if let slot = slot(node, "for_each") { plan.iterate(over: slot, admitsOne: false) }
            return
        }
        let members = yaml.members(node, of: "for_each", allowed: ProfileReader.valueKeys + ["single"])
        let admitsOne = yaml.flag(members["single"], "single") ?? false
        if let slot = slot(members: members, of: node, "for_each") { plan.iterate(over: slot, admitsOne: admitsOne) }
    }

    private mutating func codec(_ node: Node?) -> Rule.Codec? {
        guard let node, let name = yaml.text(node, "codec") else { return nil }
        if let codec = Rule.Codec(rawValue: name) { return codec }
        let known = Rule.Codec.allCases.map(\.rawValue)
        yaml.mistake(
            node, "this build has no codec \"\(name)\"; binary formats need one, or a gateway that publishes JSON",
            allowed: known.joined(separator: ", "), nearest: nearestWord(to: name, in: known))
        return nil
    }

    private mutating func fields(_ members: [String: Node]) -> Rule.Fields {
        var fields = Rule.Fields()
        fields.time = time(members["time"])
        fields.position = position(members["position"])
        fields.assembled = assembles(members["assembles"])
        fields.signals = signals(members["signals"])
        fields.namedSignals = namedSignals(members["named_signals"])
        for list in yaml.elements(members["faults"]) {
            if let field = faults(list) { fields.faults.append(field) }
        }
        fields.liveness = liveness(members["liveness"])
        fields.driver = driver(members["driver"])
        fields.job = job(members["job"])
        return fields
    }

    private enum State: String, CaseIterable {
        case retained
    }

    private enum Otherwise: String, CaseIterable {
        case ignore
    }

    private mutating func topics(_ node: Node?, of rule: Node, ignoringCase: Bool) -> [TopicTemplate] {
        guard let node else {
            yaml.mistake(rule, "a rule has no topic", allowed: "topic: a template such as cars/{device}/status")
            return []
        }
        var topics: [TopicTemplate] = []
        for element in yaml.elements(node) {
            guard let text = yaml.text(element, "topic") else { continue }
            do {
                let template = try TopicTemplate(filled(text), ignoringCase: ignoringCase)
                topics.append(template)
                // A variable that is misspelt would be a capture that takes anything.
                for capture in template.captures where capture.utf8.count > 2 {
                    guard let variable = nearestWord(to: capture, in: variables.keys.sorted()) else { continue }
                    yaml.mistake(
                        element, "the capture {\(capture)} is almost the name of a variable",
                        allowed: "another name for the capture", nearest: "{\(variable)}")
                }
            } catch {
                yaml.mistake(
                    element, "\(error.problem) in topic \"\(filled(text))\"",
                    allowed: "literals, {capture}, prefix{capture}suffix, {capture...}", offset: error.offset)
            }
        }
        return topics
    }

    private mutating func readIdentity(_ node: Node?, rule: Node, into head: inout Rule.Head) {
        let allowed = "one of asset, device, unit with a {capture} or a text, or device_path with a path; normalise"
        guard let node else {
            yaml.mistake(rule, "neither the profile nor the rule has an identity", allowed: allowed)
            return
        }
        let members = yaml.members(
            node, of: "identity", allowed: ["asset", "device", "unit", "device_path", "normalise"])
        head.normalisers = normalisers(members["normalise"])
        if let path = members["device_path"] {
            head.identityIsInPayload = true
            head.identity = slot(path, "device_path") ?? 0
            return
        }
        let subjects: [(String, Rule.Subject)] = [("asset", .asset), ("device", .device), ("unit", .unit)]
        let named = subjects.filter { members[$0.0] != nil }
        guard named.count == 1, let (key, subject) = named.first, let value = members[key],
            let text = yaml.text(value, key)
        else {
            yaml.mistake(node, "an identity is one thing", allowed: allowed)
            return
        }
        head.subject = subject
        head.identity = template(filled(text), value) ?? 0
    }

    private mutating func normalisers(_ node: Node?) -> [IdentityNormaliser] {
        yaml.texts(node, "normalise").compactMap { text in
            if let normaliser = IdentityNormaliser(text) { return normaliser }
            yaml.mistake(
                node, "\"\(text)\" is no way to write an identity",
                allowed: IdentityNormaliser.words.joined(separator: ", "),
                nearest: nearestWord(to: text, in: IdentityNormaliser.words))
            return nil
        }
    }

    /// Defaults for fault lists, from the head of the profile.
    var faultDefaults: (kind: FaultReport.Kind, namespace: String, codeLimit: Int) { (kind, namespace, codeLimit) }
}

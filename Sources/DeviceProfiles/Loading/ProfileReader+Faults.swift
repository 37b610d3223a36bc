internal import Telemetry
internal import Yams

extension ProfileReader {
    /// The words of `form`, with the keys that only some of them have.
    enum FaultFormWord: String, CaseIterable {
        case list, text, flags, bits, count, vector, pattern, level, obd2, uds, j1939, rvc
        case oneOf = "enum"
        case j1939Fields = "j1939_fields"

        var keys: [String] {
            switch self {
            case .list: ["members", "code"]
            case .text: ["separators", "code"]
            case .flags: ["flags", "on", "off"]
            case .bits: ["bits"]
            case .count: ["code"]
            case .vector: ["separators", "first", "code", "on", "off"]
            case .oneOf: ["codes", "unlisted", "code"]
            case .pattern: ["pattern", "separators", "unlisted", "code"]
            case .level: ["code", "on", "off"]
            case .obd2: ["encoding", "skip", "count_at", "members", "code"]
            case .uds: ["encoding", "skip", "count_at", "members", "record", "status_mask", "warning", "code"]
            case .j1939: ["encoding", "skip", "lamps", "conversion", "source_address", "code"]
            case .rvc: ["encoding", "skip", "lamps", "code"]
            case .j1939Fields: ["spn", "fmi", "oc", "members", "source_address", "code"]
            }
        }

        /// Whether its values say of single codes that they are there or not: then a full set would be a lie.
        var isAboutSingleCodes: Bool { self == .flags || self == .count || self == .level }

        /// What it means when the profile does not say.
        var defaultMeaning: FaultField.Effect? { isAboutSingleCodes || self == .vector ? .byValue : nil }
    }

    private static let commonFaultKeys = [
        "path", "form", "meaning", "kind", "status", "no_fault", "not_faults", "namespace", "namespaced", "part",
        "required", "where",
    ]

    private static let allFaultKeys: [String] = {
        var keys = commonFaultKeys
        for key in FaultFormWord.allCases.flatMap(\.keys) where !keys.contains(key) { keys.append(key) }
        return keys
    }()

    /// One list of fault codes.
    mutating func faults(_ node: Node) -> FaultField? {
        let hint = node.mapping?["form"]?.string.flatMap { FaultFormWord(rawValue: $0) }
        let own = hint.map { ProfileReader.commonFaultKeys + $0.keys } ?? ProfileReader.allFaultKeys
        let allowed = own + ProfileReader.valueKeys.filter { !own.contains($0) }
        let what = hint.map { "a fault list of the form \($0.rawValue)" } ?? "a fault list"
        let members = yaml.members(node, of: what, allowed: allowed)
        guard let word = yaml.word(members["form"], "form", as: FaultFormWord.self) else {
            if members["form"] == nil {
                yaml.mistake(
                    node, "a fault list has no form",
                    allowed: FaultFormWord.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return nil
        }
        let namespace = yaml.text(members["namespace"], "namespace") ?? faultDefaults.namespace
        guard let (slot, form) = faultForm(word, members, of: node, namespace: namespace) else { return nil }
        let defaults = faultDefaults
        var field = FaultField(
            slot: slot, form: form, meaning: meaning(members["meaning"], of: node, word),
            kind: yaml.word(members["kind"], "kind", as: FaultReport.Kind.self) ?? defaults.kind,
            namespace: namespace, limit: defaults.codeLimit)
        (field.status, field.statusWords) = status(members["status"])
        field.noFault = yaml.texts(members["no_fault"], "no_fault").map { $0.lowercased() }
        field.notFaults = yaml.texts(members["not_faults"], "not_faults").map { $0.lowercased() }
        field.acceptsNamespace = yaml.flag(members["namespaced"], "namespaced") ?? false
        field.part = part(members["part"])
        field.address = self.slot(members["source_address"], "source_address")
        field.code = code(members["code"], of: node, word, address: field.address)
        field.required = yaml.flag(members["required"], "required") ?? false
        field.conditions = conditions(members["where"])
        return field
    }

    // MARK: Meaning

    private static let meaningWords: [String: FaultField.Effect] = [
        "set": .mode(.set), "raise": .mode(.raise), "clear": .mode(.clear), "log": .mode(.log), "by_value": .byValue,
    ]
    private static let meaningList = ["set", "raise", "clear", "log", "by_value"]

    private mutating func effect(_ node: Node?, _ what: String, silent: Bool = false) -> FaultField.Effect? {
        guard let node, let text = yaml.text(node, what) else { return nil }
        if silent, text == "ignore" { return .nothing }
        if let effect = ProfileReader.meaningWords[text] { return effect }
        let allowed = ProfileReader.meaningList + (silent ? ["ignore"] : [])
        yaml.mistake(
            node, "\(what) can't be \"\(text)\"", allowed: allowed.joined(separator: ", "),
            nearest: nearestWord(to: text, in: allowed))
        return nil
    }

    private mutating func meaning(_ node: Node?, of list: Node, _ word: FaultFormWord) -> FaultField.Meaning {
        let allowed = ProfileReader.meaningList.joined(separator: ", ")
        guard let node else {
            if let effect = word.defaultMeaning { return .always(effect) }
            yaml.mistake(
                list, "a fault list does not say what a missing code means",
                allowed: "meaning: \(allowed), or {path, words, otherwise}")
            return .always(.mode(.raise))
        }
        if case .scalar = node {
            let effect = effect(node, "meaning") ?? .mode(.raise)
            if effect == .mode(.set), word.isAboutSingleCodes {
                yaml.mistake(
                    node, "the form \(word.rawValue) is no full set: it would clear codes that it does not know",
                    allowed: "by_value, raise, clear, log")
            }
            return .always(effect)
        }
        let members = yaml.members(
            node, of: "meaning", allowed: ["words", "otherwise"] + ProfileReader.valueKeys)
        guard let slot = slot(members: members, of: node, "meaning") else { return .always(.mode(.raise)) }
        var words: [String: FaultField.Effect] = [:]
        for (key, value) in yaml.pairs(members["words"], "words") {
            if let effect = effect(value, "the meaning of a word", silent: true) { words[key.lowercased()] = effect }
        }
        let other = words.removeValue(forKey: "*")
        let otherwise = effect(members["otherwise"], "otherwise", silent: true) ?? .mode(.raise)
        return .said(slot: slot, words: words, other: other, otherwise: otherwise)
    }

    // MARK: Status, part, code

    private mutating func status(_ node: Node?) -> (FaultField.StatusSource, [String: FaultCode.Status]) {
        guard let node else { return (.fixed(.unknown), [:]) }
        if case .scalar = node {
            return (.fixed(yaml.word(node, "status", as: FaultCode.Status.self) ?? .unknown), [:])
        }
        let members = yaml.members(node, of: "status", allowed: ["words", "otherwise"] + ProfileReader.valueKeys)
        var words: [String: FaultCode.Status] = [:]
        for (key, value) in yaml.pairs(members["words"], "words") {
            words[key.lowercased()] = yaml.word(value, "the status of a word", as: FaultCode.Status.self)
        }
        let otherwise = yaml.word(members["otherwise"], "otherwise", as: FaultCode.Status.self) ?? .unknown
        let isValue = members.keys.contains { ProfileReader.valueKeys.contains($0) }
        if !isValue, words.isEmpty {
            yaml.mistake(node, "a status has neither a path nor words", allowed: "path, words, otherwise")
        }
        guard isValue, let slot = slot(members: members, of: node, "status") else { return (.fixed(otherwise), words) }
        return (.said(slot: slot, words: words, otherwise: otherwise), words)
    }

    /// A text, or a value: `{capture}`, `@key`, `$.path`, `^.path`, or a mapping with a path.
    private mutating func part(_ node: Node?) -> FaultField.Part? {
        guard let node else { return nil }
        if case .scalar(let scalar) = node, !"{@$^".contains(scalar.string.first ?? " ") {
            let text = scalar.string
            if !(1...64).contains(text.utf8.count) {
                yaml.mistake(node, "a part is a text of 1 to 64 bytes", allowed: "part: a word, \"{capture}\", {path}")
            }
            return .text(text)
        }
        return slot(node, "part").map { .value(slot: $0) }
    }

    private mutating func code(
        _ node: Node?, of list: Node, _ word: FaultFormWord, address: Int?
    ) -> CodeTemplate? {
        guard let node else {
            if word == .count || word == .level {
                yaml.mistake(
                    list, "a fault list of the form \(word.rawValue) has no code",
                    allowed: word == .count ? "code: a word" : "code: where it stands, \"{capture}\" or @key")
            }
            return nil
        }
        let hasTemplate = node.string?.contains("{") ?? false
        if word == .level, !hasTemplate { return slot(node, "code").map { CodeTemplate(parts: [.value(slot: $0)]) } }
        guard case .scalar = node else { return slot(node, "code").map { CodeTemplate(parts: [.value(slot: $0)]) } }
        return codeTemplate(node, "code", address: address)
    }

    /// `TPMS.{index}`, `{service}.{}`: text with the code, its place, and captures of the topic.
    mutating func codeTemplate(_ node: Node, _ what: String, address: Int? = nil) -> CodeTemplate? {
        guard let text = yaml.text(node, what).map({ filled($0) }) else { return nil }
        var parts: [CodeTemplate.Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else {
                yaml.mistake(
                    node, "\(what) \"\(text)\" has a \"{\" without a \"}\"", allowed: "{}, {index}, {hex}, {capture}")
                return nil
            }
            let name = rest[rest.index(after: open)..<close]
            switch name {
            case "": parts.append(.code)
            case "index": parts.append(.index)
            case "hex": parts.append(.hex)
            case "address" where address != nil: parts.append(.value(slot: address ?? 0))
            default:
                let text = ProfileReader.isValue(name) ? String(name) : "{\(name)}"
                let capture = Node.scalar(Node.Scalar(text, Tag(.str), .any, node.mark))
                if let slot = slot(capture, what) { parts.append(.value(slot: slot)) }
            }
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        if parts.isEmpty { yaml.mistake(node, "\(what) is empty", allowed: "a word, {}, {index}, {hex}, {capture}") }
        return CodeTemplate(parts: parts)
    }
}

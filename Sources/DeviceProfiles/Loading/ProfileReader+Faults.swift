internal import Telemetry
internal import Yams

extension ProfileReader {
    private static let faultKeys = [
        "path", "form", "members", "separators", "flags", "bits", "meaning", "kind", "status", "no_fault",
        "namespace", "namespaced", "part", "required",
    ]

    private enum FormWord: String, CaseIterable {
        case list, text, flags, bits
    }

    /// One list of fault codes.
    mutating func faults(_ node: Node) -> FaultField? {
        let members = yaml.members(node, of: "a fault list", allowed: ProfileReader.faultKeys)
        guard let word = yaml.word(members["form"], "form", as: FormWord.self) else {
            if members["form"] == nil {
                yaml.mistake(
                    node, "a fault list has no form",
                    allowed: FormWord.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return nil
        }
        let defaults = faultDefaults
        let namespace = yaml.text(members["namespace"], "namespace") ?? defaults.namespace
        guard let place = path(members["path"], of: node) else { return nil }
        let form: FaultField.Form
        switch word {
        case .list:
            var keys: [String: Node] = [:]
            if let node = members["members"] { keys = yaml.members(node, of: "members", allowed: ["code", "status"]) }
            form = .list(
                code: yaml.text(keys["code"], "code") ?? "code", status: yaml.text(keys["status"], "status") ?? "status"
            )
        case .text:
            form = .text(separators: Array((yaml.text(members["separators"], "separators") ?? "").utf8))
        case .flags:
            form = .flags(
                codes(members["flags"], of: node, "flags").map { key, code in
                    (slot: slot(place.member(key)), key: key, code: "\(namespace)/\(code)")
                })
        case .bits:
            var bits: [(bit: Int, code: String)] = []
            for (key, code) in codes(members["bits"], of: node, "bits") {
                if let bit = Int(key), (0..<63).contains(bit) {
                    bits.append((bit, "\(namespace)/\(code)"))
                } else {
                    yaml.mistake(members["bits"], "\"\(key)\" is not the number of a bit", allowed: "0 to 62")
                }
            }
            form = .bits(bits)
        }
        return FaultField(
            slot: word == .flags ? 0 : slot(place), form: form,
            meaning: meaning(members["meaning"], of: node, word == .flags),
            kind: yaml.word(members["kind"], "kind", as: FaultReport.Kind.self) ?? defaults.kind,
            status: yaml.word(members["status"], "status", as: FaultCode.Status.self) ?? .unknown,
            noFault: yaml.texts(members["no_fault"], "no_fault").map { $0.lowercased() }, namespace: namespace,
            acceptsNamespace: yaml.flag(members["namespaced"], "namespaced") ?? false,
            part: yaml.text(members["part"], "part"),
            required: yaml.flag(members["required"], "required") ?? false, limit: defaults.codeLimit)
    }

    private mutating func path(_ node: Node?, of list: Node) -> JSONPath? {
        guard let node, let text = yaml.text(node, "path") else {
            yaml.mistake(list, "a fault list has no path", allowed: "path: where it stands, or $")
            return nil
        }
        // Taking a slot reports what is wrong with the path.
        guard let path = try? JSONPath(text) else {
            _ = slot(node, "path")
            return nil
        }
        if isText, !path.steps.isEmpty { _ = slot(node, "path") }
        return path
    }

    /// `key: code`, or a list of keys that are codes themselves.
    private mutating func codes(_ node: Node?, of list: Node, _ what: String) -> [(key: String, code: String)] {
        guard let node else {
            yaml.mistake(list, "a fault list of this form has no \(what)", allowed: "\(what): keys with their codes")
            return []
        }
        if case .sequence = node { return yaml.texts(node, what).map { (key: $0, code: $0) } }
        var codes: [(key: String, code: String)] = []
        for (key, value) in yaml.pairs(node, what) {
            if let code = yaml.text(value, "a code") { codes.append((key, code)) }
        }
        return codes
    }

    private mutating func meaning(_ node: Node?, of list: Node, _ isFlags: Bool) -> FaultField.Meaning {
        let allowed = FaultReport.Mode.allCases.map(\.rawValue).joined(separator: ", ")
        guard let node else {
            if !isFlags {
                yaml.mistake(
                    list, "a fault list does not say what a missing code means",
                    allowed: "meaning: \(allowed), or {path, otherwise}")
            }
            return .always(.raise)
        }
        if isFlags { yaml.mistake(node, "flags raise when on and clear when off; they have no other meaning") }
        if case .scalar = node {
            return .always(yaml.word(node, "meaning", as: FaultReport.Mode.self) ?? .raise)
        }
        let members = yaml.members(node, of: "meaning", allowed: ["path", "otherwise"])
        guard let slot = slot(members["path"], "path") else {
            yaml.mistake(node, "meaning has no sound path", allowed: "path, otherwise: \(allowed)")
            return .always(.raise)
        }
        let otherwise = yaml.word(members["otherwise"], "otherwise", as: FaultReport.Mode.self) ?? .raise
        return .said(slot: slot, otherwise: otherwise)
    }
}

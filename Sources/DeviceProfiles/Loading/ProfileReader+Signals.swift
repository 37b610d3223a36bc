internal import Yams

extension ProfileReader {
    private static let signalKeys =
        [
            "name", "unit", "scale", "offset", "decimal", "no_value", "min", "max", "required", "default", "on",
            "off", "above", "inverted", "words", "otherwise", "where",
        ] + valueKeys

    /// The signals of a rule.
    mutating func signals(_ node: Node?) -> [SignalField] {
        var fields: [SignalField] = []
        for element in yaml.elements(node) {
            guard var field = signal(element) else { continue }
            field.conditions = conditions(element.mapping?["where"])
            fields.append(field)
        }
        return fields
    }

    private enum NamedOtherwise: String, CaseIterable {
        case ignore, quarantine
    }

    /// Signals that the payload names: an object of them, or `{name: VALUE, path: VALUE}` for one.
    mutating func namedSignals(_ node: Node?) -> NamedSignalsField? {
        guard let node else { return nil }
        guard case .mapping = node else { return slot(node, "named_signals").map { NamedSignalsField(slot: $0) } }
        let members = yaml.members(
            node, of: "named_signals", allowed: ["name", "otherwise"] + ProfileReader.valueKeys)
        guard let slot = slot(members: members, of: node, "named_signals") else { return nil }
        let otherwise = yaml.word(members["otherwise"], "otherwise", as: NamedOtherwise.self)
        return NamedSignalsField(
            slot: slot, name: self.slot(members["name"], "name"), ignoresOthers: otherwise == .ignore)
    }

    private mutating func signal(_ node: Node) -> SignalField? {
        let members = yaml.members(node, of: "a signal", allowed: ProfileReader.signalKeys)
        guard let nameNode = members["name"], let name = yaml.text(nameNode, "name") else {
            yaml.mistake(node, "a signal has no name", allowed: "name: a VSS path or Device.…")
            return nil
        }
        guard let form = SignalVocabulary.form(of: name) else {
            yaml.mistake(
                nameNode, "the signal \"\(name)\" is not known", allowed: "the names of the signal vocabulary",
                nearest: nearestWord(to: name, in: SignalVocabulary.names))
            return nil
        }
        switch form {
        case .number(let unit):
            guard let number = number(node, "the signal \"\(name)\"", unit: unit, extraKeys: ["name", "where"]) else {
                return nil
            }
            return SignalField(name: name, nameIndex: 0, value: .number(Boxed(number)))
        case .flag:
            guard let slot = slot(members: members, of: node, "the signal \"\(name)\"") else { return nil }
            return SignalField(name: name, nameIndex: 0, value: .flag(Boxed(flag(members, slot))))
        case .text:
            guard let slot = slot(members: members, of: node, "the signal \"\(name)\"") else { return nil }
            return SignalField(name: name, nameIndex: 0, value: .text(Boxed(text(members, slot))))
        }
    }

    private enum FlagOtherwise: String, CaseIterable {
        case ignore, quarantine, on, off
    }

    private mutating func flag(_ members: [String: Node], _ slot: Int) -> FlagField {
        var field = FlagField(slot: slot)
        let on = yaml.texts(members["on"], "on").map { $0.lowercased() }
        let off = yaml.texts(members["off"], "off").map { $0.lowercased() }
        if !on.isEmpty { field.on = on }
        if !off.isEmpty { field.off = off }
        field.above = yaml.number(members["above"], "above")
        field.inverted = yaml.flag(members["inverted"], "inverted") ?? false
        if members["no_value"] != nil { field.noValue = Boxed(noValue(members["no_value"])) }
        field.fallback = yaml.flag(members["default"], "default")
        field.required = yaml.flag(members["required"], "required") ?? false
        switch yaml.word(members["otherwise"], "otherwise", as: FlagOtherwise.self) {
        case .ignore: field.otherwise = .ignored
        case .on: field.otherwise = .means(true)
        case .off: field.otherwise = .means(false)
        case .quarantine, nil: break
        }
        return field
    }

    private mutating func text(_ members: [String: Node], _ slot: Int) -> TextField {
        var field = TextField(slot: slot)
        var known: [String: String] = [:]
        for (word, ours) in words(members["words"]) { known[word] = yaml.text(ours, "a word") }
        field.words = WordMap(known)
        if members["no_value"] != nil { field.noValue = Boxed(noValue(members["no_value"])) }
        field.fallback = yaml.text(members["default"], "default")
        field.required = yaml.flag(members["required"], "required") ?? false
        switch yaml.text(members["otherwise"], "otherwise") {
        case "ignore": field.otherwise = .ignored
        case "quarantine", nil: break
        case .some(let ours): field.otherwise = .means(ours)
        }
        return field
    }
}

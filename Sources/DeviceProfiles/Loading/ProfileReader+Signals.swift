internal import Yams

extension ProfileReader {
    private static let signalKeys = [
        "name", "path", "unit", "scale", "offset", "no_value", "min", "max", "required", "on", "off", "words",
    ]

    /// The signals of a rule.
    mutating func signals(_ node: Node?) -> [SignalField] {
        var fields: [SignalField] = []
        for element in yaml.elements(node) {
            if let field = signal(element) { fields.append(field) }
        }
        return fields
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
        guard members["path"] != nil else {
            yaml.mistake(node, "the signal \"\(name)\" has no path", allowed: "path: where it stands")
            return nil
        }
        switch form {
        case .number(let unit):
            guard let number = number(node, "a signal", unit: unit, extraKeys: ["name"]) else { return nil }
            return SignalField(name: name, nameIndex: 0, value: .number(number))
        case .flag:
            guard let slot = slot(members["path"], "path") else { return nil }
            let on = yaml.texts(members["on"], "on").map { $0.lowercased() }
            let off = yaml.texts(members["off"], "off").map { $0.lowercased() }
            return SignalField(
                name: name, nameIndex: 0,
                value: .flag(
                    slot: slot, on: on.isEmpty ? ["1", "true", "on", "yes"] : on,
                    off: off.isEmpty ? ["0", "false", "off", "no"] : off))
        case .text:
            guard let slot = slot(members["path"], "path") else { return nil }
            var words: [String: String] = [:]
            for (key, value) in yaml.pairs(members["words"], "words") { words[key] = yaml.text(value, "a word") }
            return SignalField(name: name, nameIndex: 0, value: .text(slot: slot, words: words))
        }
    }
}

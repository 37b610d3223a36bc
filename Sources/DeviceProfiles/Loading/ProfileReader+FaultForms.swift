internal import Yams

extension ProfileReader {
    /// The form of a fault list, and the slot of its value.
    mutating func faultForm(
        _ word: FaultFormWord, _ members: [String: Node], of node: Node, namespace: String
    ) -> (slot: Int, form: FaultField.Form)? {
        if word == .flags { return flags(members, of: node, namespace) }
        if word == .j1939Fields { return j1939Fields(members, of: node) }
        guard let slot = value(members, of: node, word) else { return nil }
        let form: FaultField.Form?
        switch word {
        case .list:
            let names = memberNames(members["members"], allowed: ["code", "status"])
            form = .list(code: names["code"] ?? ["code"], status: names["status"]?.first ?? "status")
        case .text: form = .text(separators: separators(members))
        case .bits: form = bits(members["bits"], of: node, namespace)
        case .count: form = .count
        case .vector:
            let bytes = members["separators"] == nil ? [0x2C] : separators(members)
            let first = yaml.whole(members["first"], "first", in: 0...10_000) ?? 0
            form = .vector(separators: bytes, first: first, levels(members))
        case .oneOf:
            var known: [String: String] = [:]
            if let node = members["codes"] {
                for (key, code) in codes(node, of: node, "codes") { known[key] = code }
            }
            form = .oneOf(codes: known, unlisted: unlisted(members["unlisted"]))
        case .pattern: form = pattern(members, of: node)
        case .level: form = .level(levels(members))
        case .obd2: form = .obd2(binary(members))
        case .uds: form = .uds(binary(members), uds(members))
        case .j1939:
            let form = FaultField.J1939Form(
                lamps: yaml.word(members["lamps"], "lamps", as: FaultField.LampUse.self) ?? .signals,
                conversion: yaml.whole(members["conversion"], "conversion", in: 1...3) ?? 3)
            return (slot, .j1939(binary(members), form))
        case .rvc:
            let lamps = yaml.word(members["lamps"], "lamps", as: FaultField.LampUse.self) ?? .ignore
            if lamps == .signals {
                yaml.mistake(
                    members["lamps"], "lamps of RV-C tell of one device and are no signals of the vehicle",
                    allowed: "codes, ignore")
            }
            form = .rvc(binary(members), lamps: lamps)
        case .flags, .j1939Fields: form = nil
        }
        return form.map { (slot, $0) }
    }

    // MARK: Keys and words

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

    private mutating func separators(_ members: [String: Node]) -> [UInt8] {
        let text = yaml.text(members["separators"], "separators") ?? ""
        if text.utf8.contains(where: { $0 > 0x7F }) {
            yaml.mistake(members["separators"], "separators are ASCII characters")
        }
        return Array(text.utf8)
    }

    private mutating func unlisted(_ node: Node?) -> FaultField.Unlisted {
        yaml.word(node, "unlisted", as: FaultField.Unlisted.self) ?? .report
    }

    /// Names of members by their role; a role may have several names.
    private mutating func memberNames(_ node: Node?, allowed: [String]) -> [String: [String]] {
        guard let node else { return [:] }
        var names: [String: [String]] = [:]
        for (role, value) in yaml.members(node, of: "members", allowed: allowed) {
            let texts = yaml.texts(value, role)
            if !texts.isEmpty { names[role] = texts }
        }
        return names
    }

    /// `off: [words]`, and `on: [words]` or `on: {word: code}`.
    private mutating func levels(_ members: [String: Node]) -> FaultField.Levels {
        var levels = FaultField.Levels()
        if let node = members["off"] { levels.off = yaml.texts(node, "off").map { $0.lowercased() } }
        guard let node = members["on"] else { return levels }
        if case .mapping = node {
            for (key, value) in yaml.pairs(node, "on") {
                if let template = codeTemplate(value, "the code of a level") {
                    levels.on.append((word: key.lowercased(), code: template))
                }
            }
        } else {
            levels.on = yaml.texts(node, "on").map { (word: $0.lowercased(), code: .itself) }
        }
        for (word, _) in levels.on where members["off"] == nil { levels.off.removeAll { $0 == word } }
        if let both = levels.on.first(where: { levels.off.contains($0.word) }) {
            yaml.mistake(node, "the word \"\(both.word)\" is both on and off")
        }
        return levels
    }

    // MARK: Forms

    private mutating func flags(
        _ members: [String: Node], of node: Node, _ namespace: String
    ) -> (slot: Int, form: FaultField.Form)? {
        guard let path = members["path"], let text = yaml.text(path, "path") else {
            if members["path"] == nil { noPath(node) }
            return nil
        }
        var flags: [(slot: Int, key: String, code: String)] = []
        for (key, code) in codes(members["flags"], of: node, "flags") {
            let quoted = key.allSatisfy { $0.isLetter || $0 == "_" } ? key : "\"\(key)\""
            let place = text == "$" ? quoted : "\(text).\(quoted)"
            let member = Node.scalar(Node.Scalar(place, Tag(.str), .any, path.mark))
            guard let slot = slot(member, "path") else { return nil }
            flags.append((slot: slot, key: key, code: Decoder.canonical(code, in: namespace, acceptsNamespace: true)))
        }
        return (0, .flags(flags, levels(members)))
    }

    /// The slot that a form reads: `path`, with the steps that the form has no key of its own for.
    private mutating func value(_ members: [String: Node], of node: Node, _ word: FaultFormWord) -> Int? {
        let keys = ProfileReader.valueKeys.filter { !word.keys.contains($0) }
        let value = members.filter { keys.contains($0.key) }
        guard !value.isEmpty else {
            noPath(node)
            return nil
        }
        return slot(members: value, of: node, "a fault list")
    }

    private mutating func noPath(_ node: Node) {
        yaml.mistake(node, "a fault list has no path", allowed: "path: where it stands, or $")
    }

    private mutating func bits(_ node: Node?, of list: Node, _ namespace: String) -> FaultField.Form {
        var bits: [(bit: Int, code: String)] = []
        for (key, code) in codes(node, of: list, "bits") {
            if let bit = Int(key), (0..<63).contains(bit) {
                bits.append((bit, Decoder.canonical(code, in: namespace, acceptsNamespace: true)))
            } else {
                yaml.mistake(node, "\"\(key)\" is not the number of a bit", allowed: "0 to 62")
            }
        }
        return .bits(bits)
    }

    private mutating func pattern(_ members: [String: Node], of list: Node) -> FaultField.Form? {
        guard let node = members["pattern"], let text = yaml.text(node, "pattern") else {
            yaml.mistake(
                list, "a fault list of the form pattern has no pattern",
                allowed: "pattern: a regular expression with a group (?P<code>…)")
            return nil
        }
        let pattern: LinearPattern
        do throws(LinearPatternError) {
            pattern = try LinearPattern(text)
        } catch {
            yaml.mistake(node, "the pattern \"\(text)\" can't be used: \(error.reason)")
            return nil
        }
        let known = ["code", "text", "status"]
        for name in pattern.groupNames where !known.contains(name) {
            yaml.mistake(
                node, "a pattern of faults has no use for a group \"\(name)\"",
                allowed: "code, text, status; for a time: the rule's time with a pattern of its own",
                nearest: nearestWord(to: name, in: known))
        }
        if !pattern.groupNames.contains("code"), members["code"] == nil {
            yaml.mistake(node, "the pattern has no group \"code\"", allowed: "(?P<code>…), or code: a word")
        }
        func place(_ name: String) -> Int? { pattern.groupNames.firstIndex(of: name) }
        return .pattern(
            FaultField.PatternForm(
                pattern: Boxed(pattern), separators: separators(members), code: place("code"), text: place("text"),
                status: place("status"), unlisted: unlisted(members["unlisted"])))
    }

    private mutating func binary(_ members: [String: Node]) -> FaultField.BinaryForm {
        var form = FaultField.BinaryForm()
        form.encoding = yaml.word(members["encoding"], "encoding", as: FaultField.BinaryForm.Encoding.self)
        // A value that was already turned into bytes needs no encoding.
        let isDecoded = ["hex", "base64"].contains { step in
            members[step]?.bool == true || members["path"]?.mapping?[step]?.bool == true
        }
        if isDecoded, form.encoding == nil { form.encoding = .bytes }
        form.skip = yaml.whole(members["skip"], "skip", in: 0...64) ?? 0
        form.countAt = yaml.whole(members["count_at"], "count_at", in: 0...63)
        form.members = memberNames(members["members"], allowed: ["code"])["code"] ?? ["code"]
        return form
    }

    private mutating func uds(_ members: [String: Node]) -> FaultField.UDSForm {
        let mask = yaml.whole(members["status_mask"], "status_mask", in: 1...255)
        let record = yaml.word(members["record"], "record", as: FaultField.UDSForm.Record.self)
        // Elements of an array may have a status behind their code, whatever the record.
        if mask != nil, record == .code, members["members"] == nil {
            yaml.mistake(
                members["status_mask"], "a record without a status has no status_mask",
                allowed: "record: code_status, severity_unit_code_status")
        }
        let namespace = yaml.text(members["namespace"], "namespace")
        return FaultField.UDSForm(
            record: record ?? (mask == nil ? .code : .codeStatus),
            mask: mask.flatMap { UInt8(exactly: $0) } ?? UDSStatus.evidence.rawValue,
            isLettered: namespace == nil || namespace == "obd",
            raisesWarning: yaml.flag(members["warning"], "warning") ?? false)
    }

    private mutating func j1939Fields(
        _ members: [String: Node], of node: Node
    ) -> (slot: Int, form: FaultField.Form)? {
        var form = FaultField.J1939FieldsForm()
        if members["path"] != nil {
            let names = memberNames(members["members"], allowed: ["spn", "fmi", "oc", "status"])
            form.spnMember = names["spn"]?.first ?? form.spnMember
            form.fmiMember = names["fmi"]?.first ?? form.fmiMember
            form.countMember = names["oc"]?.first ?? form.countMember
            form.statusMember = names["status"]?.first ?? form.statusMember
            return slot(members["path"], "path").map { ($0, .j1939Fields(form)) }
        }
        guard let spn = slot(members["spn"], "spn"), let fmi = slot(members["fmi"], "fmi") else {
            if members["spn"] == nil || members["fmi"] == nil {
                yaml.mistake(
                    node, "a fault list of the form j1939_fields has no numbers",
                    allowed: "spn and fmi: where they stand, or path and members of an array")
            }
            return nil
        }
        form.slots = (fmi: fmi, count: slot(members["oc"], "oc"))
        return (spn, .j1939Fields(form))
    }
}

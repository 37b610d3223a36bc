internal import CSimdJSON
internal import Telemetry

extension Decoder {
    func context(_ entry: ProfileSet.Entry, _ message: Message) -> Context? {
        let rule = entry.rule
        let value = slots[rule.head.identity]
        if rule.head.identityIsInPayload, !trustsGateways, !profiles.profiles[entry.profile].trustedGateway {
            report(
                slot: rule.head.identity, of: rule,
                "an identity from the payload is accepted only from a profile that is configured as trusted gateway")
            return nil
        }
        guard let id = identity(value, rule.head.normalisers) else {
            report(slot: rule.head.identity, of: rule, "the identity is \(value.kindName), a text is expected")
            return nil
        }
        let place = bindingPlace(rule.subject, entry.profile)
        let identity: Symbol
        let binding: Binding
        // What is bound was looked at when it came first.
        if let known = symbols.find(id), let bound = bound(known, place) {
            identity = known
            binding = bound
        } else {
            guard Decoder.isIdentity(id) else {
                let path = rule.head.identityIsInPayload ? rule.label(rule.head.identity) : "topic"
                report(path, "an identity is 1 to 128 bytes of UTF-8 without control characters")
                return nil
            }
            identity = symbols.intern(id)
            binding = bind(identity, rule.subject, entry.profile)
        }
        var source = Symbol(index: binding.source)
        if let component = rule.head.component, !slots[component].isMissing {
            source = part(slots[component], of: source) ?? source
        }
        let (time, trusted) = time(rule, receivedAt: message.receivedAt, retained: message.retained)
        return Context(
            profile: entry.profile, rule: rule, identity: identity, subject: Symbol(index: binding.subject),
            source: source, time: time, timeTrusted: trusted)
    }

    /// The id that a value is, in its one spelling.
    private func identity(_ value: csj_value, _ normalisers: [IdentityNormaliser]) -> UnsafeRawBufferPointer? {
        var id: UnsafeRawBufferPointer
        switch value.kind {
        case csj_string: id = value.bytes
        case csj_integer:
            guard let text = scratch.text(String(value.integer)) else { return nil }
            id = text
        default: return nil
        }
        if normalisers.isEmpty { return id }
        for normaliser in normalisers {
            guard let changed = normaliser.apply(to: id, &scratch) else { return nil }
            id = changed
        }
        return id
    }

    /// A source with one more part.
    private func part(_ value: csj_value, of source: Symbol) -> Symbol? {
        guard let word = value.word, (1...128).contains(word.utf8.count) else { return nil }
        guard let bytes = scratch.text("\(symbols[source])/\(word)") else { return nil }
        if let known = symbols.find(bytes) { return known }
        // A device that makes up control units would fill the memory: what is beyond counts as the device's own.
        guard components[source.index, default: 0] < Decoder.componentLimit else { return nil }
        components[source.index, default: 0] += 1
        return symbols.intern(bytes)
    }

    /// So many control units of one device are told apart.
    static let componentLimit: UInt16 = 256

    private static func isIdentity(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard (1...128).contains(bytes.count), let start = bytes.baseAddress else { return false }
        var plain = true
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F { return false }
            if byte > 0x7F { plain = false }
        }
        return plain || csj_is_utf8(start, bytes.count)
    }

    /// The source of a device: the profile's name and the device's own, with a slash between them.
    private func source(of identity: Symbol, in profile: String) -> Symbol {
        let id = symbols.bytes(of: identity)
        let head = profile.utf8.count
        guard let text = scratch.take(head + 1 + id.count) else {
            return symbols.intern("\(profile)/\(symbols[identity])")
        }
        text.copyBytes(from: profile.utf8)
        text[head] = UInt8(ascii: "/")
        UnsafeMutableRawBufferPointer(rebasing: text[(head + 1)...]).copyMemory(from: id)
        return symbols.intern(UnsafeRawBufferPointer(text))
    }

    /// Where the bindings of a profile and kind of subject are.
    private func bindingPlace(_ subject: Rule.Subject, _ profile: Int) -> Int {
        let kind =
            switch subject {
            case .asset: 0
            case .device: 1
            case .unit: 2
            }
        return profile * 3 + kind
    }

    /// What an identity is bound to, if it came before.
    @inline(__always)
    private func bound(_ identity: Symbol, _ place: Int) -> Binding? {
        let index = Int(identity.index)
        guard index < bindings[place].count else { return nil }
        let known = bindings[place][index]
        return known.subject == Binding.none ? nil : known
    }

    private func bind(_ identity: Symbol, _ subject: Rule.Subject, _ profile: Int) -> Binding {
        let place = bindingPlace(subject, profile)
        if let known = bound(identity, place) { return known }
        let index = Int(identity.index)
        let name = profiles.profiles[profile].name
        let source = source(of: identity, in: name).index
        let owner =
            subject == .device
            ? symbols.intern(devices.asset(profile: name, device: symbols[identity])).index : identity.index
        if index >= bindings[place].count {
            bindings[place].append(
                contentsOf: repeatElement(Binding(), count: max(index + 1, symbols.count) - bindings[place].count))
        }
        let made = Binding(subject: owner, source: source)
        bindings[place][index] = made
        return made
    }
}

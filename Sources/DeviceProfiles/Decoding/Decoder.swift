internal import CSimdJSON
package import Telemetry

/// Turns messages into observations by the profiles of a set.
///
/// Belongs to one thread. Nothing in a topic or payload can trap it; positions and signals of known devices are
/// decoded without making strings.
package final class Decoder {
    let profiles: ProfileSet
    let symbols: SymbolTable
    private var devices: DeviceDirectory
    private let parser: JSONParser
    /// Values of the current message by slot; as long as the widest rule needs.
    let slots: UnsafeMutableBufferPointer<csj_value>
    var captures: [Range<Int>] = []
    /// Subject and source by profile and kind of subject, then by the symbol of the identity.
    private var bindings: [[Binding]]
    /// Symbols of the names that profiles give to signals.
    let signalSymbols: [Symbol]
    /// What is known about a signal's name, by its symbol.
    var namedForms: [NamedForm] = []
    /// How many names came from payloads.
    var strangeNames = 0
    /// The first thing that was wrong in the current message.
    private var problem: QuarantineReason?
    /// Positions whose axes come in messages of their own.
    var assembler = Assembler()
    /// Whether the current message said something that a position is put together from.
    var hasAssembled = false
    /// Where an asset was seen last, for one axis of a device that has not spoken since the start.
    package var lastPlace: ((_ asset: Symbol) -> (Coordinate, Timestamp)?)?
    /// Devices that must be asked to speak.
    var keepAliveSchedule: KeepAliveSchedule

    private struct Binding {
        static let none = UInt32.max
        var subject = Binding.none
        var source = Binding.none
    }

    /// What the current message's observations have in common.
    struct Context {
        var profile: Int
        var rule: Rule
        var identity: Symbol
        var subject: Symbol
        var source: Symbol
        var time: Timestamp
        var timeTrusted: Bool

        func observation(_ body: Observation.Body) -> Observation {
            Observation(subject: subject, source: source, time: time, timeTrusted: timeTrusted, body: body)
        }
    }

    /// - Parameters:
    ///   - profiles: Compiled profiles.
    ///   - symbols: Table of the thread that decodes; ids, sources and names are interned in it.
    ///   - devices: Which asset a device belongs to.
    package init(profiles: ProfileSet, symbols: SymbolTable, devices: DeviceDirectory) {
        self.profiles = profiles
        self.symbols = symbols
        self.devices = devices
        parser = JSONParser(capacity: profiles.longestPayload)
        slots = .allocate(capacity: max(1, profiles.widestRule))
        slots.initialize(repeating: csj_value())
        bindings = Array(repeating: [], count: profiles.profiles.count * 3)
        keepAliveSchedule = KeepAliveSchedule(profiles.profiles.map(\.activeKeepAlive))
        signalSymbols = profiles.signalNames.map { symbols.intern($0) }
    }

    deinit {
        slots.deallocate()
    }

    /// Takes a new directory of devices, after an import.
    package func replace(devices: DeviceDirectory) {
        self.devices = devices
        for place in bindings.indices { bindings[place] = [] }
    }

    /// Decodes one message.
    ///
    /// - Parameters:
    ///   - topic: Bytes of the topic.
    ///   - payload: Bytes of the payload; valid during the call only, nothing keeps them.
    ///   - receivedAt: When it was received.
    ///   - retained: Whether the broker had kept it: such a message without a time is never "now".
    ///   - observations: What the message says is appended: position before signals before faults.
    package func decode(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, receivedAt: Timestamp, retained: Bool,
        into observations: inout [Observation]
    ) -> DecodeOutcome {
        let number = profiles.matcher.match(topic, captures: &captures)
        guard number >= 0 else { return .noProfile }
        let entry = profiles.rules[number]
        let rule = entry.rule
        if keepAliveSchedule.isOn(entry.profile) {
            noteHeard(rule.topics[entry.topic], of: entry.profile, topic: topic, at: receivedAt)
        }
        if rule.ignored { return .ignored }
        problem = nil
        hasAssembled = false
        guard read(payload, by: rule),
            let context = context(
                rule, profile: entry.profile, topicNumber: entry.topic, topic: topic, receivedAt: receivedAt)
        else {
            return .quarantined(reason(profile: entry.profile, rule: rule))
        }
        let before = observations.count
        if let field = rule.position { position(field.value, context, into: &observations) }
        if let field = rule.assembled {
            assemble(field.value, context, receivedAt: receivedAt, retained: retained, into: &observations)
        }
        for gated in rule.signals where gated.slot < 0 || !slots[gated.slot].isMissing {
            signal(gated.field.value, context, into: &observations)
        }
        if let slot = rule.namedSignals { namedSignals(slot, context, into: &observations) }
        for gated in rule.faults where gated.slot < 0 || !slots[gated.slot].isMissing {
            faults(gated.field.value, context, into: &observations)
        }
        if let field = rule.liveness { liveness(field, context, into: &observations) }
        if let field = rule.driver { driver(field, context, into: &observations) }
        if let field = rule.job { job(field, context, into: &observations) }
        if problem != nil { return .quarantined(reason(profile: entry.profile, rule: rule)) }
        return observations.count > before || hasAssembled ? .decoded : .ignored
    }

    // MARK: Problems

    /// Notes what is wrong; the first note of a message wins.
    func report(_ path: @autoclosure () -> String, _ text: @autoclosure () -> String) {
        guard problem == nil else { return }
        problem = QuarantineReason(profile: "", rule: "", path: path(), text: text())
    }

    /// Notes what is wrong with the value of a slot.
    func report(slot: Int, of rule: Rule, _ text: @autoclosure () -> String) {
        report(rule.trie.paths[slot].text, text())
    }

    private func reason(profile: Int, rule: Rule) -> QuarantineReason {
        var reason = problem ?? QuarantineReason(profile: "", rule: "", path: "$", text: "it can't be understood")
        reason.profile = profiles.profiles[profile].name
        reason.rule = rule.name
        return reason
    }

    // MARK: Payload

    /// Reads the payload and fills the rule's slots; false with a report if it can't be read at all.
    private func read(_ payload: UnsafeRawBufferPointer, by rule: Rule) -> Bool {
        guard payload.count <= rule.payloadLimit else {
            report("$", "the payload has \(payload.count) bytes, the limit is \(rule.payloadLimit)")
            return false
        }
        for slot in 0..<rule.trie.paths.count { slots[slot].kind = csj_missing }
        switch rule.payload {
        case .json:
            guard !payload.isEmpty else {
                report("$", "the payload is empty, a JSON document is expected")
                return false
            }
            do {
                let root = try parser.parse(payload)
                guard root.kind == csj_object || root.kind == csj_array else {
                    report("$", "the payload is \(root.kindName), an object or array is expected")
                    return false
                }
                fill(root, 0, rule.trie)
                return true
            } catch {
                report("$", "not JSON: \(error.text)")
                return false
            }
        case .text:
            let text = payload.trimmed
            let emptyMeansGone = rule.liveness?.offline.contains("") ?? false
            guard !text.isEmpty || emptyMeansGone else {
                report("$", "the payload is empty")
                return false
            }
            guard let start = text.baseAddress ?? UnsafeRawPointer(bitPattern: 1), csj_is_utf8(start, text.count) else {
                report("$", "the payload is not UTF-8")
                return false
            }
            for slot in 0..<rule.trie.paths.count { slots[slot] = csj_value(text: text) }
            return true
        }
    }

    /// One walk over the document; as deep as the rule's paths, which is bounded when they are read.
    private func fill(_ value: csj_value, _ place: Int32, _ trie: PathTrie) {
        let node = trie.nodes[Int(place)]
        if node.slot >= 0 { slots[Int(node.slot)] = value }
        if node.mask >= 0, value.kind == csj_object {
            var container = value
            var cursor = csj_open(&container)
            var key: UnsafePointer<CChar>?
            var length = 0
            var member = csj_value()
            while csj_next_member(&cursor, &key, &length, &member) {
                let child = trie.child(of: node, key: UnsafeRawBufferPointer(start: key, count: length))
                guard child >= 0 else { continue }
                let below = trie.nodes[Int(child)]
                if below.mask < 0, below.elementCount == 0 {
                    slots[Int(below.slot)] = member
                } else {
                    fill(member, child, trie)
                }
            }
        }
        if node.elementCount > 0, value.kind == csj_array {
            var container = value
            var cursor = csj_open(&container)
            var element = csj_value()
            var index = 0
            let last = trie.elements[Int(node.firstElement)..<Int(node.firstElement + node.elementCount)].map(\.index)
                .max()
            while index <= last ?? -1, csj_next_element(&cursor, &element) {
                for offset in 0..<node.elementCount {
                    let wanted = trie.elements[Int(node.firstElement + offset)]
                    if wanted.index == index { fill(element, wanted.node, trie) }
                }
                index += 1
            }
        }
    }

    // MARK: Identity

    private func context(
        _ rule: Rule, profile: Int, topicNumber: Int, topic: UnsafeRawBufferPointer, receivedAt: Timestamp
    ) -> Context? {
        let id: UnsafeRawBufferPointer
        switch rule.identity {
        case .topic(let capture):
            id = UnsafeRawBufferPointer(rebasing: topic[captures[capture[topicNumber]]])
        case .payload(let slot):
            guard profiles.profiles[profile].trustedGateway else {
                report(
                    slot: slot, of: rule,
                    "an identity from the payload is accepted only from a profile that is configured as trusted gateway"
                )
                return nil
            }
            guard slots[slot].kind == csj_string else {
                report(slot: slot, of: rule, "the identity is \(slots[slot].kindName), a text is expected")
                return nil
            }
            id = slots[slot].bytes
        }
        guard Decoder.isIdentity(id) else {
            report("topic", "an identity is 1 to 128 bytes of UTF-8 without control characters")
            return nil
        }
        let identity = symbols.intern(id)
        let binding = binding(identity, rule.subject, profile)
        let (time, trusted) = time(rule, receivedAt: receivedAt)
        return Context(
            profile: profile, rule: rule, identity: identity, subject: Symbol(index: binding.subject),
            source: Symbol(index: binding.source), time: time, timeTrusted: trusted)
    }

    private static func isIdentity(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard (1...128).contains(bytes.count), let start = bytes.baseAddress else { return false }
        var plain = true
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F { return false }
            if byte > 0x7F { plain = false }
        }
        return plain || csj_is_utf8(start, bytes.count)
    }

    private func binding(_ identity: Symbol, _ subject: Rule.Subject, _ profile: Int) -> Binding {
        let kind =
            switch subject {
            case .asset: 0
            case .device: 1
            case .unit: 2
            }
        let place = profile * 3 + kind
        let index = Int(identity.index)
        if index < bindings[place].count {
            let known = bindings[place][index]
            if known.subject != Binding.none { return known }
        }
        let name = profiles.profiles[profile].name
        let text = symbols[identity]
        let source = symbols.intern("\(name)/\(text)").index
        let owner = kind == 1 ? symbols.intern(devices.asset(profile: name, device: text)).index : identity.index
        if index >= bindings[place].count {
            bindings[place].append(
                contentsOf: repeatElement(Binding(), count: max(index + 1, symbols.count) - bindings[place].count))
        }
        let made = Binding(subject: owner, source: source)
        bindings[place][index] = made
        return made
    }
}

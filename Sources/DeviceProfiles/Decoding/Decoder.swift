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
    private let inflater: Inflater
    /// For documents inside texts: the values of each live as long as those of the message.
    let nestedParsers: [NestedParser]
    /// Texts and bytes that are made for the current message.
    var scratch: ScratchBuffer
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
    /// Whether identities from payloads are taken from any profile: for examples that say so.
    var trustsGateways = false
    /// Told what is considered, while a person wants to know; `nil` costs nothing.
    package var trace: DecodeTrace?
    /// What the payload of the current message is as JSON, once somebody has asked.
    private var document = Document.unread
    private var root = csj_value()
    /// Why the payload is no JSON.
    private var documentProblem = ""
    /// Elements of the current message that were looked at.
    var elements = 0
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

    private enum Document {
        case unread, readable, unreadable
    }

    /// The current message.
    struct Message {
        var topic: UnsafeRawBufferPointer
        var payload: UnsafeRawBufferPointer
        var receivedAt: Timestamp
        var retained: Bool
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
        inflater = Inflater(capacity: profiles.unpacks ? profiles.longestPayload : 0)
        nestedParsers = (0..<profiles.nestedDocuments).map { _ in NestedParser(capacity: profiles.longestPayload) }
        scratch = ScratchBuffer(capacity: 2 * profiles.longestPayload + 1_024)
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
        guard number >= 0 else {
            trace?.note("no rule of any profile has a topic of this shape")
            return .noProfile
        }
        let message = Message(topic: topic, payload: payload, receivedAt: receivedAt, retained: retained)
        document = .unread
        elements = 0
        hasAssembled = false
        scratch.reset()
        let before = observations.count
        var failure: QuarantineReason?
        /// Of the first rule that can't read the payload; of interest only if no other rule wants it.
        var unreadable: QuarantineReason?
        var isWanted = false
        for entry in profiles.groups[number] {
            if problem != nil { problem = nil }
            if keepAliveSchedule.isOn(entry.profile) {
                noteHeard(entry.rule.topics[entry.topic], of: entry.profile, topic: topic, at: receivedAt)
            }
            trace?.enter(
                "rule \(entry.rule.name) of profile \(profiles.profiles[entry.profile].name), line \(entry.rule.line), "
                    + "topic \(entry.rule.topics[entry.topic].text)")
            let verdict = apply(entry, message, into: &observations)
            trace?.leave()
            if entry.rule.head.ignoresOthers { isWanted = true }
            switch verdict {
            case .conditionFails: continue
            case .unreadable:
                if unreadable == nil { unreadable = reason(profile: entry.profile, rule: entry.rule) }
                continue
            case .done: isWanted = true
            }
            if failure == nil, problem != nil { failure = reason(profile: entry.profile, rule: entry.rule) }
            if !entry.rule.head.also { break }
        }
        if let failure { return .quarantined(failure) }
        guard isWanted else { return .quarantined(unreadable ?? nobodyWants(number)) }
        return observations.count > before || hasAssembled ? .decoded : .ignored
    }

    // MARK: Rules

    private enum Verdict {
        case done
        /// The payload can't be read as the rule expects.
        case unreadable
        case conditionFails
    }

    private func apply(
        _ entry: ProfileSet.Entry, _ message: Message, into observations: inout [Observation]
    ) -> Verdict {
        let rule = entry.rule
        if message.payload.isEmpty, rule.head.empty != .quarantine, !rule.head.ignored {
            return applyToNothing(entry, message, into: &observations)
        }
        if rule.head.ignored, rule.head.conditions.isEmpty {
            trace?.note("the profile passes this topic over")
            return .done
        }
        guard read(message.payload, by: rule) else {
            trace?.note("it can't read the payload: \(problem?.text ?? "")")
            return .unreadable
        }
        if rule.hasSteps { run(steps: 0, of: rule, entry.topic, message) }
        if !rule.head.conditions.isEmpty {
            if trace != nil { traceConditions(rule.head.conditions, rule) }
            guard hasConditionsMet(rule.head.conditions) else { return .conditionFails }
        }
        if rule.head.ignored {
            trace?.note("the profile passes this message over")
            return .done
        }
        let start = observations.count
        visit(level: 0, entry, message, into: &observations)
        if rule.plan.levels[0].container >= 0 {
            FaultSets.join(&observations, from: start, isWhole: problem == nil)
        }
        return .done
    }

    /// Reads the fields in the scope of a level: once, or for each element of the next level.
    private func visit(
        level: Int, _ entry: ProfileSet.Entry, _ message: Message, into observations: inout [Observation]
    ) {
        let rule = entry.rule
        let container = rule.plan.levels[level].container
        guard container >= 0 else {
            emit(entry, message, into: &observations)
            return
        }
        forEachElement(of: slots[container], level: level + 1, rule) { [self] in
            run(steps: level + 1, of: rule, entry.topic, message)
            visit(level: level + 1, entry, message, into: &observations)
        }
    }

    /// What one scope of a message says.
    private func emit(_ entry: ProfileSet.Entry, _ message: Message, into observations: inout [Observation]) {
        let rule = entry.rule
        if trace != nil {
            traceValues(rule)
            traceConditions(rule.head.filters, rule)
        }
        guard hasConditionsMet(rule.head.filters), let context = context(entry, message) else { return }
        if trace != nil { traceContext(context, message) }
        let before = observations.count
        defer { if trace != nil { traceResult(observations[before...]) } }
        if let field = rule.position { position(field.value, context, into: &observations) }
        if let field = rule.assembled {
            assemble(
                field.value, context, receivedAt: message.receivedAt, retained: message.retained, into: &observations)
        }
        for index in rule.signalGates.indices where rule.signalGates.isOpen(index, { slots[$0].isMissing }) {
            let gated = rule.signals[index]
            if !gated.conditions.isEmpty, !hasConditionsMet(gated.conditions) { continue }
            signal(gated.field.value, context, into: &observations)
        }
        if let field = rule.namedSignals { namedSignals(field, context, into: &observations) }
        for index in rule.faultGates.indices where rule.faultGates.isOpen(index, { slots[$0].isMissing }) {
            let gated = rule.faults[index]
            if !gated.conditions.isEmpty, !hasConditionsMet(gated.conditions) { continue }
            faults(gated.field, context, into: &observations)
        }
        if let field = rule.liveness { liveness(field, context, into: &observations) }
        if let field = rule.driver { driver(field, context, into: &observations) }
        if let field = rule.job { job(field, context, into: &observations) }
    }

    /// What a rule makes of an empty payload: the device is gone, or nothing.
    private func applyToNothing(
        _ entry: ProfileSet.Entry, _ message: Message, into observations: inout [Observation]
    ) -> Verdict {
        clear(entry.rule)
        run(steps: 0, of: entry.rule, entry.topic, message)
        guard hasConditionsMet(entry.rule.head.conditions) else { return .conditionFails }
        guard entry.rule.head.empty == .gone, let context = context(entry, message) else { return .done }
        observations.append(
            context.observation(
                entry.rule.subject == .unit ? .unitLiveness(online: false) : .liveness(online: false)))
        return .done
    }

    // MARK: Problems

    /// Notes what is wrong; the first note of a message wins.
    func report(_ path: @autoclosure () -> String, _ text: @autoclosure () -> String) {
        guard problem == nil || trace != nil else { return }
        let reason = QuarantineReason(profile: "", rule: "", path: path(), text: text())
        trace?.note("wrong: \(reason.path): \(reason.text)")
        if problem == nil { problem = reason }
    }

    /// Notes what is wrong with the value of a slot.
    func report(slot: Int, of rule: Rule, _ text: @autoclosure () -> String) {
        report(rule.label(slot), text())
    }

    private func reason(profile: Int, rule: Rule) -> QuarantineReason {
        var reason = problem ?? QuarantineReason(profile: "", rule: "", path: "$", text: "it can't be understood")
        reason.profile = profiles.profiles[profile].name
        reason.rule = rule.name
        return reason
    }

    private func nobodyWants(_ number: Int) -> QuarantineReason {
        let group = profiles.groups[number]
        let names = group.map(\.rule.name).joined(separator: ", ")
        return QuarantineReason(
            profile: profiles.profiles[group[0].profile].name, rule: names, path: "$",
            text: "it meets the conditions of no rule")
    }

    // MARK: Payload

    /// Reads the payload and fills the slots of the outermost scope; false with a report if it can't be read at all.
    private func read(_ payload: UnsafeRawBufferPointer, by rule: Rule) -> Bool {
        guard payload.count <= rule.head.payloadLimit else {
            report("$", "the payload has \(payload.count) bytes, the limit is \(rule.head.payloadLimit)")
            return false
        }
        clear(rule)
        if rule.head.codec != nil { return readPacked(payload, rule) }
        return readPlain(payload, rule)
    }

    private func readPacked(_ payload: UnsafeRawBufferPointer, _ rule: Rule) -> Bool {
        do {
            let unpacked = try inflater.unpack(payload, limit: rule.head.payloadLimit)
            document = .unread
            defer { document = .unread }
            return readPlain(unpacked, rule)
        } catch {
            report("$", error.text)
            return false
        }
    }

    private func readPlain(_ payload: UnsafeRawBufferPointer, _ rule: Rule) -> Bool {
        switch rule.head.payload {
        case .json: return readDocument(payload, rule)
        case .text: return readText(payload.trimmed, rule)
        case .bytes:
            fillPlain(payload, rule)
            return true
        }
    }

    private func readDocument(_ payload: UnsafeRawBufferPointer, _ rule: Rule) -> Bool {
        if document == .unread { parse(payload) }
        guard document == .readable else {
            report("$", documentProblem)
            return false
        }
        guard root.kind == csj_object || root.kind == csj_array || rule.trie.nodes[0].slot >= 0 else {
            report("$", "the payload is \(root.kindName), an object or array is expected")
            return false
        }
        fill(root, 0, rule.trie)
        return true
    }

    private func parse(_ payload: UnsafeRawBufferPointer) {
        guard !payload.isEmpty else {
            document = .unreadable
            documentProblem = "the payload is empty, a JSON document is expected"
            return
        }
        do {
            root = try parser.parse(payload)
            document = .readable
        } catch {
            document = .unreadable
            documentProblem = "not JSON: \(error.text)"
        }
    }

    private func readText(_ text: UnsafeRawBufferPointer, _ rule: Rule) -> Bool {
        let emptyMeansGone = rule.liveness?.offline.contains("") ?? false
        guard !text.isEmpty || emptyMeansGone else {
            report("$", "the payload is empty")
            return false
        }
        guard let start = text.baseAddress ?? UnsafeRawPointer(bitPattern: 1), csj_is_utf8(start, text.count) else {
            report("$", "the payload is not UTF-8")
            return false
        }
        fillPlain(text, rule)
        return true
    }

    /// Every path of a payload that is one value is that value.
    private func fillPlain(_ bytes: UnsafeRawBufferPointer, _ rule: Rule) {
        let slot = Int(rule.trie.nodes[0].slot)
        if slot >= 0 { slots[slot] = csj_value(text: bytes) }
    }

    private func clear(_ rule: Rule) {
        for slot in 0..<rule.plan.width { slots[slot].kind = csj_missing }
    }

    // MARK: Identity

    private func context(_ entry: ProfileSet.Entry, _ message: Message) -> Context? {
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
        guard Decoder.isIdentity(id) else {
            let path = rule.head.identityIsInPayload ? rule.label(rule.head.identity) : "topic"
            report(path, "an identity is 1 to 128 bytes of UTF-8 without control characters")
            return nil
        }
        let identity = symbols.intern(id)
        let binding = binding(identity, rule.subject, entry.profile)
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
        return symbols.intern(bytes)
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

internal import CSimdJSON
package import Telemetry

/// Turns messages into observations by the profiles of a set.
///
/// Belongs to one thread. Nothing in a topic or payload can trap it; positions and signals of known devices are
/// decoded without making strings.
///
/// What every message looks at is `@exclusivity(unchecked)`: no access to one of these lasts while another to the same
/// begins, so that a check at each access would only cost time.
package final class Decoder {
    let profiles: ProfileSet
    let symbols: SymbolTable
    var devices: DeviceDirectory
    let parser: JSONParser
    let inflater: Inflater
    /// For documents inside texts: the values of each live as long as those of the message.
    let nestedParsers: [NestedParser]
    /// Texts and bytes that are made for the current message.
    @exclusivity(unchecked) var scratch: ScratchBuffer
    /// Values of the current message by slot; as long as the widest rule needs.
    let slots: UnsafeMutableBufferPointer<csj_value>
    @exclusivity(unchecked) var captures = TopicCaptures()
    /// Subject and source by profile and kind of subject, then by the symbol of the identity.
    @exclusivity(unchecked) var bindings: [[Binding]]
    /// Symbols of the names that profiles give to signals.
    let signalSymbols: [Symbol]
    /// What is known about a signal's name, by its symbol.
    @exclusivity(unchecked) var namedForms: [NamedForm] = []
    /// The name that each signal of a message before had, by its number; as long as the most signals of a message.
    @exclusivity(unchecked) var namesBefore: [(symbol: Symbol, bytes: UnsafeRawBufferPointer)] = []
    /// How many names came from payloads.
    @exclusivity(unchecked) var strangeNames = 0
    /// How many control units each source has named, by its symbol.
    var components: [UInt32: UInt16] = [:]
    /// The first thing that was wrong in the current message; in a box, since it is looked at with every message.
    @exclusivity(unchecked) var problem: Boxed<QuarantineReason>?
    /// Whether identities from payloads are taken from any profile: for examples that say so.
    var trustsGateways = false
    /// Told what is considered, while a person wants to know; `nil` costs nothing.
    @exclusivity(unchecked) package var trace: DecodeTrace?
    /// What the payload of the current message is as JSON, once somebody has asked.
    @exclusivity(unchecked) var document = Document.unread
    @exclusivity(unchecked) var root = csj_value()
    /// Why the payload is no JSON.
    var documentProblem = ""
    /// Elements of the current message that were looked at.
    @exclusivity(unchecked) var elements = 0
    /// Positions whose axes come in messages of their own.
    var assembler = Assembler()
    /// Whether the current message said something that a position is put together from.
    @exclusivity(unchecked) package internal(set) var hasAssembled = false
    /// Where an asset was seen last, for one axis of a device that has not spoken since the start.
    package var lastPlace: ((_ asset: Symbol) -> (Coordinate, Timestamp)?)?
    /// Devices that must be asked to speak.
    @exclusivity(unchecked) var keepAliveSchedule: KeepAliveSchedule

    struct Binding {
        static let none = UInt32.max
        var subject = Binding.none
        var source = Binding.none
    }

    enum Document {
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
        return decode(
            Message(topic: topic, payload: payload, receivedAt: receivedAt, retained: retained), of: number,
            into: &observations)
    }

    /// Decodes one message while the consequences of earlier ones are not on disk, and may never be.
    ///
    /// - Parameters: As those of ``decode(topic:payload:receivedAt:retained:into:)``.
    /// - Returns: `nil`, and nothing was done, if the message may say a part of a position: what becomes of that depends
    ///   on ``lastPlace`` and on what is kept or dropped of the messages before it.
    package func decodeAhead(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, receivedAt: Timestamp, retained: Bool,
        into observations: inout [Observation]
    ) -> DecodeOutcome? {
        let number = profiles.matcher.match(topic, captures: &captures)
        if number >= 0, profiles.assembles[number] { return nil }
        return decode(
            Message(topic: topic, payload: payload, receivedAt: receivedAt, retained: retained), of: number,
            into: &observations)
    }

    /// - Parameter number: The group of rules whose topics have the shape of the message's; below 0 if there is none.
    private func decode(
        _ message: Message, of number: Int, into observations: inout [Observation]
    ) -> DecodeOutcome {
        guard number >= 0 else {
            trace?.note("no rule of any profile has a topic of this shape")
            return .noProfile
        }
        document = .unread
        elements = 0
        hasAssembled = false
        scratch.reset()
        let before = observations.count
        var failure: Boxed<QuarantineReason>?
        /// Of the first rule that can't read the payload; of interest only if no other rule wants it.
        var unreadable: Boxed<QuarantineReason>?
        var isWanted = false
        for entry in profiles.groups[number] {
            if problem != nil { problem = nil }
            if keepAliveSchedule.isOn(entry.profile) {
                noteHeard(
                    entry.rule.topics[entry.topic], of: entry.profile, topic: message.topic, at: message.receivedAt)
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
                if unreadable == nil { unreadable = Boxed(reason(profile: entry.profile, rule: entry.rule)) }
                continue
            case .done: isWanted = true
            }
            if failure == nil, problem != nil { failure = Boxed(reason(profile: entry.profile, rule: entry.rule)) }
            if !entry.rule.head.also { break }
        }
        if let failure { return .quarantined(failure.value) }
        guard isWanted else { return .quarantined(unreadable?.value ?? nobodyWants(number)) }
        return observations.count > before || hasAssembled ? .decoded : .ignored
    }

    // MARK: Problems

    /// Notes what is wrong; the first note of a message wins.
    func report(_ path: @autoclosure () -> String, _ text: @autoclosure () -> String) {
        guard problem == nil || trace != nil else { return }
        let reason = QuarantineReason(profile: "", rule: "", path: path(), text: text())
        trace?.note("wrong: \(reason.path): \(reason.text)")
        if problem == nil { problem = Boxed(reason) }
    }

    /// Notes what is wrong with the value of a slot.
    func report(slot: Int, of rule: Rule, _ text: @autoclosure () -> String) {
        report(rule.label(slot), text())
    }

    func reason(profile: Int, rule: Rule) -> QuarantineReason {
        var reason =
            problem?.value ?? QuarantineReason(profile: "", rule: "", path: "$", text: "it can't be understood")
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
}

internal import Telemetry

/// What messages on one kind of topic mean, compiled: paths are slots of the rule's ``PathTrie``.
///
/// A class so that the decoder passes it by reference; nothing in it changes.
final class Rule: Sendable {
    enum Payload: String, CaseIterable, Sendable {
        /// Any JSON document.
        case json
        /// One bare value: a word or a number, not quoted.
        case text
    }

    enum Subject: Sendable, Equatable {
        /// The identity is the id of an asset itself.
        case asset
        /// The identity is a device, mapped to an asset by the directory.
        case device
        /// The identity is the id of a unit.
        case unit
    }

    enum Identity: Sendable, Equatable {
        /// Number of the capture in each of the rule's topics.
        case topic([Int])
        /// Only for trusted gateways.
        case payload(slot: Int)
    }

    let name: String
    let topics: [TopicTemplate]
    let ignored: Bool
    let payload: Payload
    let retainedState: Bool
    let subject: Subject
    let identity: Identity
    let time: TimeField?
    let position: Boxed<PositionField>?
    let assembled: Boxed<AssembledField>?
    let signals: [Gated<SignalField>]
    /// Slot of an object whose members are signals by their own names.
    let namedSignals: Int?
    let faults: [Gated<FaultField>]
    let liveness: LivenessField?
    let driver: DriverField?
    let job: JobField?
    let trie: PathTrie
    /// Longest payload in bytes.
    let payloadLimit: Int

    init(
        name: String, topics: [TopicTemplate], ignored: Bool, payload: Payload, retainedState: Bool, subject: Subject,
        identity: Identity, fields: Fields, trie: PathTrie, payloadLimit: Int
    ) {
        self.name = name
        self.topics = topics
        self.ignored = ignored
        self.payload = payload
        self.retainedState = retainedState
        self.subject = subject
        self.identity = identity
        self.time = fields.time
        self.position = fields.position.map { Boxed($0) }
        self.assembled = fields.assembled.map { Boxed($0) }
        self.signals = fields.signals.map { Gated(slot: $0.isRequired ? -1 : $0.slot, field: Boxed($0)) }
        self.namedSignals = fields.namedSignals
        self.faults = fields.faults.map { Gated(slot: $0.restsOnSlot ? $0.slot : -1, field: Boxed($0)) }
        self.liveness = fields.liveness
        self.driver = fields.driver
        self.job = fields.job
        self.trie = trie
        self.payloadLimit = payloadLimit
    }

    /// What a rule reads out of a payload.
    struct Fields {
        var time: TimeField?
        var position: PositionField?
        var assembled: AssembledField?
        var signals: [SignalField] = []
        var namedSignals: Int?
        var faults: [FaultField] = []
        var liveness: LivenessField?
        var driver: DriverField?
        var job: JobField?
    }
}

internal import Telemetry

/// What messages on one kind of topic mean, compiled: every value that a field reads is a slot of the ``ValuePlan``.
///
/// A class so that the decoder passes it by reference; nothing in it changes.
final class Rule: Sendable {
    enum Payload: String, CaseIterable, Sendable {
        /// Any JSON document.
        case json
        /// One bare value: a word or a number, not quoted.
        case text
        /// Bytes that are no text.
        case bytes
    }

    /// What an empty payload means.
    enum Empty: String, CaseIterable, Sendable {
        /// The device is gone.
        case gone
        case ignore
        case quarantine
    }

    /// How a payload is packed.
    enum Codec: String, CaseIterable, Sendable {
        case gzip
    }

    enum Subject: Sendable, Equatable {
        /// The identity is the id of an asset itself.
        case asset
        /// The identity is a device, mapped to an asset by the directory.
        case device
        /// The identity is the id of a unit.
        case unit
    }

    /// Which messages a rule is for and whom they are about.
    struct Head: Sendable {
        var name: String
        /// Line of the rule in its file.
        var line: Int
        var topics: [TopicTemplate]
        var ignored = false
        /// Whether the rules after this one look at the message too.
        var also = false
        /// Whether a message that meets nobody's conditions says nothing.
        var ignoresOthers = false
        var payload = Payload.json
        var codec: Codec?
        var empty = Empty.quarantine
        var retainedState = false
        var subject = Subject.device
        /// Slot of the identity.
        var identity = 0
        /// Only for trusted gateways.
        var identityIsInPayload = false
        var normalisers: [IdentityNormaliser] = []
        /// Slot of the third part of the source.
        var component: Int?
        /// What must hold of a message.
        var conditions: [Condition] = []
        /// What must hold of an element.
        var filters: [Condition] = []
        /// Longest payload in bytes.
        var payloadLimit = 65_536
    }

    let head: Head
    let time: TimeField?
    let position: Boxed<PositionField>?
    let assembled: Boxed<AssembledField>?
    let signals: [Boxed<SignalField>]
    let signalGates: Gates
    let namedSignals: NamedSignalsField?
    let faults: [Boxed<FaultField>]
    let faultGates: Gates
    let liveness: LivenessField?
    let driver: DriverField?
    let job: JobField?
    let plan: ValuePlan
    /// Of the whole payload.
    let trie: PathTrie
    /// Whether values are made of others in the scope of the whole payload.
    let hasSteps: Bool

    var name: String { head.name }
    var line: Int { head.line }
    var ignored: Bool { head.ignored }
    var topics: [TopicTemplate] { head.topics }
    var subject: Subject { head.subject }

    init(_ head: Head, fields: Fields, plan: ValuePlan) {
        self.head = head
        self.time = fields.time
        self.position = fields.position.map { Boxed($0) }
        self.assembled = fields.assembled.map { Boxed($0) }
        self.signals = fields.signals.map { Boxed($0) }
        signalGates = Gates(fields.signals.map { $0.isRequired ? [] : [$0.slot] })
        self.namedSignals = fields.namedSignals
        self.faults = fields.faults.map { Boxed($0) }
        faultGates = Gates(fields.faults.map(\.gateSlots))
        self.liveness = fields.liveness
        self.driver = fields.driver
        self.job = fields.job
        self.plan = plan
        trie = plan.levels[0].trie
        hasSteps = !plan.levels[0].steps.isEmpty
    }

    /// How a slot is called in a reason.
    func label(_ slot: Int) -> String { plan.labels[slot] }

    /// What a rule reads out of a payload.
    struct Fields {
        var time: TimeField?
        var position: PositionField?
        var assembled: AssembledField?
        var signals: [SignalField] = []
        var namedSignals: NamedSignalsField?
        var faults: [FaultField] = []
        var liveness: LivenessField?
        var driver: DriverField?
        var job: JobField?
    }

    /// The fields as they were given.
    var fields: Fields {
        Fields(
            time: time, position: position?.value, assembled: assembled?.value, signals: signals.map(\.value),
            namedSignals: namedSignals,
            faults: faults.map(\.value), liveness: liveness, driver: driver, job: job)
    }
}

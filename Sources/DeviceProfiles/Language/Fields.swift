internal import Telemetry

/// A field and the slot without which it has nothing to say; -1 if it must be looked at in every message.
struct Gated<Field: Sendable>: Sendable {
    let slot: Int
    let field: Boxed<Field>
}

/// A value behind one reference, so that the decoder reads it without counting the references inside it.
final class Boxed<Value: Sendable>: Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}

/// A list of fault codes, or something that amounts to one.
struct FaultField: Sendable {
    enum Form: Sendable {
        /// JSON array of texts, numbers, or objects with these members.
        case list(code: String, status: String)
        /// One text with codes between any of these bytes; no bytes: the whole text is one code.
        case text(separators: [UInt8])
        /// One value per code: on or off. Each code with its key and the slot of its value.
        case flags([(slot: Int, key: String, code: String)])
        /// Bits of one whole number.
        case bits([(bit: Int, code: String)])
    }

    enum Meaning: Sendable {
        case always(FaultReport.Mode)
        /// The payload says it; the default stands in when it says nothing.
        case said(slot: Int, otherwise: FaultReport.Mode)
    }

    var slot: Int
    var form: Form
    var meaning: Meaning
    var kind: FaultReport.Kind
    var status: FaultCode.Status
    /// Lower case texts that mean "no fault".
    var noFault: [String]
    var namespace: String
    /// Whether codes may bring their own namespace, `j1939/SPN100.FMI1`.
    var acceptsNamespace: Bool
    /// Added to the source: lists of different parts of a device don't clear each other.
    var part: String?
    var required: Bool
    /// Most codes of one message.
    var limit: Int

    /// Whether there is nothing to do in a message without a value in `slot`.
    var restsOnSlot: Bool {
        if case .flags = form { false } else { !required }
    }
}

/// Words of being there and being gone.
struct LivenessField: Sendable {
    var slot: Int
    var online: [String]
    var offline: [String]
}

/// What a driver's app sends.
struct DriverField: Sendable {
    var kind: Int
    var latitude: NumberField?
    var longitude: NumberField?
}

/// What a unit says about its job.
struct JobField: Sendable {
    var offer: Int
    var state: Int
    var reason: Int?
    var etaMinutes: NumberField?
    var note: Int?
}

/// A field and the slot without which it has nothing to say; -1 if it must be looked at in every message.
struct Gated<Field: Sendable>: Sendable {
    let slot: Int
    /// What must hold for the field to be read.
    let conditions: [Condition]
    let field: Boxed<Field>
}

/// A value behind one reference, so that the decoder reads it without counting the references inside it.
final class Boxed<Value: Sendable>: Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}

/// Signals that the payload names itself.
struct NamedSignalsField: Sendable {
    /// An object whose members are signals; with a name of its own, the one value of that name.
    var slot: Int
    var name: Int?
    /// Whether names and values that no signal can have are passed over and not reported.
    var ignoresOthers = false
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

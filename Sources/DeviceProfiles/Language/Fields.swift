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

/// What a device sends when it has no value.
struct NoValue: Sendable {
    /// Numbers as sent, before conversion.
    var numbers: [Double] = []
    /// Texts in lower case.
    var texts: [String] = []
}

/// A number: where it stands, how it is converted, what is not a value.
struct NumberField: Sendable {
    var slot: Int
    var conversion = LinearConversion.identity
    /// What is sent instead of a value; most fields have nothing.
    var noValue: Boxed<NoValue>?
    /// Plausible range after conversion; what lies outside is reported.
    var range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    var required = false
}

/// When it happened.
struct TimeField: Sendable {
    enum Form: String, CaseIterable, Sendable {
        case epochMilliseconds = "epoch_ms"
        case epochSeconds = "epoch_s"
        case iso8601
    }

    var slot: Int
    /// Tried in this order.
    var forms: [Form]
}

/// Where it was.
struct PositionField: Sendable {
    enum Place: Sendable {
        case apart(latitude: NumberField, longitude: NumberField)
        /// One text, two numbers.
        case pair(slot: Int, separator: UInt8, longitudeFirst: Bool)
    }

    /// Proof of a fix; a message without it has no position.
    struct Fix: Sendable {
        var slot: Int
        /// A fix is a number greater than this.
        var above: Double?
        /// Or a fix is one of these words.
        var words: [String] = []
    }

    var place: Place
    var fix: Fix?
    var speed: NumberField?
    var heading: NumberField?
    var accuracy: NumberField?
    var required = false
}

/// One signal.
struct SignalField: Sendable {
    enum Value: Sendable {
        case number(NumberField)
        case flag(slot: Int, on: [String], off: [String])
        /// Words of the device to words of ours; a device's word that is not in a non-empty map is reported.
        case text(slot: Int, words: [String: String])
    }

    /// Place of the name among the decoder's signal symbols of this profile set.
    var name: String
    var nameIndex: Int
    var value: Value

    var slot: Int {
        switch value {
        case .number(let number): number.slot
        case .flag(let slot, _, _), .text(let slot, _): slot
        }
    }

    var isRequired: Bool {
        if case .number(let number) = value { number.required } else { false }
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

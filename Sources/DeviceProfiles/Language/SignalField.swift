/// One signal.
struct SignalField: Sendable {
    enum Value: Sendable {
        case number(Boxed<NumberField>)
        case flag(Boxed<FlagField>)
        case text(Boxed<TextField>)
    }

    var name: String
    /// Place of the name among the decoder's signal symbols of this profile set.
    var nameIndex: Int
    var value: Value
    /// What must hold for the signal to be read.
    var conditions: [Condition] = []

    var slot: Int {
        switch value {
        case .number(let number): number.value.slot
        case .flag(let flag): flag.value.slot
        case .text(let text): text.value.slot
        }
    }

    /// Whether a message without a value has something to say: that it lacks, or a default.
    var isRequired: Bool {
        switch value {
        case .number(let number): number.value.speaksWithoutValue
        case .flag(let flag): flag.value.required || flag.value.fallback != nil
        case .text(let text): text.value.required || text.value.fallback != nil
        }
    }
}

/// What becomes of a word that a profile does not know.
enum UnknownWord<Value: Sendable>: Sendable {
    case reported
    case ignored
    case means(Value)
}

/// On or off.
struct FlagField: Sendable {
    var slot: Int
    /// Words in lower case.
    var on: [String] = ["1", "true", "on", "yes"]
    var off: [String] = ["0", "false", "off", "no"]
    /// Numbers greater than this are on, all others off.
    var above: Double?
    /// Whether what is on for the device is off for the signal.
    var inverted = false
    var noValue: Boxed<NoValue>?
    var otherwise = UnknownWord<Bool>.reported
    var fallback: Bool?
    var required = false
}

/// A word or a text.
struct TextField: Sendable {
    var slot: Int
    /// Words of the device to words of ours; empty: every text is taken as it is.
    var words = WordMap([:])
    var noValue: Boxed<NoValue>?
    /// What becomes of a word that a non-empty map does not have.
    var otherwise = UnknownWord<String>.reported
    var fallback: String?
    var required = false
}

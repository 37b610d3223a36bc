/// A number: where it stands, how it is converted, what is not a value.
///
/// Without references, so that the decoder passes it on without counting any.
struct NumberField: Sendable {
    var slot: Int
    var conversion = LinearConversion.identity
    /// Plausible range after conversion; what lies outside is reported.
    var range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    var required = false
    /// Place in the rule's plan of what is unusual about the way it is written; most fields have nothing.
    var spelling: Int?
    /// Whether a message without the number has something to say: that it lacks, or a default.
    var speaksWithoutValue = false
}

/// What is unusual about a number.
struct NumberSpelling: Sendable {
    /// What is sent instead of a value.
    var noValue = NoValue()
    /// Whether a comma may stand for the decimal point.
    var decimalComma = false
    /// Words, compared without case, that stand for values after conversion.
    var words: [(word: String, value: Double)] = []
    /// Whether a text that is no number is passed over instead of reported.
    var ignoresOthers = false
    /// The value, after conversion, of a message that has none.
    var fallback: Double?
}

/// What a device sends when it has no value.
struct NoValue: Sendable {
    /// Numbers as sent, before conversion.
    var numbers: [Double] = []
    /// Texts in lower case.
    var texts: [String] = []

    /// Whether a value is one of them.
    func contains(_ number: Double) -> Bool { numbers.contains(number) }
}

/// When it happened: places of a time, tried in their order until one gives a plausible time.
///
/// A class, so that the decoder reads it without counting the references inside it.
final class TimeField: Sendable {
    enum Form: String, CaseIterable, Sendable {
        case epochMilliseconds = "epoch_ms"
        case epochSeconds = "epoch_s"
        case epochMicroseconds = "epoch_us"
        case iso8601
        /// Time since the device started, which is no time at all.
        case uptime
    }

    /// How a time is written.
    struct Spelling: Sendable {
        /// Tried in this order.
        var forms: [Form] = []
        /// Tried after the forms.
        var patterns: [TimePattern] = []
        /// Of texts without a zone of their own; UTC without it.
        var zone: LocalZone?
    }

    enum Source: Sendable {
        case value(slot: Int, Boxed<Spelling>)
        /// A date and a time of day, put together with a space.
        case joined(date: Int, clock: Int, Boxed<Spelling>)
        /// So much later than another time; the number times `milliseconds`.
        case relative(base: Int, Boxed<Spelling>, offset: Int, milliseconds: Double)
        /// So long before the message was received; the number times `milliseconds`.
        case age(slot: Int, milliseconds: Double)
    }

    let first: Source
    let others: [Source]

    init(first: Source, others: [Source] = []) {
        self.first = first
        self.others = others
    }
}

/// What one rule knows of a position whose parts come in messages of their own.
struct AssembledField: Sendable {
    var latitude: NumberField?
    var longitude: NumberField?
    var speed: NumberField?
    var heading: NumberField?
    var accuracy: NumberField?
    /// Proof of a fix; without a fix nothing is put together.
    var fix: PositionField.Fix?
    var timing = AssemblyTiming()
}

/// How near in time two axes are to be, and how long one waits for the other.
struct AssemblyTiming: Sendable, Equatable {
    /// Milliseconds between two axes that belong together.
    var within: Int64 = 500
    /// Milliseconds after which an axis alone has moved alone.
    var wait: Int64 = 2_000
}

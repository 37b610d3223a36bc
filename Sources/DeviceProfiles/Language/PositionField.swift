/// Where it was.
struct PositionField: Sendable {
    enum Place: Sendable {
        case apart(Boxed<Axes>)
        case pair(Boxed<Pair>)
        case angles(latitude: Boxed<Angle>, longitude: Boxed<Angle>)
        /// One text of ISO 6709, `+59.4372+024.8421/`.
        case iso6709(slot: Int)
    }

    /// Two numbers, each a value of its own.
    struct Axes: Sendable {
        var latitude: NumberField
        var longitude: NumberField
    }

    /// Two numbers in one text, a JSON array, or a GeoJSON object that holds one.
    struct Pair: Sendable {
        var slot: Int
        var separator: UInt8 = 0x2C
        var longitudeFirst = false
        /// From the number to degrees.
        var conversion = LinearConversion.identity
    }

    /// One axis with a letter for its hemisphere, in the same text or beside it.
    struct Angle: Sendable {
        var slot: Int
        var hemisphere: Int?
        /// Whether the number is degrees times 100 plus minutes, as NMEA 0183 has it.
        var inMinutes = false
    }

    /// Proof of a fix; a message without it has no position.
    struct Fix: Sendable {
        var slot: Int
        /// A number greater than this proves it.
        var above: Double?
        /// A number less than this proves it.
        var below: Double?
        /// One of these words proves it.
        var words: [String] = []
        /// One of these words disproves it.
        var refused: [String] = []
        /// Whether a message without the value has no position.
        var required = false
    }

    var place: Place
    /// All of them must hold.
    var fixes: [Fix] = []
    /// What says that the place is only the last known one, and no new fix.
    var lastKnown: Boxed<Fix>?
    /// Whether one axis without the other is passed over instead of reported.
    var ignoresHalf = false
    var speed: NumberField?
    var heading: NumberField?
    var accuracy: NumberField?
    var required = false
    /// What must hold for the place to be read.
    var conditions: [Condition] = []
}

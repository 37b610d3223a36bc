/// A unit that a device may use, and how it relates to the base unit of its dimension.
///
/// `base = value * multiply / divide + add`; multiplying and dividing apart keeps 11,922 mV at exactly 11.922 V.
package struct UnitOfMeasure: Sendable, Equatable {
    /// What is measured; only units of one dimension convert into each other.
    package enum Dimension: String, Sendable {
        case speed, length, temperature, pressure, voltage, current, power, energy, volume, ratio, angle, time
        case rotation, count, charge, flow, frequency, torque, mass, consumption, apparentPower, signal, resistance
    }

    package let name: String
    package let dimension: Dimension
    let multiply: Double
    let divide: Double
    let add: Double

    /// Every unit of the language by its word; the words of VSS come first in each dimension.
    package static let all: [UnitOfMeasure] = [
        unit("km/h", .speed), unit("m/s", .speed, 3.6), unit("cm/s", .speed, 0.036), unit("mph", .speed, 1.609344),
        unit("knots", .speed, 1.852),
        unit("km", .length, 1_000), unit("m", .length), unit("mi", .length, 1_609.344), unit("ft", .length, 0.3048),
        unit("cm", .length, 1, 100), unit("mm", .length, 1, 1_000), unit("inch", .length, 0.0254),
        unit("celsius", .temperature), unit("kelvin", .temperature, 1, 1, -273.15),
        unit("fahrenheit", .temperature, 5, 9, -160 / 9),
        unit("decicelsius", .temperature, 1, 10),
        unit("kPa", .pressure), unit("Pa", .pressure, 1, 1_000), unit("hPa", .pressure, 1, 10),
        unit("mbar", .pressure, 1, 10), unit("bar", .pressure, 100), unit("psi", .pressure, 6.894757293168361),
        unit("MPa", .pressure, 1_000), unit("inHg", .pressure, 3.386389),
        unit("V", .voltage), unit("mV", .voltage, 1, 1_000), unit("cV", .voltage, 1, 100), unit("dV", .voltage, 1, 10),
        unit("A", .current), unit("mA", .current, 1, 1_000), unit("dA", .current, 1, 10),
        unit("kW", .power), unit("W", .power, 1, 1_000), unit("MW", .power, 1_000), unit("hp", .power, 0.745699872),
        unit("PS", .power, 0.73549875),
        unit("kWh", .energy), unit("Wh", .energy, 1, 1_000), unit("MWh", .energy, 1_000), unit("MJ", .energy, 1, 3.6),
        unit("kVA", .apparentPower), unit("VA", .apparentPower, 1, 1_000),
        unit("l", .volume), unit("dl", .volume, 1, 10), unit("ml", .volume, 1, 1_000),
        unit("gal", .volume, 3.785411784), unit("gal_uk", .volume, 4.54609), unit("m3", .volume, 1_000),
        unit("percent", .ratio), unit("ratio", .ratio, 100), unit("permille", .ratio, 1, 10),
        unit("degrees", .angle), unit("rad", .angle, 180 / Double.pi),
        unit("s", .time), unit("ms", .time, 1, 1_000), unit("min", .time, 60), unit("h", .time, 3_600),
        unit("days", .time, 86_400),
        unit("rpm", .rotation), unit("count", .count), unit("Ah", .charge), unit("mAh", .charge, 1, 1_000),
        unit("g/s", .flow), unit("kg/h", .flow, 1, 3.6),
        unit("Hz", .frequency), unit("kHz", .frequency, 1_000),
        unit("Nm", .torque), unit("kg", .mass), unit("g", .mass, 1, 1_000), unit("t", .mass, 1_000),
        unit("lb", .mass, 0.45359237),
        unit("l/h", .consumption), unit("gal/h", .consumption, 3.785411784), unit("dBm", .signal),
        unit("kOhm", .resistance), unit("Ohm", .resistance, 1, 1_000), unit("MOhm", .resistance, 1_000),
    ]

    /// The unit of a word, or `nil`.
    package init?(word: String) {
        guard let known = UnitOfMeasure.all.first(where: { $0.name == word }) else { return nil }
        self = known
    }

    private init(_ name: String, _ dimension: Dimension, _ multiply: Double, _ divide: Double, _ add: Double) {
        self.name = name
        self.dimension = dimension
        self.multiply = multiply
        self.divide = divide
        self.add = add
    }

    private static func unit(
        _ name: String, _ dimension: Dimension, _ multiply: Double = 1, _ divide: Double = 1, _ add: Double = 0
    ) -> UnitOfMeasure {
        UnitOfMeasure(name, dimension, multiply, divide, add)
    }
}

/// A conversion worked out once, when a profile is loaded: `value * multiply / divide + add`.
struct LinearConversion: Sendable, Equatable {
    var multiply = 1.0
    var divide = 1.0
    var add = 0.0

    static let identity = LinearConversion()

    /// First the device's own scale and offset, then from one unit to another of the same dimension.
    init(scale: Double = 1, offset: Double = 0, from source: UnitOfMeasure? = nil, to target: UnitOfMeasure? = nil) {
        let parts = (1 / scale).rounded()
        if scale != 0, abs(scale) < 1, abs(parts * scale - 1) < 1e-12 {
            divide = parts
        } else {
            multiply = scale
        }
        add = offset
        guard let source, let target, source != target else { return }
        multiply *= source.multiply * target.divide
        divide *= source.divide * target.multiply
        let offsetInBase = offset * source.multiply / source.divide + source.add
        add = (offsetInBase - target.add) * target.divide / target.multiply
    }

    func callAsFunction(_ value: Double) -> Double { value * multiply / divide + add }
}

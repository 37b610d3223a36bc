package import Telemetry

/// One signal against its own normal, in numbers and in words.
package struct SignalReading: Equatable, Sendable {
    /// How many deviations the newest value lies above (or below, negative) normal; cut off at 8.
    package let deviations: Double
    /// The same of the mean over the last half horizon.
    package let mean: Double?
    /// What is normal, in the signal's unit.
    package let normal: Double
    /// One deviation in the signal's unit.
    package let deviation: Double
    /// The newest value less the mean over two horizons, in deviations.
    package let change: Double?
    /// What has added up on one side, upwards positive.
    package let drift: Double
    /// Since when it has been adding up.
    package let driftingSince: Timestamp?

    /// From this sum on a drift is told; the customary decision limit of a CUSUM chart lies at 4 to 8.
    private static let toldDrift = 8.0

    /// The reading as the predicate of a sentence whose subject is the signal:
    /// "3.2 deviations below its own normal of 13.9, falling; drifting since 2026-01-14T08:00:00Z".
    package var words: String {
        let place = mean ?? deviations
        var text: String
        if abs(place) < 0.75 {
            text = "at its own normal of \(SignalReading.short(normal))"
        } else {
            let side = place > 0 ? "above" : "below"
            let number = SignalReading.tenths(abs(place))
            let capped = abs(place) >= 7.95 ? "more than " : ""
            text = "\(capped)\(number) deviations \(side) its own normal of \(SignalReading.short(normal))"
        }
        if let change, abs(change) >= 0.8 { text += change > 0 ? ", rising" : ", falling" }
        if abs(drift) >= SignalReading.toldDrift, let driftingSince {
            text += "; drifting since \(driftingSince.iso8601)"
        }
        return text
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((min(value, 1_000) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// Three significant figures or so, without the tail of a binary fraction.
    private static func short(_ value: Double) -> String {
        let size = abs(value)
        guard size < 1e9 else { return "\(value)" }
        guard size < 100 else { return "\(Int(value.rounded()))" }
        let hundredths = Int((size * 100).rounded())
        let fraction = hundredths % 100
        let digits = fraction < 10 ? "0\(fraction)" : "\(fraction)"
        return "\(value < 0 && hundredths > 0 ? "-" : "")\(hundredths / 100).\(digits)"
    }
}

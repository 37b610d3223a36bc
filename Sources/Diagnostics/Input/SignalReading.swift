/// The latest value of a signal of the asset; a flag is 1 or 0.
package struct SignalReading: Sendable, Hashable {
    /// VSS path or `Device.…`; the names that matter are ``Diagnostician/relevantSignals``.
    package var name: String
    /// In the unit that VSS prescribes for the name; NaN and infinities are passed over.
    package var value: Double
    /// Seconds since it was measured; `nil` counts as fresh.
    package var ageSeconds: Double?

    package init(name: String, value: Double, ageSeconds: Double? = nil) {
        self.name = name
        self.value = value
        self.ageSeconds = ageSeconds
    }
}

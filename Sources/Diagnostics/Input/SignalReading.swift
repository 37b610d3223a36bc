/// The latest value of a signal of the asset; a flag is 1 or 0.
package struct SignalReading: Sendable, Hashable {
    /// An earlier value of the same signal.
    package struct Earlier: Sendable, Hashable {
        package var value: Double
        /// Seconds since it was measured; more than those of the reading.
        package var ageSeconds: Double

        package init(value: Double, ageSeconds: Double) {
            self.value = value
            self.ageSeconds = ageSeconds
        }
    }

    /// VSS path or `Device.…`; the names that matter are ``Diagnostician/relevantSignals``.
    package var name: String
    /// In the unit that VSS prescribes for the name; NaN and infinities are passed over.
    package var value: Double
    /// Seconds since it was measured; `nil` counts as fresh.
    package var ageSeconds: Double?
    /// What it was before, in any order, as far back as the caller knows; `nil` if the caller keeps nothing.
    ///
    /// Rules that ask for a duration ("above 117 °C for 5 s") read it from here. Without it a rule takes the latest value
    /// for settled, unless the rule is meaningless without its duration. An empty list says that the value is the first.
    package var earlier: [Earlier]?

    package init(name: String, value: Double, ageSeconds: Double? = nil, earlier: [Earlier]? = nil) {
        self.name = name
        self.value = value
        self.ageSeconds = ageSeconds
        self.earlier = earlier
    }

    /// A value that has been the same for some seconds.
    package init(name: String, value: Double, heldFor seconds: Double) {
        self.init(name: name, value: value, earlier: [Earlier(value: value, ageSeconds: seconds)])
    }
}

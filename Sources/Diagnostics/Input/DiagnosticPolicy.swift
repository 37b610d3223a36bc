/// The numbers of diagnosis that an operator may choose.
package struct DiagnosticPolicy: Sendable, Equatable {
    /// A part is named and held only when its likelihood is above this, 0 to 1.
    package var partThreshold: Double
    /// A measured value older than this says nothing, seconds.
    package var valueMaxAgeSeconds: Double
    /// A lamp or flag older than this says nothing, seconds: devices send these on change, so they live longer.
    package var flagMaxAgeSeconds: Double
    /// From more than this gross mass on, kilograms, a tow needs a heavy unit.
    package var heavyAboveKg: Int
    /// From more than this gross mass on, kilograms, a tow needs air for the brakes.
    package var airBrakesAboveKg: Int

    package init(
        partThreshold: Double = 0.5, valueMaxAgeSeconds: Double = 300, flagMaxAgeSeconds: Double = 86_400,
        heavyAboveKg: Int = 3_500, airBrakesAboveKg: Int = 7_500
    ) {
        self.partThreshold = partThreshold
        self.valueMaxAgeSeconds = valueMaxAgeSeconds
        self.flagMaxAgeSeconds = flagMaxAgeSeconds
        self.heavyAboveKg = heavyAboveKg
        self.airBrakesAboveKg = airBrakesAboveKg
    }

    /// The policy of a fresh installation.
    package static let `default` = DiagnosticPolicy()
}

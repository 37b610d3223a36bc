internal import Telemetry

/// What a catalogue says about a code.
struct CatalogueRow: Sendable {
    /// Index into the catalogue's symptoms.
    var symptom: Int
    /// English, for dispatchers; the symptom's title if the row has none.
    var title: String
    var severity: Severity
    var immobile: Bool
    var chargingOnly: Bool
    /// Most likely first.
    var parts: [PartLikelihood]
    var help: Help
    /// Whether the asset itself speaks here, so that no status lowers it.
    var isNative: Bool
    /// Whether safety depends on it, so that "pending" does not cap it.
    var isSafety: Bool
    /// The sensors that can't be trusted while this code is present.
    var disarms: SensorGroup
    /// Where the severity comes from.
    var source: String
}

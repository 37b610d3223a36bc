package import Telemetry

/// What a prognosis says now of a part that is worth watching: the newest word, until there is another.
package struct ForecastRow: Sendable, Equatable {
    /// Row key of the asset.
    package var asset: Int64
    /// Key of the part.
    package var part: String
    package var level: Forecast.Level
    /// That it fails within the horizon, 0 to 1.
    package var probability: Double
    /// How far ahead it looks, seconds.
    package var horizon: Int64
    /// Since when it is at this level.
    package var since: Timestamp
    /// When it was said.
    package var at: Timestamp
    /// The strongest first.
    package var terms: [ForecastTerm]

    package init(
        asset: Int64, part: String, level: Forecast.Level, probability: Double, horizon: Int64, since: Timestamp,
        at: Timestamp, terms: [ForecastTerm]
    ) {
        self.asset = asset
        self.part = part
        self.level = level
        self.probability = probability
        self.horizon = horizon
        self.since = since
        self.at = at
        self.terms = terms
    }
}

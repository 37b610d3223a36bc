/// What a prognosis says of one part of one asset: how likely it fails soon, and why.
package struct Forecast: Sendable, Equatable {
    /// What it sets in motion.
    package enum Level: String, Sendable, CaseIterable {
        /// Shown; nobody is called.
        case watch
        /// Worth a call that offers a slot.
        case book
    }

    /// Row key of the asset.
    package var asset: Int64
    /// Key of the part.
    package var part: String
    /// That it fails within the horizon, 0 to 1.
    package var probability: Double
    package var level: Level
    /// How far ahead it looks, seconds.
    package var horizon: Int64
    /// Key of what the people with the asset are told.
    package var symptom: String
    /// What it stands on, the strongest first.
    package var reasons: [ForecastTerm]

    package init(
        asset: Int64, part: String, probability: Double, level: Level, horizon: Int64,
        symptom: String = Forecast.symptom, reasons: [ForecastTerm] = []
    ) {
        self.asset = asset
        self.part = part
        self.probability = probability
        self.level = level
        self.horizon = horizon
        self.symptom = symptom
        self.reasons = reasons
    }

    /// What is said where nothing more exact is known: the catalogue has its words.
    package static let symptom = "part_likely_to_fail"

    /// How many calls of a hundred such ones are right for one that is wrong: the odds.
    package static func odds(_ probability: Double) -> Double {
        let bounded = min(max(probability, 0.000_001), 0.999_999)
        return bounded / (1 - bounded)
    }
}

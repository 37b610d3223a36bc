/// How well a part's model did on history that it had not learnt from, against the prior of age and model alone.
package struct Skill: Hashable, Codable, Sendable {
    /// How many failures of the part that history held.
    package let failures: Int
    /// How often the question was asked.
    package let rows: Int
    /// Brier skill: 1 is perfect, 0 is no better than the prior, below 0 is worse.
    package let value: Double
    /// The skill that chance would hardly exceed: assets taken as the independent units.
    package let lowerBound: Double

    package init(failures: Int, rows: Int, value: Double, lowerBound: Double) {
        self.failures = failures
        self.rows = rows
        self.value = value
        self.lowerBound = lowerBound
    }

    private enum CodingKeys: String, CodingKey { case failures, rows, value, lowerBound = "lower_bound" }
}

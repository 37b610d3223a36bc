/// What a fact counts in one part's model, and on how much history that stands.
package struct WeightedTerm: Hashable, Sendable {
    package let term: EvidenceTerm
    /// Log-odds that the fact adds; 0.69 doubles the odds, -0.69 halves them.
    package let weight: Double
    /// How often the fact held when the question was asked in training.
    package let rows: Int
    /// How often of those the part failed within the horizon.
    package let failures: Int

    package init(term: EvidenceTerm, weight: Double, rows: Int, failures: Int) {
        self.term = term
        self.weight = weight
        self.rows = rows
        self.failures = failures
    }
}

extension WeightedTerm: Codable {
    private enum CodingKeys: String, CodingKey { case term, weight, rows, failures }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        guard let term = EvidenceTerm(bits: try values.decode(UInt64.self, forKey: .term)) else {
            throw DecodingError.dataCorruptedError(forKey: .term, in: values, debugDescription: "not a term")
        }
        self.init(
            term: term, weight: try values.decode(Double.self, forKey: .weight),
            rows: try values.decode(Int.self, forKey: .rows), failures: try values.decode(Int.self, forKey: .failures))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(term.bits, forKey: .term)
        try values.encode(weight, forKey: .weight)
        try values.encode(rows, forKey: .rows)
        try values.encode(failures, forKey: .failures)
    }
}

/// What can break, as `simulators/causes.yaml` tells.
package struct CauseCatalogue: Sendable, Equatable {
    /// Every cause once, by key.
    package private(set) var causes: [Cause]
    /// Shares of the groups by public figures, sorted by name.
    package private(set) var shares: [RandomShare]

    /// A group with its share.
    package struct RandomShare: Sendable, Equatable {
        package var group: String
        package var weight: Double
    }

    init(causes: [Cause], shares: [RandomShare]) {
        self.causes = causes.sorted { $0.key < $1.key }
        self.shares = shares.sorted { $0.group < $1.group }
    }

    /// The cause of a key.
    package func cause(_ key: String) -> Cause? { causes.first { $0.key == key } }

    /// Names that a mix may have: groups and keys, sorted.
    package var mixNames: [String] { (Set(causes.map(\.group)).sorted() + causes.map(\.key)) }

    /// What breaks next on such an asset.
    ///
    /// - Parameters:
    ///   - mix: Groups or keys of causes with their weights; empty is the mix of public figures.
    ///   - model: The asset.
    ///   - profile: What its device speaks.
    /// - Returns: `nil` if nothing of the mix can happen to it.
    package func draw(
        mix: [(name: String, weight: Double)], for model: Town.Model, profile: Town.Profile,
        _ random: inout SeededGenerator
    ) -> Cause? {
        let named = mix.isEmpty ? shares.map { (name: $0.group, weight: $0.weight) } : mix
        var candidates: [(cause: Cause, weight: Double)] = []
        for (name, weight) in named {
            let fitting = causes.filter { ($0.key == name || $0.group == name) && $0.befalls(model, profile: profile) }
            let total = fitting.reduce(0) { $0 + $1.weight }
            guard total > 0, weight > 0 else { continue }
            for cause in fitting { candidates.append((cause, weight * cause.weight / total)) }
        }
        let total = candidates.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return nil }
        var left = random.fraction() * total
        for (cause, weight) in candidates {
            left -= weight
            if left < 0 { return cause }
        }
        return candidates.last?.cause
    }
}

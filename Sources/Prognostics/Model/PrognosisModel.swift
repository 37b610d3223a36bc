package import Telemetry

/// Everything learnt of a fleet: one model per part over one vocabulary and one horizon.
///
/// A value that is stored as it is; memories of assets that were made with its vocabulary go with it.
package struct PrognosisModel: Equatable, Codable, Sendable {
    /// The form of the stored model; another form is not read.
    package static let currentVersion = 1

    package let version: Int
    package let horizon: Horizon
    /// Nothing after this point was learnt from.
    package let learntUntil: Timestamp
    package let vocabulary: Vocabulary
    /// Sorted by part number.
    package let parts: [PartModel]

    package init(horizon: Horizon, learntUntil: Timestamp, vocabulary: Vocabulary, parts: [PartModel]) {
        version = PrognosisModel.currentVersion
        self.horizon = horizon
        self.learntUntil = learntUntil
        self.vocabulary = vocabulary
        self.parts = parts.sorted { $0.part < $1.part }
    }

    /// The model of a part, or `nil` for one that was never seen.
    package func model(of part: UInt16) -> PartModel? {
        parts.first { $0.part == part }
    }

    /// How likely a part of an asset fails within the horizon from `time`, and why.
    ///
    /// - Parameter scratch: Room that is used again from call to call.
    /// - Returns: `nil` for a part without a model.
    package func prognosis(
        of part: UInt16, in memory: AssetMemory, at time: Timestamp, scratch: inout Evidence
    ) -> Prognosis? {
        guard let model = model(of: part) else { return nil }
        memory.collect(into: &scratch, part: part, at: time, horizon: horizon)
        return model.prognosis(scratch)
    }

    private enum CodingKeys: String, CodingKey {
        case version, horizon, learntUntil = "learnt_until_ms", vocabulary, parts
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        version = try values.decode(Int.self, forKey: .version)
        guard version == PrognosisModel.currentVersion else {
            throw DecodingError.dataCorruptedError(
                forKey: .version, in: values,
                debugDescription: "a model of form \(version); this program reads form \(PrognosisModel.currentVersion)"
            )
        }
        horizon = try values.decode(Horizon.self, forKey: .horizon)
        learntUntil = Timestamp(milliseconds: try values.decode(Int64.self, forKey: .learntUntil))
        vocabulary = try values.decode(Vocabulary.self, forKey: .vocabulary)
        parts = try values.decode([PartModel].self, forKey: .parts)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(version, forKey: .version)
        try values.encode(horizon, forKey: .horizon)
        try values.encode(learntUntil.milliseconds, forKey: .learntUntil)
        try values.encode(vocabulary, forKey: .vocabulary)
        try values.encode(parts, forKey: .parts)
    }
}

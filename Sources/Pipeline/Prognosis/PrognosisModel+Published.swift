internal import Prognostics
internal import Telemetry

extension PrognosisModel {
    /// What is foreseen before anything was learnt of the fleet: a week ahead, by published thresholds alone.
    static var published: PrognosisModel {
        PrognosisModel(
            horizon: Horizon(seconds: 7 * 86_400, stepSeconds: 6 * 3_600) ?? .day,
            learntUntil: Timestamp(milliseconds: 0), vocabulary: Vocabulary(), parts: []
        ).withPublished
    }

    /// The same with the parts of which the fleet's record says nothing, and published thresholds do.
    var withPublished: PrognosisModel {
        var vocabulary = vocabulary
        var parts = parts
        for name in BatteryPrior.parts {
            guard let number = vocabulary.id(of: name), !parts.contains(where: { $0.part == number }),
                let part = PartModel.published(part: number, name: name, horizon: horizon)
            else { continue }
            parts.append(part)
        }
        return PrognosisModel(horizon: horizon, learntUntil: learntUntil, vocabulary: vocabulary, parts: parts)
    }
}

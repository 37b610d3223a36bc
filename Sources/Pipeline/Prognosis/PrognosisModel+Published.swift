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

    /// The same with published models where the record had no voltages to judge them by.
    ///
    /// Codes and repairs alone can neither prove nor refute what voltages say. A part that they foresee has the published
    /// weights beside what they taught (``LogisticFit``); one that they do not is foreseen as before anything was
    /// learnt, and not switched off for what the record could not show.
    var keepingPublished: PrognosisModel {
        let parts = parts.map { part -> PartModel in
            guard part.advice != .on, let name = vocabulary[part.part],
                !part.full.weights.contains(where: { $0.term.kind == .battery && $0.rows > 0 })
            else { return part }
            return PartModel.published(part: part.part, name: name, horizon: horizon) ?? part
        }
        return PrognosisModel(horizon: horizon, learntUntil: learntUntil, vocabulary: vocabulary, parts: parts)
    }
}

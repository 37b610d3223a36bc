import Casework
import Outreach
import Persistence
import Planning
import Telemetry

extension DeskJSON {
    /// What is foreseen, why, and which times are on offer: of a call that offers to replace a part.
    func forecast(_ task: TaskDetail) -> [String: JSONValue] {
        guard task.entry.row.kind == .preventOffer, let file = task.caseDetail,
            let offer = file.current.offers.last
        else { return ["forecast": .null] }
        let things = file.reference.traits.kind.isStationary ? "devices" : "vehicles"
        return [
            "forecast": .object([
                "part": .text(offer.part), "part_name": .text(scripts.name(ofPart: offer.part)),
                "probability": .number(offer.probability), "horizon_s": .whole(offer.horizon),
                "share": .text(ForecastWords.share(offer.probability, of: things)),
                "offered_at": .init(offer.offeredAt), "answer": .init(word: offer.answer),
                "answered_at": .init(offer.answeredAt), "result": .init(word: offer.result),
                "terms": .array(offer.terms.map { $0.json { scripts.title(ofSymptom: $0) } }),
                "times": .array(
                    file.offered.map { time in
                        .object([
                            "slot": .whole(time.slot.id), "workshop_id": .text(time.slot.workshopID),
                            "workshop": .text(time.workshopName), "start": .init(time.slot.start),
                            "start_local": .text(time.localStart),
                        ])
                    }),
            ])
        ]
    }
}

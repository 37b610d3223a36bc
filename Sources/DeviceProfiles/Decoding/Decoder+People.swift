internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// Being there or gone.
    func liveness(_ field: LivenessField, _ context: Context, into observations: inout [Observation]) {
        let value = slots[field.slot]
        if value.isMissing { return }
        let online: Bool
        if value.isOne(of: field.online) {
            online = true
        } else if value.isOne(of: field.offline) {
            online = false
        } else {
            let words = (field.online + field.offline).map(JSONText.string).joined(separator: ", ")
            report(slot: field.slot, of: context.rule, "it is not one of \(words)")
            return
        }
        observations.append(
            context.observation(
                context.rule.subject == .unit ? .unitLiveness(online: online) : .liveness(online: online)))
    }

    /// A message of the driver's app.
    ///
    /// A broken place is reported and does not silence the driver.
    func driver(_ field: DriverField, _ context: Context, into observations: inout [Observation]) {
        let rule = context.rule
        guard let word = slots[field.kind].word, let kind = DriverMessage.Kind(rawValue: word) else {
            let words = DriverMessage.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            report(slot: field.kind, of: rule, "it is not one of \(words)")
            return
        }
        var place: Coordinate?
        if let latitude = field.latitude, let longitude = field.longitude {
            place = coordinate(latitude, longitude, of: rule)
        }
        if place?.isNullIsland ?? false { place = nil }
        observations.append(context.observation(.driver(DriverMessage(kind: kind, coordinate: place))))
    }

    /// A unit's word about its job.
    func job(_ field: JobField, _ context: Context, into observations: inout [Observation]) {
        let rule = context.rule
        guard let offer = wholeNumber(slots[field.offer]), offer > 0 else {
            report(slot: field.offer, of: rule, "the number of an offer is expected")
            return
        }
        guard let word = slots[field.state].word, let state = JobState(rawValue: word) else {
            let words = JobState.allCases.map(\.rawValue).joined(separator: ", ")
            report(slot: field.state, of: rule, "it is not one of \(words)")
            return
        }
        var report = JobReport(offerID: offer, state: state)
        if let slot = field.reason { report.reason = text(slot: slot, limit: 256, of: rule) }
        if let slot = field.note { report.note = text(slot: slot, limit: 2_048, of: rule) }
        if let minutes = field.etaMinutes, case .value(let value) = number(minutes, of: rule) {
            report.etaMinutes = value
        }
        observations.append(context.observation(.job(report)))
    }
}

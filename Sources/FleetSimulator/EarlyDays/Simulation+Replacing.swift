import Telemetry

/// What somebody has agreed to on the telephone.
struct Appointment: Sendable {
    var number: Int
    var part: String
}

/// Offers to replace a part before it fails, and what people do about them.
extension Simulation {
    /// Minutes from the time that was agreed until the part is replaced.
    static let replacing: Int64 = 60

    /// What becomes of a call that offers a time.
    mutating func offered(_ call: PhoneCall) -> PhoneAnswer {
        var random = SeededGenerator(seed: seed, for: "offer to \(call.asset ?? "") \(call.part ?? "")")
        let seconds = talk(call, mean: 90)
        guard random.fraction() < people.takesOffers else { return PhoneAnswer(outcome: "declined", seconds: seconds) }
        var answer = PhoneAnswer(outcome: "accepted", seconds: seconds)
        guard let slot = call.slot, let part = call.part, let vehicle = call.asset.flatMap({ places[$0] }) else {
            return answer
        }
        answer.facts.append(PhoneAnswer.Fact("slot_start", slot.iso8601))
        // Whoever is called again about another time keeps only that one.
        let number = (appointments[vehicle]?.number ?? 0) + 1
        appointments[vehicle] = Appointment(number: number, part: part)
        agenda.plan(
            .replaces(vehicle, appointment: number), at: max(call.at, slot).adding(seconds: Simulation.replacing * 60))
        return answer
    }

    /// They come to the workshop, unless they can't any more.
    mutating func replaces(_ index: Int, _ number: Int, at time: Timestamp) {
        guard let appointment = appointments[index], appointment.number == number, !vehicles[index].isGone,
            vehicles[index].stoppedAt == nil
        else { return }
        let own = planned.indices.filter { planned[$0].vehicle == index && fates[$0] == .stands }
        // What has broken already is not prevented any more.
        guard !own.contains(where: { planned[$0].at <= time }) else { return }
        let spared = own.filter { planned[$0].cause.truth.part == appointment.part }
        for breakdown in spared { fates[breakdown] = .prevented }
        if !spared.isEmpty { vehicles[index].ailment = nil }
        let isAnnounced = spared.contains { planned[$0].isAnnounced }
        replaced[index, default: []].append(appointment.part)
        tell(
            .replaced(
                LedgerEntry.Replaced(
                    asset: vehicles[index].vehicle.assetID, part: appointment.part,
                    breakdown: spared.first.map { $0 + 1 }, prevents: spared.first.map { planned[$0].at.milliseconds },
                    isAnnounced: isAnnounced)), at: time)
    }
}

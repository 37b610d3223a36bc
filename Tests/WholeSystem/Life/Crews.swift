import Foundation

/// Crews of units: they take offers, decline them or say nothing, drive, arrive, or stop speaking.
///
/// What a crew does depends on the seed and on what it is asked for the how manieth time, and on nothing else: so a
/// life with crashes meets the same crews as one without.
final class Crews {
    private let seed: UInt64
    private var seen: Set<String> = []
    private var asked: [String: Int] = [:]

    init(seed: UInt64) { self.seed = seed }

    /// What follows from a message to a unit.
    func heard(_ topic: String, _ payload: String, at time: Int64) -> [(delay: Int64, event: Script.Event)] {
        let levels = topic.split(separator: "/")
        guard levels.count == 5, levels[2] == "units" else { return [] }
        let unit = String(levels[3])
        // Subscribers tolerate repeats by id.
        guard let offer = Crews.number("offer_id", in: payload), seen.insert("\(topic) \(offer)").inserted else {
            return []
        }
        if levels[4] == "stand_down" {
            var chance = Chance(seed, "stand down \(unit) \(asked[unit, default: 0])")
            guard chance.percent(70) else { return [] }
            return [answer(unit, offer, "cancel_confirmed", after: Int64(chance.among(2...60)) * 1_000, at: time)]
        }
        guard levels[4] == "offer" else { return [] }
        asked[unit, default: 0] += 1
        return work(unit, offer, Chance(seed, "offer \(unit) \(asked[unit, default: 0])"), at: time)
    }

    private func work(
        _ unit: String, _ offer: Int64, _ start: Chance, at time: Int64
    ) -> [(delay: Int64, event: Script.Event)] {
        var chance = start
        var delay = Int64(chance.among(2...40)) * 1_000
        if chance.percent(12) { return [] }
        if chance.percent(15) { return [answer(unit, offer, "declined", after: delay, at: time)] }
        var events = [answer(unit, offer, "accepted", after: delay, at: time, minutes: chance.among(5...45))]
        let ends = unit == "P1" || unit == "E1" ? ["fixed"] : ["loaded", "delivered"]
        for state in ["en_route", "on_scene"] + ends {
            if chance.percent(8) { break }
            delay += Int64(chance.among(20...700)) * 1_000
            if chance.percent(6) {
                events.append(answer(unit, offer, "unable", after: delay, at: time))
                break
            }
            events.append(answer(unit, offer, state, after: delay, at: time))
            // Sent twice, or an old word again.
            if chance.percent(6) { events.append(answer(unit, offer, state, after: delay, at: time)) }
            if chance.percent(4) { events.append(answer(unit, offer, "accepted", after: delay + 1_000, at: time)) }
        }
        if chance.percent(6) {
            let topic = "callahead/v1/units/\(unit)/online"
            events.append((delay + 500, .publish(topic: topic, payload: "false", qualityOfService: 1, retain: true)))
        }
        return events
    }

    private func answer(
        _ unit: String, _ offer: Int64, _ state: String, after delay: Int64, at time: Int64, minutes: Int? = nil
    ) -> (delay: Int64, event: Script.Event) {
        let eta = minutes.map { ",\"eta_minutes\":\($0)" } ?? ""
        return (
            delay,
            .publish(
                topic: "callahead/v1/units/\(unit)/job",
                payload: "{\"time\":\(time + delay),\"offer_id\":\(offer),\"state\":\"\(state)\"\(eta)}",
                qualityOfService: 1, retain: false)
        )
    }

    /// A whole number of a JSON object.
    static func number(_ key: String, in text: String) -> Int64? {
        guard let place = text.range(of: "\"\(key)\":") else { return nil }
        return Int64(text[place.upperBound...].prefix { $0.isNumber || $0 == "-" })
    }
}

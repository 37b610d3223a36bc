import Casework
import Outreach
import Persistence
import Planning
import Telemetry

/// Where it is, what is wrong, and who comes when.
extension TaskScreen {
    func addSituation(_ task: TaskDetail, to facts: inout Labelled) {
        guard let file = task.caseDetail else { return }
        facts.add("PLACE", place(file))
        facts.add("SITE", site(file))
        facts.add("SYMPTOM", symptom(file.current.row))
        facts.add("UNIT", unit(file))
        for helper in file.alsoComing {
            facts.add("ALSO", "\(helper.named) has not confirmed that it is not needed, and may still come")
        }
        facts.add("SLOT", slot(file))
        for (index, time) in file.offered.enumerated() { facts.add("OFFER \(index + 1)", offered(time)) }
        facts.add("FACTS", file.facts.map { "\($0.key) = \($0.value)" }.joined(separator: "; "))
    }

    private func place(_ file: CaseDetail) -> String {
        guard let place = file.place else { return "unknown: ask where they are" }
        var parts = [scripts.placeWords(file, at: now)].compactMap { $0 }
        parts.append("\(place.coordinate.latitude.places(5)), \(place.coordinate.longitude.places(5))")
        parts.append(PlusCode(place.coordinate).description)
        if let accuracy = place.accuracy { parts.append("± \(Double(accuracy).places(0)) m") }
        parts.append(place.source.rawValue)
        parts.append("\(place.time.clock) (\(now.spoken(until: place.time)))")
        parts.append(place.confirmed ? "confirmed" : "not confirmed")
        return parts.joined(separator: " · ")
    }

    private func site(_ file: CaseDetail) -> String? {
        var parts = [file.surroundings.siteName, file.surroundings.accessNote].compactMap { $0 }
        if let limit = file.reference.access?.heightLimitM { parts.append("height at most \(limit.places(1)) m") }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    private func symptom(_ row: CaseRow) -> String {
        var parts = [scripts.title(ofSymptom: row.symptom)]
        if let part = row.part { parts.append("probably \(scripts.name(ofPart: part))") }
        if !row.codes.isEmpty { parts.append(row.codes.joined(separator: " ")) }
        return parts.joined(separator: " · ")
    }

    private func unit(_ file: CaseDetail) -> String {
        guard let leg = file.leg, let helper = file.helper, let state = leg.state else {
            return file.current.plan.map(nobody) ?? "none planned"
        }
        var parts = [helper.named]
        parts.append(state.rawValue.wordsOfKey)
        if let eta = file.eta(at: now) { parts.append(scripts.minutes(MinuteRange(low: eta.low, high: eta.high))) }
        if file.current.plan?.state == .provisional { parts.append("provisional: the asset still moves") }
        if let phone = helper.phone { parts.append(phone) }
        return parts.joined(separator: " · ")
    }

    /// Why nobody comes, and when somebody is looked for again.
    private func nobody(_ plan: PlanRow) -> String {
        var parts = [plan.state.words]
        if let reason = plan.reason { parts.append(PlanWords.reason(reason)) }
        if let next = plan.nextTryAt { parts.append("looked for again \(next.clock) (\(now.spoken(until: next)))") }
        return parts.joined(separator: " · ")
    }

    /// A time that is free and held for nobody: by its workshop's clock, and as it is to be typed.
    private func offered(_ time: OfferedTime) -> String {
        let start = time.slot.start
        return [
            "\(time.localStart.replacing("T", with: " "))", time.workshopName,
            "--slot-start \(start.day)T\(start.minute)Z",
        ].joined(separator: " · ")
    }

    private func slot(_ file: CaseDetail) -> String? {
        guard file.offered.isEmpty, let slot = file.slot, let hold = file.slotHold else { return nil }
        return [
            file.workshop?.name ?? slot.workshopID, file.spokenStart(of: slot), hold.state.rawValue,
            file.workshop?.phone,
        ].compactMap { $0 }.joined(separator: " · ")
    }
}

extension Helper {
    /// The name with the id, if they differ.
    fileprivate var named: String { name == id ? id : "\(name) (\(id))" }
}

extension OfferedTime {
    /// When it begins by the clock of its workshop: `2026-11-22T14:30`.
    package var localStart: String {
        let offset = workshop?.zone.offsetMinutes(at: slot.start) ?? 0
        let local = slot.start.adding(seconds: Int64(offset) * 60)
        return "\(local.day)T\(local.minute)"
    }
}

extension CaseDetail {
    /// When a slot begins by the clock of its workshop: `2026-11-22T14:30`.
    func localStart(of slot: Slot) -> String {
        let offset = workshop?.zone.offsetMinutes(at: slot.start) ?? 0
        let local = slot.start.adding(seconds: Int64(offset) * 60)
        return "\(local.day)T\(local.minute)"
    }

    /// The same for people, with `UTC` where that is the clock.
    func spokenStart(of slot: Slot) -> String {
        let isUTC = workshop?.zone.offsetMinutes(at: slot.start) ?? 0 == 0
        return localStart(of: slot).replacing("T", with: " ") + (isUTC ? " UTC" : "")
    }
}

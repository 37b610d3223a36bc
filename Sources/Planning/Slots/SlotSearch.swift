import Telemetry

/// The slot that leaves the asset repaired soonest, its tow weighed in.
///
/// Slots are visited by start; each costs its end plus the drive once more (a long tow costs time and money also when the
/// slot would wait for it). The walk ends when a start alone lies beyond the third best. Ties: start, workshop, slot id.
///
/// - Parameters:
///   - need: Where and when the asset can leave, and what the workshop must be able to do.
///   - taken: Slots that are held already.
/// - Returns: The slot with two alternatives; without one, the shortage that is nearest to being mended.
package func chooseSlot(
    for need: SlotNeed, board: OperationsBoard, taken: Set<Int64>,
    travel: some TravelTimeEstimator = BuiltInTravelTime()
) -> SlotChoice {
    var drives: [String: Int64] = [:]
    var best: [(cost: Int64, slot: SlotChoice.Candidate)] = []
    var shortage = SlotChoice.Shortage.noSlots
    var rank = 0
    func note(_ found: SlotChoice.Shortage, _ order: Int) {
        if order > rank { (rank, shortage) = (order, found) }
    }
    let slots = board.slots
    if let last = slots.last, last.start < need.earliest { note(.tooEarly, 1) }
    for slot in slots[firstIndex(of: slots.count, where: { slots[$0].start >= need.earliest })...] {
        if best.count == 3, slot.start.seconds(since: need.earliest) > best[2].cost { break }
        guard let workshop = board.workshop(slot.workshopID) else { continue }
        guard let confirmation = workshop.confirmation(of: slot, for: need, noting: note) else { continue }
        if taken.contains(slot.id) {
            note(.allTaken, 6)
            continue
        }
        let drive =
            drives[workshop.id] ?? need.near.map { travel.seconds(from: $0, to: workshop.coordinate) } ?? 0
        drives[workshop.id] = drive
        let wait = slot.start.seconds(since: need.earliest)
        guard wait >= drive else {
            note(.tooEarly, 5)
            continue
        }
        let cost = wait + Int64(max(0, min(slot.minutes, 100_000))) * 60 + drive
        let candidate = SlotChoice.Candidate(
            slotID: slot.id, workshopID: workshop.id, start: slot.start, minutes: slot.minutes,
            confirmation: confirmation, driveSeconds: drive,
            reason: "repaired \((wait + Int64(max(0, min(slot.minutes, 100_000))) * 60) / 60) min after leaving, "
                + "\(drive / 60) min of driving")
        let key = (cost, slot.start, workshop.id, slot.id)
        let at = firstIndex(of: best.count) {
            (best[$0].cost, best[$0].slot.start, best[$0].slot.workshopID, best[$0].slot.slotID) >= key
        }
        guard at < 3 else { continue }
        best.insert((cost, candidate), at: at)
        if best.count > 3 { best.removeLast() }
    }
    var choice = SlotChoice()
    choice.chosen = best.first?.slot
    choice.alternatives = best.dropFirst().map(\.slot)
    choice.shortage = best.isEmpty ? shortage : nil
    return choice
}

extension Workshop {
    /// Whether a slot of this workshop serves a need, and whether it must be asked for; `nil` if it does not serve.
    fileprivate func confirmation(
        of slot: Slot, for need: SlotNeed, noting note: (SlotChoice.Shortage, Int) -> Void
    ) -> SlotChoice.Confirmation? {
        let offered = slot.skills.isEmpty ? skills : slot.skills
        if !offered.isEmpty, !need.skills.allSatisfy({ offered.contains($0) }) {
            note(.noSkill, 2)
            return nil
        }
        if need.hvQuarantine, !hvQuarantine {
            note(.noQuarantine, 3)
            return nil
        }
        if let brand = need.brand?.lowercased(), !brands.isEmpty, !brands.contains(where: { $0.lowercased() == brand })
        {
            note(.noBrand, 4)
            return nil
        }
        let skillsUnknown = offered.isEmpty && !need.skills.isEmpty
        return autoConfirm && !skillsUnknown ? .confirmed : .mustAsk
    }
}

import Telemetry

/// The slot that leaves the asset repaired soonest, its tow and its part weighed in.
///
/// Slots are visited by start; each costs the time until the asset is repaired, the drive once more (a long tow costs
/// time and money also when the slot would wait for it), and the price of a second leg where the workshop is closed
/// when the asset arrives. What holds for all slots of a workshop is worked out once. The walk ends when a start alone
/// lies beyond the third best. Ties: start, workshop, slot id.
///
/// - Parameters:
///   - need: Where and when the asset can leave, and what the workshop must be able to do.
///   - taken: Slots that are held already.
///   - policy: What parts and second legs cost.
/// - Returns: The slot with two alternatives; without one, the shortage that is nearest to being mended.
package func chooseSlot(
    for need: SlotNeed, board: OperationsBoard, taken: Set<Int64>, policy: SlotPolicy = SlotPolicy(),
    travel: some TravelTimeEstimator = BuiltInTravelTime()
) -> SlotChoice {
    var search = SlotSearch(need: need, board: board, policy: policy)
    search.run(taken: taken, travel: travel)
    return search.choice
}

/// Seconds from `need.earliest` until an asset is repaired in the best slot; `nil` if there is no slot.
package func estimateRepair(
    for need: SlotNeed, board: OperationsBoard, taken: Set<Int64>, policy: SlotPolicy = SlotPolicy(),
    travel: some TravelTimeEstimator = BuiltInTravelTime()
) -> Int64? {
    chooseSlot(for: need, board: board, taken: taken, policy: policy, travel: travel).chosen?.repairedSeconds
}

/// One search, and the best that it has met.
private struct SlotSearch {
    struct Found {
        var candidate: SlotChoice.Candidate
        var name: String
        var isSureOfHours: Bool

        func isBefore(_ other: Found) -> Bool {
            let (left, right) = (candidate, other.candidate)
            return (left.costSeconds, left.start, left.workshopID, left.slotID)
                < (right.costSeconds, right.start, right.workshopID, right.slotID)
        }
    }

    let need: SlotNeed
    let board: OperationsBoard
    let policy: SlotPolicy
    var best: [Found] = []
    var shortage = SlotChoice.Shortage.noSlots

    init(need: SlotNeed, board: OperationsBoard, policy: SlotPolicy) {
        self.need = need
        self.board = board
        self.policy = policy
    }

    mutating func run(taken: Set<Int64>, travel: some TravelTimeEstimator) {
        let slots = board.slots
        if let last = slots.last, last.start < need.earliest { note(.tooEarly) }
        let first = firstIndex(of: slots.count) { slots[$0].start >= need.earliest }
        guard first < slots.count else { return }
        var indices: [String: Int] = [:]
        for (index, workshop) in board.workshops.enumerated() { indices[workshop.id] = index }
        var visits = [WorkshopVisit?](repeating: nil, count: board.workshops.count)
        let work = need.repairSeconds.map(bounded)
        for index in first..<slots.count {
            let wait = slots[index].start.seconds(since: need.earliest)
            if best.count == 3, wait + (work ?? 0) > best[2].candidate.costSeconds { break }
            guard wait >= 0, let row = indices[slots[index].workshopID] else { continue }
            let visit =
                visits[row]
                ?? WorkshopVisit(board.workshops[row], for: need, stock: board.stock, policy: policy, travel: travel)
            visits[row] = visit
            if let refusal = visit.refusal {
                note(refusal)
                continue
            }
            consider(
                slots[index], after: wait, at: visit, board.workshops[row], isTaken: taken.contains(slots[index].id))
        }
    }

    private mutating func consider(
        _ slot: Slot, after wait: Int64, at visit: WorkshopVisit, _ workshop: Workshop, isTaken: Bool
    ) {
        let isSkilled =
            slot.skills.isEmpty ? visit.isSkilled : need.skills.allSatisfy { slot.skills.contains($0) }
        guard isSkilled else { return note(.noSkill) }
        let length = Int64(max(0, min(slot.minutes, 100_000))) * 60
        let work = need.repairSeconds.map(bounded) ?? length
        guard work <= length else { return note(.tooShort) }
        if isTaken { return note(.allTaken) }
        guard slot.start >= visit.ready else { return note(visit.isHeldUp ? .closed : .tooEarly) }
        let repaired = wait + work + visit.partSeconds
        let areSkillsKnown = !slot.skills.isEmpty || visit.areSkillsKnown
        var found = Found(
            candidate: SlotChoice.Candidate(
                slotID: slot.id, workshopID: workshop.id, start: slot.start, minutes: slot.minutes,
                confirmation: workshop.autoConfirm && areSkillsKnown && visit.isSureOfHours ? .confirmed : .mustAsk,
                delivery: visit.delivery, part: visit.part, driveSeconds: visit.driveSeconds,
                repairedSeconds: repaired, costSeconds: repaired + visit.priceSeconds, reason: ""),
            name: workshop.name, isSureOfHours: visit.isSureOfHours)
        let at = firstIndex(of: best.count) { !best[$0].isBefore(found) }
        guard at < 3 else { return }
        // Last, because it is the dearest question.
        if let hours = workshop.openingHours {
            switch hours.state(
                from: slot.start, to: slot.start.adding(seconds: length), zone: workshop.zone,
                holidays: workshop.holidays)
            {
            case .open: break
            case .closed: return note(.closed)
            case .unknown:
                found.isSureOfHours = false
                found.candidate.confirmation = .mustAsk
            }
        }
        best.insert(found, at: at)
        if best.count > 3 { best.removeLast() }
    }

    /// Keeps the shortage that is nearest to being mended.
    private mutating func note(_ found: SlotChoice.Shortage) {
        if found.order > shortage.order { shortage = found }
    }

    var choice: SlotChoice {
        guard let first = best.first else { return SlotChoice(shortage: shortage) }
        var chosen = first.candidate
        chosen.reason = first.words
        return SlotChoice(
            chosen: chosen,
            alternatives: best.dropFirst().map { other in
                var candidate = other.candidate
                candidate.reason = other.wordsForLosing(to: first)
                return candidate
            })
    }
}

/// A number of seconds that no sum of a few overflows.
func bounded(_ seconds: Int64) -> Int64 { min(max(seconds, 0), 100_000_000) }

extension SlotChoice.Shortage {
    /// Later ones are nearer to being mended.
    fileprivate var order: Int { SlotChoice.Shortage.allCases.firstIndex(of: self) ?? 0 }
}

extension SlotSearch.Found {
    /// Why it is the best.
    fileprivate var words: String {
        var words = "repaired \(minutes(candidate.repairedSeconds)) after leaving, "
        words += "\(minutes(candidate.driveSeconds)) of driving"
        let remarks = remarks
        return remarks.isEmpty ? words : words + ", " + remarks.joined(separator: ", ")
    }

    /// Why another one is better.
    fileprivate func wordsForLosing(to winner: SlotSearch.Found) -> String {
        let later = candidate.repairedSeconds - winner.candidate.repairedSeconds
        let farther = candidate.driveSeconds - winner.candidate.driveSeconds
        var words: [String] = []
        if later > 0 { words.append("repaired \(minutes(later)) later") }
        if farther > 0 { words.append("\(minutes(farther)) more of driving") }
        for remark in remarks where !winner.remarks.contains(remark) { words.append(remark) }
        if words.isEmpty, later == 0, farther == 0 { words.append("as good, and behind it in order") }
        if words.isEmpty { words.append("costs \(minutes(candidate.costSeconds - winner.candidate.costSeconds)) more") }
        return words.joined(separator: ", ")
    }

    private var remarks: [String] {
        var remarks: [String] = []
        switch candidate.delivery {
        case .open: break
        case .nightDrop: remarks.append("left at the closed workshop")
        case .afterOpening: remarks.append("a second leg when it opens")
        }
        switch candidate.part {
        case nil: break
        case .inStock: remarks.append("part in stock")
        case .unknown: remarks.append("nobody knows whether it has the part")
        case .missing: remarks.append("the part must be ordered")
        }
        if !isSureOfHours { remarks.append("ask whether it is open") }
        return remarks
    }

    private func minutes(_ seconds: Int64) -> String { "\(seconds / 60) min" }
}

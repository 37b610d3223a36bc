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
    /// By the row of the workshop on the board.
    var visits: [WorkshopVisit] = []
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
        visits = board.workshops.map {
            WorkshopVisit($0, for: need, stock: board.stock, policy: policy, travel: travel)
        }
        guard let extra = visits.lazy.filter({ $0.refusal == nil }).map(\.extraSeconds).min() else {
            for visit in visits { if let refusal = visit.refusal { note(refusal) } }
            return
        }
        var rows: [String: Int] = [:]
        rows.reserveCapacity(visits.count)
        for (row, workshop) in board.workshops.enumerated() { rows[workshop.id] = row }
        let work = need.repairSeconds.map(bounded) ?? 0
        for index in first..<slots.count {
            let wait = slots[index].start.seconds(since: need.earliest)
            if best.count == 3, wait + work + extra > best[2].candidate.costSeconds { break }
            // What could only say again why there is none is not worth a look at its workshop.
            let isShort = SlotSearch.seconds(slots[index].minutes) < work
            let isTaken = taken.contains(slots[index].id)
            if isShort, shortage.order >= SlotChoice.Shortage.tooShort.order { continue }
            if isTaken, shortage == .allTaken || !best.isEmpty { continue }
            guard wait >= 0, let row = rows[slots[index].workshopID] else { continue }
            if let refusal = visits[row].refusal {
                note(refusal)
            } else if isShort || isTaken {
                note(isSkilled(index, row) ? isShort ? .tooShort : .allTaken : .noSkill)
            } else {
                consider(index, after: wait, at: row)
            }
        }
    }

    private static func seconds(_ minutes: Int) -> Int64 { Int64(max(0, min(minutes, 100_000))) * 60 }

    private func isSkilled(_ index: Int, _ row: Int) -> Bool {
        board.slots[index].skills.isEmpty
            ? visits[row].isSkilled : need.skills.allSatisfy { board.slots[index].skills.contains($0) }
    }

    private mutating func consider(_ index: Int, after wait: Int64, at row: Int) {
        guard isSkilled(index, row) else { return note(.noSkill) }
        guard board.slots[index].start >= visits[row].ready else {
            return note(visits[row].isHeldUp ? .closed : .tooEarly)
        }
        let length = SlotSearch.seconds(board.slots[index].minutes)
        let work = need.repairSeconds.map(bounded) ?? length
        if best.count == 3, wait + work + visits[row].extraSeconds > best[2].candidate.costSeconds { return }
        var found = found(board.slots[index], repairedAfter: wait + work, visits[row], board.workshops[row])
        let at = firstIndex(of: best.count) { !best[$0].isBefore(found) }
        guard at < 3 else { return }
        // Last, because it is the dearest question.
        let workshop = board.workshops[row]
        if let hours = workshop.openingHours {
            let start = board.slots[index].start
            switch hours.state(
                from: start, to: start.adding(seconds: length), zone: workshop.zone, holidays: workshop.holidays)
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

    private func found(_ slot: Slot, repairedAfter seconds: Int64, _ visit: WorkshopVisit, _ workshop: Workshop)
        -> Found
    {
        let areSkillsKnown = !slot.skills.isEmpty || visit.areSkillsKnown
        let isConfirmed = workshop.autoConfirm && areSkillsKnown && visit.isSureOfHours
        return Found(
            candidate: SlotChoice.Candidate(
                slotID: slot.id, workshopID: workshop.id, start: slot.start, minutes: slot.minutes,
                confirmation: isConfirmed ? .confirmed : .mustAsk, delivery: visit.delivery, part: visit.part,
                driveSeconds: visit.driveSeconds, repairedSeconds: seconds + visit.partSeconds,
                costSeconds: seconds + visit.extraSeconds, reason: ""),
            isSureOfHours: visit.isSureOfHours)
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

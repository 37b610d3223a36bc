import Planning
import Telemetry

/// The workshop: the slot in which the asset is repaired soonest, with the part.
extension Engine {
    /// What a tow leads to.
    struct TowEstimate {
        /// Seconds from loading until the asset is repaired.
        var seconds: Int64
        /// Straight metres to the workshop.
        var metres: Double?
    }

    /// What a tow from here would lead to: with the slot that is held, else with the best that is free.
    func towEstimate(_ current: CaseFile, _ file: AssetFile, near place: Place, _ draft: Draft) -> TowEstimate? {
        guard !file.reference.traits.kind.isStationary else { return nil }
        // The slot is chosen again once the unit's arrival is known; this only weighs towing against mending.
        let leaving = draft.now.adding(seconds: 2 * policy.loadingTime)
        let choice = chooseSlot(
            for: slotNeed(current, file, near: place, leaving: leaving, leg: nil, draft), board: draft.board,
            taken: draft.takenSlots.subtracting([current.liveSlot].compactMap(\.self)), policy: policy.slots,
            travel: policy.travel)
        guard let chosen = choice.chosen else { return nil }
        let workshop = draft.board.workshop(chosen.workshopID)?.coordinate
        return TowEstimate(seconds: chosen.repairedSeconds, metres: workshop.map { place.coordinate.distance(to: $0) })
    }

    /// Holds the slot in which the asset is repaired soonest, and the part with it; a tow goes there.
    ///
    /// A slot that is held stays unless the asset can't be there in time any more.
    func holdSlot(_ current: inout CaseFile, _ file: AssetFile, near place: Place, _ draft: inout Draft) {
        guard !file.reference.traits.kind.isStationary else { return }
        let leg = current.currentLeg
        // While nobody comes, some hours are left: a time that is held too early would have to be taken back.
        let unknown = needsUnit(current) ? draft.now.adding(seconds: 4 * policy.loadingTime) : draft.now
        let arrival = max(leg.flatMap { current.legs[$0].etaHigh } ?? unknown, draft.now)
        // What is on the truck leaves now.
        let isLoaded = current.liveJob?.state == .loaded
        let leaving = isLoaded ? draft.now : arrival.adding(seconds: policy.loadingTime)
        if let hold = current.holds.lastIndex(where: { $0.kind == .slot && $0.state.isLive }),
            let held = current.liveSlot
        {
            // Before anybody comes, it stays as long as somebody still could.
            let isOpen = !isLoaded && needsUnit(current) && leg.flatMap { current.legs[$0].etaHigh } == nil
            let soonest = isOpen ? draft.now.adding(seconds: policy.loadingTime) : leaving
            guard !reaches(held, from: place, leaving: soonest, draft) else { return }
            endSlot(hold, as: .released, in: &current, &draft)
            draft.note("slot_too_early", case: current.row.id, held.description)
        }
        let choice = chooseSlot(
            for: slotNeed(current, file, near: place, leaving: leaving, leg: leg, draft), board: draft.board,
            taken: draft.takenSlots.union(current.refusedSlots(on: draft.board)), policy: policy.slots,
            travel: policy.travel)
        guard let chosen = choice.chosen else {
            draft.note("no_slot", case: current.row.id, choice.shortage?.rawValue)
            return
        }
        let isConfirmed = chosen.confirmation == .confirmed
        draft.hold(.slot, String(chosen.slotID), as: isConfirmed ? .confirmed : .held, in: &current)
        let hold = current.holds.count - 1
        if let part = current.row.part, let piece = draft.board.stock.nextPiece(of: part, at: chosen.workshopID) {
            draft.hold(.stock, piece, as: .confirmed, in: &current)
        }
        current.plan?.reasons.append("\(chosen.workshopID): \(chosen.reason)")
        if !isConfirmed { askWorkshop(hold, in: &current, file, &draft) }
        guard let leg, current.legs[leg].kind.movesAsset else { return }
        current.legs[leg].workshop = chosen.workshopID
        current.legs[leg].to = destination(chosen, leg: current.legs[leg], draft)
    }

    /// Where the unit brings the asset: to the workshop, or to its yard until the workshop opens.
    private func destination(_ chosen: SlotChoice.Candidate, leg: LegRow, _ draft: Draft) -> Coordinate? {
        if case .afterOpening = chosen.delivery { return yard(of: leg, draft) }
        return draft.board.workshop(chosen.workshopID)?.coordinate
    }

    /// Where the leg's unit can leave an asset over night: where it waits for jobs itself.
    private func yard(of leg: LegRow?, _ draft: Draft) -> Coordinate? {
        leg?.unit.flatMap { draft.board.unit($0)?.base }
    }

    private func slotNeed(
        _ current: CaseFile, _ file: AssetFile, near place: Place, leaving: Timestamp, leg: Int?, _ draft: Draft
    ) -> SlotNeed {
        var need = SlotNeed(
            near: place.coordinate, earliest: leaving, hvQuarantine: current.row.capabilities.contains(.hvCertified),
            brand: file.reference.traits.make)
        need.part = current.row.part
        // What must stay cold can't be left before a closed gate, and what nobody can lock neither.
        need.canUseNightDrop = file.reference.impact != "cold_chain" && current.facts.flag("key") != false
        // Every crew has a yard, if we know it or not; a car that drives by itself stays where it is.
        need.mayRest = yard(of: leg.map { current.legs[$0] }, draft) ?? place.coordinate
        return need
    }

    /// Whether the asset can be at the workshop before its slot begins.
    private func reaches(_ slot: Int64, from place: Place, leaving: Timestamp, _ draft: Draft) -> Bool {
        // A slot that an import took away is for a person to settle with the workshop, not for us to drop.
        guard let slot = draft.board.slot(slot), let workshop = draft.board.workshop(slot.workshopID) else {
            return true
        }
        let drive = policy.travel.seconds(from: place.coordinate, to: workshop.coordinate)
        return leaving.adding(seconds: drive) <= slot.start
    }
}

extension CaseFile {
    /// When the work of the slot that is held is done; `nil` without one.
    func slotEnd(on board: OperationsBoard) -> Timestamp? {
        liveSlot.flatMap { board.slot($0) }.map { $0.start.adding(minutes: Double($0.minutes)) }
    }

    /// The slot that is held.
    package var liveSlot: Int64? {
        holds.last { $0.kind == .slot && $0.state.isLive }.flatMap { Int64($0.resource) }
    }
}

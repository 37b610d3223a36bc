import Telemetry

/// What a workshop means for an asset, whichever of its slots is taken.
struct WorkshopVisit {
    /// Why none of its slots serves; `nil` if they may.
    var refusal: SlotChoice.Shortage?
    /// When the asset is in the workshop, at the earliest: slots start then or later.
    var ready: Timestamp
    /// Whether it would be there sooner if the workshop were open.
    var isHeldUp = false
    var delivery = SlotChoice.Delivery.open
    /// Whether nothing must be asked about its hours.
    var isSureOfHours = true
    var driveSeconds: Int64 = 0
    var part: SlotChoice.PartState?
    /// What the part adds to the time until repaired.
    var partSeconds: Int64 = 0
    /// What is added to the cost beside the time until repaired.
    var priceSeconds: Int64 = 0
    /// What is added to the wait and the work.
    var extraSeconds: Int64 { partSeconds + priceSeconds }
    /// Whether it has the skills, for slots that name none.
    var isSkilled: Bool
    var areSkillsKnown: Bool

    init(
        _ workshop: Workshop, for need: SlotNeed, stock: StockBook, policy: SlotPolicy,
        travel: some TravelTimeEstimator
    ) {
        ready = need.earliest
        areSkillsKnown = !workshop.skills.isEmpty || need.skills.isEmpty
        isSkilled = workshop.skills.isEmpty || need.skills.allSatisfy { workshop.skills.contains($0) }
        if need.hvQuarantine, !workshop.hvQuarantine {
            refusal = .noQuarantine
            return
        }
        if !workshop.takes(brand: need.brand) {
            refusal = .noBrand
            return
        }
        lookForPart(need.part, at: workshop.id, stock: stock, policy: policy)
        if refusal == nil { deliver(to: workshop, for: need, policy: policy, travel: travel) }
    }

    private mutating func lookForPart(_ key: String?, at workshop: String, stock: StockBook, policy: SlotPolicy) {
        guard let key else { return }
        if !stock.isKnown(workshop) {
            part = .unknown
            partSeconds = bounded(policy.unknownStockSeconds)
        } else if stock.free(key, at: workshop) > 0 {
            part = .inStock
        } else if let ordered = policy.orderedPartSeconds {
            part = .missing
            partSeconds = bounded(ordered)
        } else {
            refusal = .noPart
        }
    }

    /// Straight there if it is open, or if it may be left there; else by way of a place of rest.
    private mutating func deliver(
        to workshop: Workshop, for need: SlotNeed, policy: SlotPolicy, travel: some TravelTimeEstimator
    ) {
        func drive(_ start: Coordinate?, _ end: Coordinate) -> Int64 {
            bounded(start.map { travel.seconds(from: $0, to: end) } ?? 0)
        }
        driveSeconds = drive(need.near, workshop.coordinate)
        priceSeconds = driveSeconds
        ready = need.earliest.adding(seconds: driveSeconds)
        guard let hours = workshop.openingHours else { return }
        let mayBeLeft = workshop.nightDrop && need.canUseNightDrop
        switch hours.state(at: ready, zone: workshop.zone, holidays: workshop.holidays) {
        case .open: return
        case .unknown:
            if mayBeLeft { delivery = .nightDrop } else { isSureOfHours = false }
            return
        case .closed: break
        }
        if mayBeLeft {
            delivery = .nightDrop
            return
        }
        guard let rest = need.mayRest else {
            refusal = .closed
            return
        }
        driveSeconds = drive(need.near, rest) + drive(rest, workshop.coordinate)
        let soonest = need.earliest.adding(seconds: driveSeconds)
        guard let opening = hours.opening(atOrAfter: soonest, zone: workshop.zone, holidays: workshop.holidays) else {
            refusal = .closed
            return
        }
        isHeldUp = true
        ready = opening
        delivery = .afterOpening(opening)
        priceSeconds = driveSeconds + bounded(policy.secondLegSeconds)
    }
}

extension Workshop {
    /// Whether it repairs a make; a make that nobody knows is taken everywhere.
    fileprivate func takes(brand: String?) -> Bool {
        guard let brand = brand?.lowercased(), !brands.isEmpty else { return true }
        return brands.contains { $0.lowercased() == brand }
    }
}

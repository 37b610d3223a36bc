package import Telemetry

/// What a workshop's slot must offer.
package struct SlotNeed: Sendable, Equatable {
    /// Where the asset is picked up; `nil` if nobody knows yet, and then no drive is counted.
    package var near: Coordinate?
    /// When the asset can leave that place.
    ///
    /// The slot starts after the drive from there.
    package var earliest: Timestamp
    package var skills: [String]
    /// Whether a damaged traction battery must stand apart.
    package var hvQuarantine: Bool
    /// The asset's make; `nil` is unknown.
    package var brand: String?

    package init(
        near: Coordinate?, earliest: Timestamp, skills: [String] = [], hvQuarantine: Bool = false,
        brand: String? = nil
    ) {
        self.near = near
        self.earliest = earliest
        self.skills = skills
        self.hvQuarantine = hvQuarantine
        self.brand = brand
    }
}

/// The slot to hold, and why that one.
package struct SlotChoice: Sendable, Equatable {
    /// What holding the slot amounts to.
    package enum Confirmation: String, Sendable, CaseIterable {
        /// The workshop confirms itself: its customer may be told to come.
        case confirmed
        /// A person must ask the workshop first.
        case mustAsk = "must_ask"
    }

    /// A slot that would do.
    package struct Candidate: Sendable, Equatable {
        package var slotID: Int64
        package var workshopID: String
        package var start: Timestamp
        package var minutes: Int
        package var confirmation: Confirmation
        /// Seconds of driving from the place of pick-up; 0 if that is unknown.
        package var driveSeconds: Int64
        /// Why it stands where it does, in English for the screen.
        package var reason: String
    }

    /// Why there is none.
    package enum Shortage: String, Sendable, CaseIterable {
        case noSlots = "no_slots"
        case noSkill = "no_skill"
        case noQuarantine = "no_quarantine"
        case noBrand = "no_brand"
        case allTaken = "all_taken"
        case tooEarly = "too_early"
    }

    package var chosen: Candidate?
    /// The next two, for an offer of three.
    package var alternatives: [Candidate] = []
    package var shortage: Shortage?
}

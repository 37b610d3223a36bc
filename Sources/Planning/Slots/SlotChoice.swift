package import Telemetry

/// The slot to hold, and why that one.
package struct SlotChoice: Sendable, Equatable {
    /// What holding the slot amounts to.
    package enum Confirmation: String, Sendable, CaseIterable {
        /// The workshop confirms itself: its customer may be told to come.
        case confirmed
        /// A person must ask the workshop first.
        case mustAsk = "must_ask"
    }

    /// How the asset gets into the workshop.
    package enum Delivery: Sendable, Hashable {
        /// Somebody is there when it arrives, or nobody knows the hours.
        case open
        /// It is left at the closed workshop.
        case nightDrop
        /// It stands elsewhere first, and a second leg brings it at this time, when the workshop is open.
        case afterOpening(Timestamp)
    }

    /// Whether the workshop has the part.
    package enum PartState: String, Sendable, CaseIterable {
        case inStock = "in_stock"
        case unknown
        /// It must be ordered.
        case missing
    }

    /// A slot that would do.
    package struct Candidate: Sendable, Equatable {
        package var slotID: Int64
        package var workshopID: String
        package var start: Timestamp
        package var minutes: Int
        package var confirmation: Confirmation
        package var delivery: Delivery
        /// `nil` if no part is needed, or nobody knows which.
        package var part: PartState?
        /// Seconds of driving from the place of pick-up; 0 if that is unknown.
        ///
        /// By way of the place of rest if it must rest.
        package var driveSeconds: Int64
        /// Seconds from when the asset can leave until it is repaired, a part that must come included.
        package var repairedSeconds: Int64
        /// What candidates are ranked by: `repairedSeconds`, the drive once more, and the price of a second leg.
        package var costSeconds: Int64
        /// Why it stands where it does, in English for the screen.
        package var reason: String
    }

    /// Why there is none.
    package enum Shortage: String, Sendable, CaseIterable {
        case noSlots = "no_slots"
        case noSkill = "no_skill"
        case noQuarantine = "no_quarantine"
        case noBrand = "no_brand"
        /// The part is nowhere, and none can be ordered.
        case noPart = "no_part"
        /// No slot is as long as the work.
        case tooShort = "too_short"
        /// Closed when the asset arrives and it can neither be left nor rest, or closed during the slot.
        case closed
        case tooEarly = "too_early"
        case allTaken = "all_taken"
    }

    package var chosen: Candidate?
    /// The next two, for an offer of three.
    package var alternatives: [Candidate] = []
    package var shortage: Shortage?
}

package import Casework
package import Planning
package import Telemetry

/// A unit as a list shows it.
package struct UnitEntry: Sendable {
    package var unit: Unit
    /// `HH:MM` in the zone of its provider, as imported.
    package var shiftStart: String?
    package var shiftEnd: String?
    /// The case that it is held for.
    package var caseID: Int64?
    /// Its job for that case, without its drive.
    package var job: UnitJob?
    /// Parts on board, by part.
    package var parts: [PartEntry] = []
    /// Since when its device is away; `nil` for one that is there, and for a unit that is rung up.
    package var offlineSince: Timestamp?

    /// Where its job for that case stands.
    package var jobState: JobState? { job?.state }

    /// `free`, `held`, or the word of its job's state.
    package var state: String { jobState?.rawValue ?? (caseID == nil ? "free" : "held") }
}

/// What a unit is doing.
package struct UnitJob: Sendable, Equatable {
    package var id: Int64
    package var state: JobState
    /// The end of its leg, or where it helps on the spot; `nil` if nobody knows.
    package var endsIn: Coordinate?
    /// The workshop to which it brings the asset.
    package var workshop: String?
    /// When it is expected to have repaired the asset itself; `nil` if it only brings it somewhere.
    package var endsAt: Timestamp?
}

/// A part that somebody has.
package struct PartEntry: Sendable, Equatable {
    package var part: String
    package var quantity: Int
    /// How many of them are held for cases.
    package var held: Int
}

/// A slot as a list shows it.
package struct SlotEntry: Sendable {
    package var slot: Slot
    /// The workshop's name, if it is known.
    package var workshop: String?
    /// `nil` is free; `refused` if its workshop has refused it for a case that is still open.
    package var state: HoldState?
    /// The case that it is held for, or was refused for.
    package var caseID: Int64?
    /// Whether an import has taken it away while it is held.
    package var withdrawn = false

    /// `free`, or the word of its hold's state.
    package var stateWord: String { state?.rawValue ?? "free" }
}

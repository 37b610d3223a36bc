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
    /// Where its job for that case stands.
    package var jobState: JobState?

    /// `free`, `held`, or the word of its job's state.
    package var state: String { jobState?.rawValue ?? (caseID == nil ? "free" : "held") }
}

/// A slot as a list shows it.
package struct SlotEntry: Sendable {
    package var slot: Slot
    /// The workshop's name, if it is known.
    package var workshop: String?
    /// `nil` is free.
    package var state: HoldState?
    /// The case that it is held for.
    package var caseID: Int64?

    /// `free`, or the word of its hold's state.
    package var stateWord: String { state?.rawValue ?? "free" }
}

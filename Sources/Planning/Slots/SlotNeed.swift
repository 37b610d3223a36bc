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
    /// The key of the part that will be needed; `nil` if none is, or nobody knows.
    package var part: String?
    /// How long the work takes; `nil` is unknown, and then a slot is filled to its end.
    package var repairSeconds: Int64?
    /// Whether the asset may be left at a closed workshop: a key can be dropped, nothing in it spoils.
    package var canUseNightDrop: Bool
    /// Where the asset can stand until a workshop opens, as a rule the yard of who tows it; `nil` is nowhere.
    package var mayRest: Coordinate?

    package init(
        near: Coordinate?, earliest: Timestamp, skills: [String] = [], hvQuarantine: Bool = false,
        brand: String? = nil, part: String? = nil, repairSeconds: Int64? = nil, canUseNightDrop: Bool = true,
        mayRest: Coordinate? = nil
    ) {
        self.near = near
        self.earliest = earliest
        self.skills = skills
        self.hvQuarantine = hvQuarantine
        self.brand = brand
        self.part = part
        self.repairSeconds = repairSeconds
        self.canUseNightDrop = canUseNightDrop
        self.mayRest = mayRest
    }
}

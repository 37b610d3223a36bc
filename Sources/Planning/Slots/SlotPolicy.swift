/// What else than waiting and work counts when a slot is chosen.
package struct SlotPolicy: Sendable, Equatable {
    /// How long a part takes to come that the workshop is known not to have; `nil` if none can be ordered.
    package var orderedPartSeconds: Int64?
    /// What is added where nobody knows what the workshop has.
    package var unknownStockSeconds: Int64
    /// What bringing the asset in two legs costs beside its time: a second truck, and a night in a yard.
    package var secondLegSeconds: Int64

    package init(
        orderedPartSeconds: Int64? = 24 * 3_600, unknownStockSeconds: Int64 = 2 * 3_600,
        secondLegSeconds: Int64 = 2 * 3_600
    ) {
        self.orderedPartSeconds = orderedPartSeconds
        self.unknownStockSeconds = unknownStockSeconds
        self.secondLegSeconds = secondLegSeconds
    }
}

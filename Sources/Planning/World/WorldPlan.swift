/// A plan for a world, with its reasons.
package struct WorldPlan: Sendable, Equatable {
    package struct Assignment: Sendable, Equatable {
        package var caseID: String
        package var unitID: String
        /// Until arrival; of travel alone if the objective is minutes.
        package var minutes: Double
        /// Why this unit, and why not the three that come next; English for the screen.
        package var reasons: [String]
    }

    package struct Unassigned: Sendable, Equatable {
        package var caseID: String
        package var reason: String
    }

    /// In the order of the cases.
    package var assignments: [Assignment] = []
    /// In the order of the cases.
    package var unassigned: [Unassigned] = []
    /// Of the served cases: minutes, or seconds times weight.
    package var totalCost: Double = 0
    /// How far the cost may be from the least possible, as a share of it; 0 is the least possible.
    package var optimalityGap: Double = 0
}

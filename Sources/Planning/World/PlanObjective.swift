import Telemetry

/// What a plan makes small.
package enum PlanObjective: String, Sendable, CaseIterable {
    /// Seconds until arrival, weighted by how bad each case is; of too few units the worst cases get theirs.
    case policy
    /// The plain sum of the minutes of travel, over as many cases as can be served.
    case minutes
}

/// How much a second of waiting counts, by what is wrong.
package struct PolicyWeights: Sendable, Equatable {
    package var emergency: Int64 = 16
    package var stop: Int64 = 8
    /// Also the least of a case that will not move or restart.
    package var limp: Int64 = 4
    package var unknown: Int64 = 4
    package var serviceSoon: Int64 = 2
    package var others: Int64 = 1
    /// Times the weight where a life or a cold chain depends on the asset.
    package var vitalFactor: Int64 = 2

    package init() {}

    /// The weight of a case.
    package func weight(of worldCase: PlanningWorld.Case) -> Int64 {
        var weight =
            switch worldCase.need.severity {
            case .emergency: emergency
            case .stop: stop
            case .limp: limp
            case .unknown: unknown
            case .serviceSoon: serviceSoon
            case .maintenance, .info: others
            }
        if worldCase.need.immobile { weight = max(weight, limp) }
        return worldCase.isVital ? weight * vitalFactor : weight
    }
}

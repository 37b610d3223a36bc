package import Casework
package import Persistence
package import Planning
package import Roads
package import Telemetry

/// Everything that the policy file of an installation sets.
package struct PolicyValues: Sendable, Equatable {
    /// What the engine goes by.
    package var casework = CasePolicy()
    /// How long what is kept.
    package var retention = Retention()
    /// The road router's address, `osrm=http://…`; `nil` if there is none.
    package var router: String?
    /// From when on a device says too much.
    package var throttle = ThrottlePolicy()

    package init() {}

    /// The road router, ready to be asked; a text that is none counts as none, which reading the file has refused.
    package var routerConfiguration: RouterConfiguration? {
        router.flatMap { try? RouterConfiguration(parsing: $0) }
    }

    /// What a second of waiting weighs.
    package subscript(weight severity: Severity) -> Int64 {
        get { casework.weights[severity] ?? 0 }
        set { casework.weights[severity] = newValue }
    }

    /// The numbers of the estimate that counts where no router answers.
    package var travel: TravelModel {
        get { casework.travel.model }
        set { casework.travel = BuiltInTravelTime(model: newValue) }
    }
}

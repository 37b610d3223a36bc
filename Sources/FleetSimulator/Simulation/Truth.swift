package import Telemetry

/// What was broken when, and what units did about it: what a service's answers are measured against.
package struct Truth: Sendable, Equatable {
    /// A breakdown that has happened.
    package struct Broken: Sendable, Equatable {
        /// Place in ``Town/breakdowns``.
        package var breakdown: Int
        /// The asset under which the service knows the vehicle.
        package var asset: String
        package var what: String
        package var codes: [String]
        package var at: Timestamp
        package var place: Coordinate
        package var needs: Town.Need
        /// What crews answered and did, in order.
        package var answers: [Answer] = []
        /// When it was mended or delivered; `nil` if it still stands.
        package var endedAt: Timestamp?
    }

    /// A crew's word.
    package struct Answer: Sendable, Equatable {
        package var unit: String
        package var state: JobState
        package var at: Timestamp
    }

    /// In the order in which things broke; repeated reports are not in it.
    package internal(set) var broken: [Broken] = []

    /// Whether everything that needs help has had it.
    package var isAllMended: Bool { broken.allSatisfy { $0.endedAt != nil || $0.needs == .nothing } }
}

/// A bound that a scenario may set for its verdict, by the name that stands in its `expects`.
package enum Expectation: String, Sendable, CaseIterable {
    case recall
    case recallLate = "recall_late"
    case coverage
    case quarantined
    case unexpectedCases = "unexpected_cases"
    case unexpectedTasks = "unexpected_tasks"
    case unexpectedQuarantine = "unexpected_quarantine"
    case doubleCases = "double_cases"
    case doubleCalls = "double_calls"
    case doubleConversations = "double_conversations"
    case doubleBookings = "double_bookings"
    case lostAfterPuback = "lost"
    case lostOutcomes = "lost_outcomes"
    case lostByBroker = "lost_by_broker"
    case medianFaultToTask = "p50_fault_to_task_ms"
    case slowFaultToTask = "p99_fault_to_task_ms"
    case faultToDial = "p90_fault_to_dial_s"
    case urgentFaultToDial = "p90_urgent_fault_to_dial_s"
    case etaError = "eta_error_minutes"
    case arrivalsWithin = "eta_within"
    case falseStopCalls = "false_stop_calls"
    case callsToMoving = "calls_to_moving_drivers"
    case twoUnits = "two_units_sent"
    case inVainAgain = "in_vain_again"
    case untrueSentences = "untrue_sentences"
    case severityAgreement = "severity_agreement"
    case immobileAgreement = "immobile_agreement"
    case stopWithdrawn = "stop_withdrawn"
    case foreseen
    case prevented
    case wastedOffers = "wasted_offers"
    case preventCalls = "prevent_calls"
    case untrueResults = "untrue_results"

    /// What holds if the scenario says nothing: the strictest there is; `nil` is only told.
    package var standard: Double? {
        switch self {
        case .recall, .recallLate, .quarantined, .severityAgreement: 1
        case .arrivalsWithin: 0.8
        case .slowFaultToTask: 2_000
        case .coverage, .lostByBroker, .medianFaultToTask, .faultToDial, .urgentFaultToDial, .etaError,
            .immobileAgreement, .foreseen, .prevented, .wastedOffers, .preventCalls:
            nil
        default: 0
        }
    }

    /// Whether more is better.
    package var isAtLeast: Bool {
        switch self {
        case .recall, .recallLate, .coverage, .quarantined, .arrivalsWithin, .severityAgreement, .immobileAgreement,
            .foreseen, .prevented:
            true
        default: false
        }
    }
}

internal import FleetSimulator
internal import Telemetry

/// Somebody or something that acts in a simulated run beside the fleet: the desks, or what goes wrong with the machine.
protocol Participant {
    /// When it acts next by the service's clock; `nil` if it waits for others.
    var next: Timestamp? { get }

    /// Does what is due, and tells the truth of it.
    mutating func act(at now: Timestamp, _ ledger: inout LedgerWriter) throws
}

package import Telemetry

/// Which units a search of the index yields: those that have every capability of at least one of several sets.
package struct CapabilityFilter: Sendable, Equatable {
    private let first: UInt32
    private let second: UInt32
    private let others: [UInt32]

    /// - Parameter alternatives: Any one of these sets will do; an empty list admits every unit.
    package init(anyOf alternatives: [Capabilities]) {
        first = alternatives.first?.rawValue ?? 0
        second = alternatives.count > 1 ? alternatives[1].rawValue : first
        others = alternatives.dropFirst(2).map(\.rawValue)
    }

    /// Whether a unit with these capabilities is admitted.
    ///
    /// It holds for the union of several units' capabilities if it holds for one of them.
    @inline(__always)
    func admits(_ capabilities: UInt32) -> Bool {
        if first & ~capabilities == 0 || second & ~capabilities == 0 { return true }
        return others.isEmpty ? false : others.contains { $0 & ~capabilities == 0 }
    }
}

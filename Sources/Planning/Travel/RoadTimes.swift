package import Telemetry

/// A drive from one place to another; the direction matters.
package struct Drive: Sendable, Hashable {
    package let from: Coordinate
    package let to: Coordinate

    package init(from: Coordinate, to: Coordinate) {
        self.from = from
        self.to = to
    }
}

/// What a router said about a drive.
package enum RoadTime: Sendable, Hashable {
    /// Whole seconds by road.
    case seconds(Int64)
    /// There is no way by road, or one end is not near a road.
    case unreachable
    /// No router answered in time: the estimate counts, and the plan says so.
    case unanswered
}

/// The driving times by road that are known in one step.
///
/// A step never asks a router itself: it says which drives it must know, and is run again with the answers.
package struct RoadTimes: Sendable {
    /// Whether there is a router at all; without one every time is estimated.
    package let isRouted: Bool
    private var known: [Drive: RoadTime] = [:]

    package init(isRouted: Bool = false) {
        self.isRouted = isRouted
    }

    /// The answer about a drive; `nil` if nobody has asked yet.
    package subscript(drive: Drive) -> RoadTime? {
        get { known[drive] }
        set { known[drive] = newValue }
    }

    /// Forgets every answer: units have moved since.
    package mutating func removeAll() { known.removeAll(keepingCapacity: true) }
}

/// A road router: driving times from many places to one.
package protocol Router: Sendable {
    /// The driving times from each source to the destination, in the order of the sources.
    ///
    /// - Parameters:
    ///   - sources: Where units start; at most some dozens.
    ///   - destination: Where help is needed.
    ///   - milliseconds: How long an answer may take in all.
    /// - Throws: ``RouterError`` if there is no usable answer for any of them.
    func times(
        from sources: [Coordinate], to destination: Coordinate, within milliseconds: Int
    ) throws(RouterError) -> [RoadTime]
}

/// Why a router gave no answer.
package struct RouterError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// Nobody listens, or the connection broke.
        case unreachable
        /// No answer within the limit.
        case timeout
        /// An answer that says no, or makes no sense.
        case refused
    }

    package let kind: Kind
    /// What happened, where, and what to do.
    package let description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}

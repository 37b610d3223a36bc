/// The facts that hold for an asset and a part at one time: a small list that is reused from part to part.
///
/// Whoever knows something appends terms; nobody needs to know the others. Terms of one kind and subject are
/// exclusive, so no term comes twice, and a source of signal terms keeps that by appending at most one bin for each
/// ``SignalFact`` of a signal. Order does not matter; ``sort()`` makes two equal sets equal.
package struct Evidence: Equatable, Sendable {
    package private(set) var terms: [EvidenceTerm] = []
    /// At most this many facts about one asset at one time; more are left out, the first stay.
    package static let limit = 256

    package init() {
        terms.reserveCapacity(64)
    }

    /// Adds a fact.
    @inline(__always)
    package mutating func append(_ term: EvidenceTerm) {
        if terms.count < Evidence.limit { terms.append(term) }
    }

    /// Forgets all facts and keeps the room.
    package mutating func removeAll() {
        terms.removeAll(keepingCapacity: true)
    }

    /// Puts the facts into their order.
    package mutating func sort() {
        terms.sort()
    }
}

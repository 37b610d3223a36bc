package import Telemetry

/// Something that knows facts about one asset: what its signals say of themselves, what its battery shows.
///
/// A source is a small value inside ``AssetMemory``, one per asset. It takes observations as they come, in any order
/// of time, at well under a microsecond each, and says on request which facts hold. It knows neither weights nor
/// labels: those belong to ``PartModel`` and to the learner.
package protocol EvidenceSource: Equatable, Sendable {
    /// Appends what is known at `time` about `part`.
    ///
    /// - Parameters:
    ///   - evidence: Where the terms go, see ``Evidence``.
    ///   - time: Nothing observed after it has been fed in; what was observed long before may have aged.
    ///   - replaced: When the part was last replaced: what had drifted or added up until then says nothing of the new
    ///     one, and must not be appended. `nil` if no replacement is known.
    ///   - horizon: How far ahead the question looks.
    func append(to evidence: inout Evidence, at time: Timestamp, replaced: Timestamp?, horizon: Horizon)
}

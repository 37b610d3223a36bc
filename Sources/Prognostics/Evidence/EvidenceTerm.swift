/// One yes-or-no fact about an asset and a part at a time, which a ``PartModel`` may give a weight.
///
/// Everything that a prognosis stands on is a set of such facts: the part's age in bins, the model, codes by recency
/// and repetition, pairs of codes, and what signals say. A fact that is not in the set counts nothing. A number is
/// made a fact by binning it; the bins of one number are exclusive (at most one of them is in the set).
///
/// Packed into eight bytes, ordered by them, so that a model is a sorted array and a row is a few words.
package struct EvidenceTerm: Hashable, Comparable, Sendable {
    /// What kind of fact it is; the raw values are stored, so they are never given to another kind.
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// The part's age since it was replaced: ``AgeBins``.
        case partAge = 1
        /// The asset's model: `subject` is its name in the vocabulary.
        case model = 2
        /// The asset's own age in groups: ``AgeBins``.
        case assetAge = 3
        /// A code was seen: `subject` is the code, `bin` how long ago, ``RecencyBins``.
        case code = 4
        /// A code was seen several times lately: `subject` is the code, `bin` how often, 2 to 4, where 4 is more.
        case repetition = 5
        /// Two codes were seen within the same hour, at most a horizon ago: `subject` and `other`, smaller id first.
        case pair = 6
        /// A code was pending before it was confirmed, and it was confirmed at most a horizon ago.
        case confirmedAfterPending = 7
        /// What a signal says: `subject` is the signal, `other` a ``SignalFact``'s raw value, `bin` how much of it.
        case signal = 8
        /// What the battery's own rules say: `other` is the rule, `bin` how much of it.
        case battery = 9
    }

    /// Kind, subject, other and bin from the highest bits down.
    package let bits: UInt64

    /// - Parameters:
    ///   - kind: What kind of fact.
    ///   - subject: An id of the ``Vocabulary``, or 0 where the kind has none.
    ///   - other: A second id or the number of a feature, or 0.
    ///   - bin: Which bin of a number, or 0.
    package init(_ kind: Kind, subject: UInt16 = 0, other: UInt16 = 0, bin: UInt8 = 0) {
        bits = UInt64(kind.rawValue) << 48 | UInt64(subject) << 32 | UInt64(other) << 16 | UInt64(bin)
    }

    /// A term from the bits of another, or `nil` if they are no term's.
    package init?(bits: UInt64) {
        guard bits >> 56 == 0, Kind(rawValue: UInt8(truncatingIfNeeded: bits >> 48)) != nil, bits & 0xFF00 == 0
        else { return nil }
        self.bits = bits
    }

    /// What kind of fact it is.
    package var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: bits >> 48)) ?? .partAge }
    /// The id that the fact is about.
    package var subject: UInt16 { UInt16(truncatingIfNeeded: bits >> 32) }
    /// The second id, or the number of a feature.
    package var other: UInt16 { UInt16(truncatingIfNeeded: bits >> 16) }
    /// The bin of a number.
    package var bin: UInt8 { UInt8(truncatingIfNeeded: bits) }

    /// Whether the fact is known of any part on any day: age and model, and nothing that was observed.
    package var isPrior: Bool { kind.rawValue <= Kind.assetAge.rawValue }

    package static func < (left: EvidenceTerm, right: EvidenceTerm) -> Bool { left.bits < right.bits }
}

/// What one signal of one asset says against its own past, each as a number in bins.
///
/// A fact becomes a term by `EvidenceTerm(.signal, subject: signal, other: fact.rawValue, bin: bin)`. Bins count from 1;
/// the middle one is "as ever" and is a fact too: that a signal behaves lowers the odds as much as a drift raises them.
/// The numbers are in robust standard deviations of the signal's own baseline, so they do not change with its unit. How
/// much a bin says about a part is learnt; raw values and edges stay, because stored weights refer to them.
package enum SignalFact: UInt16, Sendable, CaseIterable {
    /// The newest value.
    case level = 1
    /// The mean over a short window, a half-life of an eighth of the horizon.
    case short = 2
    /// The mean over half a horizon.
    case middle = 3
    /// The mean over two horizons.
    case long = 4
    /// The newest value less the mean over the long window: whether it is on the move.
    case change = 5
    /// What has added up on one side (CUSUM), upwards positive.
    case drift = 6

    /// Where one bin ends and the next begins, symmetric about zero.
    var edges: [Float] {
        switch self {
        case .level, .short, .middle, .long: SignalFact.levelEdges
        case .change: SignalFact.changeEdges
        case .drift: SignalFact.driftEdges
        }
    }

    private static let levelEdges: [Float] = [-4, -2.5, -1.75, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 1.75, 2.5, 4]
    private static let changeEdges: [Float] = [-3, -1.5, -0.8, -0.4, -0.15, 0.15, 0.4, 0.8, 1.5, 3]
    private static let driftEdges: [Float] = [-32, -16, -8, -4, -1, 1, 4, 8, 16, 32]

    /// The bin of a number: 1 up to one more than there are edges.
    package func bin(_ value: Float) -> UInt8 {
        var bin: UInt8 = 1
        for edge in edges where value > edge { bin += 1 }
        return bin
    }

    /// The bin that says "as ever".
    package var usualBin: UInt8 { UInt8(edges.count / 2 + 1) }
}

package import Telemetry

/// What the signals of one asset say against their own past, as evidence.
///
/// Signals are the vocabulary's numbers. An asset pays only for the signals that it has sent; more than
/// ``signalLimit`` different ones are not taken, the first stay.
package struct SignalMemory: EvidenceSource, Codable {
    /// At most this many signals of one asset are watched, at some 90 bytes each: 32, with three readings of a day each
    /// (``DailySignal``).
    package static let signalLimit = 96

    private struct Watched: Equatable, Codable {
        var signal: UInt16
        var state: SignalState
    }

    private let horizonSeconds: Int64
    /// Sorted by signal.
    private var watched: [Watched] = []

    /// - Parameter horizon: How far ahead questions will look; the windows follow from it (``SignalSettings``).
    package init(horizon: Horizon) {
        horizonSeconds = horizon.seconds
    }

    private var settings: SignalSettings { SignalSettings(horizonSeconds: horizonSeconds) }

    /// The signals that are watched, in order of their numbers.
    package var signals: [UInt16] { watched.map(\.signal) }

    /// Takes one value.
    ///
    /// - Returns: What became of it; `nil` if the asset has too many signals already.
    @discardableResult
    package mutating func observe(signal: UInt16, value: Double, at time: Timestamp) -> SignalState.Outcome? {
        var place = place(of: signal)
        if place == watched.count || watched[place].signal != signal {
            guard watched.count < SignalMemory.signalLimit, value.isFinite else {
                return value.isFinite ? nil : .refused
            }
            place = self.place(of: signal)
            watched.insert(Watched(signal: signal, state: SignalState()), at: place)
        }
        return watched[place].state.observe(value, at: time, settings: settings)
    }

    package func append(to evidence: inout Evidence, at time: Timestamp, replaced: Timestamp?, horizon: Horizon) {
        let settings = settings
        for one in watched {
            for fact in SignalFact.allCases {
                guard let value = one.state.value(of: fact, at: time, replaced: replaced, settings: settings)
                else { continue }
                evidence.append(
                    EvidenceTerm(.signal, subject: one.signal, other: fact.rawValue, bin: fact.bin(value)))
            }
        }
    }

    /// What a signal says at a time, for the person who reads the reasons.
    ///
    /// - Returns: `nil` if it says nothing: unknown, being learnt, silent or from before the replacement.
    package func reading(of signal: UInt16, at time: Timestamp, replaced: Timestamp?) -> SignalReading? {
        let place = place(of: signal)
        guard place < watched.count, watched[place].signal == signal, let baseline = watched[place].state.baseline
        else { return nil }
        let state = watched[place].state
        func value(_ fact: SignalFact) -> Float? {
            state.value(of: fact, at: time, replaced: replaced, settings: settings)
        }
        guard let level = value(.level) else { return nil }
        let drift = value(.drift) ?? 0
        return SignalReading(
            deviations: Double(level), mean: value(.middle).map(Double.init), normal: baseline.middle,
            deviation: baseline.deviation, change: value(.change).map(Double.init), drift: Double(drift),
            driftingSince: drift == 0 ? nil : state.driftingSince)
    }

    private func place(of signal: UInt16) -> Int {
        var low = 0
        var high = watched.count
        while low < high {
            let middle = (low + high) / 2
            if watched[middle].signal < signal { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

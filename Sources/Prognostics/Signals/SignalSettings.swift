/// Over what times a signal is watched: all follow from how far ahead the question looks.
///
/// A fault that shows two hours ahead drifts within hours, one that shows a week ahead within days. So every window is
/// a share of the horizon, and only what is learnt first as normal has bounds of its own.
package struct SignalSettings: Hashable, Sendable {
    /// The horizon, in seconds.
    let horizon: Double
    /// How long a signal is watched before it says anything: 14 horizons, at least a day and at most 14 days.
    let warmUp: Double
    /// From one kept value of the warm-up to the next: the baseline weighs time, not messages.
    let slot: Double
    /// What one full step takes; a longer gap counts as one step.
    let tick: Double

    package init(horizonSeconds: Int64) {
        let horizon = Double(min(max(horizonSeconds, 60), 366 * 86_400))
        self.horizon = horizon
        warmUp = min(max(14 * horizon, 86_400), 14 * 86_400)
        slot = warmUp / Double(SignalSettings.baselineValues)
        tick = horizon / 8
    }

    /// At most this many values make the baseline; 250 bytes, held only while it is being learnt.
    static let baselineValues = 64
    /// With fewer the warm-up goes on: a median of less says little.
    static let fewestValues = 12
    /// What the sums give away at every step, in standard deviations: 0.6 sees a shift of a good one.
    static let slack: Float = 0.6
    /// Sums end here, so that a long drift is forgotten within eight horizons after its end.
    static let highestSum: Float = 40
    /// Levels beyond are cut off, so that one wild value cannot fill a window.
    static let clip: Float = 8
    /// Beyond so many standard deviations a value is not this signal's any more: another unit, another sensor.
    static let implausible = 200.0
    /// Larger numbers are no measurements; refusing them keeps every sum finite.
    static let largest = 1e100
    /// The baseline follows at most one standard deviation in so many warm-ups (112 days at the longest).
    static let adaptation = 8.0
}

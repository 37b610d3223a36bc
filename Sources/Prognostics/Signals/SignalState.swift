package import Telemetry

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// One signal of one asset against its own past: about 90 bytes, some tens of nanoseconds per value.
///
/// First it learns what is normal for this asset (``SignalBaseline``) and says nothing. Then it keeps the newest value
/// and three exponentially weighted means of different reach, and two sums of what lies persistently above or below
/// normal (CUSUM). Everything weighs time and not messages, so a device that reports every second and one that reports
/// every hour say the same of the same drift; but a gap counts as one step at most, or the first value of a cold morning
/// would outweigh the drive that follows. After a silence of two horizons the means begin again from normal; the sums
/// stay, since what is worn is not mended by standing.
package struct SignalState: Equatable, Codable, Sendable {
    /// What became of a value.
    package enum Outcome: Sendable, Equatable {
        /// The baseline is still being learnt.
        case learning
        /// It was taken.
        case taken
        /// It is no number, or larger than any measurement.
        case refused
        /// It is not newer than the newest: the past is not rewritten, a repetition changes nothing.
        case late
        /// It lies so far off that it is not believed, as long as few say the same.
        case held
        /// Values so far off have gone on: a new unit or sensor; the baseline is learnt anew.
        case relearning
    }

    /// What is normal; `nil` while it is being learnt.
    package private(set) var baseline: SignalBaseline?
    /// The kept values while the baseline is being learnt; no memory afterwards.
    private var kept: [Double] = []
    /// Milliseconds since 1970; `.min` before the first value.
    private var newest: Int64 = .min
    /// While learning, when the first value came; afterwards, when the first of the values in doubt came.
    ///
    /// Seconds since 1970.
    private var started: Int64 = 0
    /// How many values in a row were in doubt.
    private var doubted: UInt16 = 0
    private var level: Float = 0
    private var short: Float = 0
    private var middle: Float = 0
    private var long: Float = 0
    private var sumUp: Float = 0
    private var sumDown: Float = 0
    /// When the sums left zero, seconds since 1970; while learning, when the slot began, and its count of values.
    private var upSince: Int64 = 0
    private var downSince: Int64 = 0

    package init() {}

    /// Takes one value.
    package mutating func observe(_ value: Double, at time: Timestamp, settings: SignalSettings) -> Outcome {
        guard value.isFinite, abs(value) <= SignalSettings.largest else { return .refused }
        guard time.milliseconds > newest else { return .late }
        guard baseline != nil else { return learn(value, at: time, settings) }
        return take(value, at: time, settings)
    }

    /// The number behind a fact, in deviations.
    ///
    /// - Returns: `nil` while learning, if the newest value is older than two horizons or lies in the future, or if
    ///   what the fact stands on began before `replaced`.
    package func value(
        of fact: SignalFact, at time: Timestamp, replaced: Timestamp?, settings: SignalSettings
    ) -> Float? {
        guard baseline != nil, doubted == 0, newest <= time.milliseconds,
            Double(time.milliseconds) - Double(newest) <= 2_000 * settings.horizon
        else { return nil }
        let replacedAt = replaced?.milliseconds ?? .min
        guard newest > replacedAt else { return nil }
        let since = (Double(time.milliseconds) - Double(replacedAt)) / 1_000
        switch fact {
        case .level: return level
        case .short: return since >= settings.horizon / 8 ? short : nil
        case .middle: return since >= settings.horizon / 2 ? middle : nil
        case .long: return since >= settings.horizon * 2 ? long : nil
        case .change: return since >= settings.horizon * 2 ? level - long : nil
        case .drift:
            let up = secondsAfter(upSince, replacedAt) ? sumUp : 0
            let down = secondsAfter(downSince, replacedAt) ? sumDown : 0
            return up - down
        }
    }

    /// Since when the stronger of the two sums has been growing, or `nil` if nothing adds up.
    package var driftingSince: Timestamp? {
        guard baseline != nil, max(sumUp, sumDown) > 0 else { return nil }
        return Timestamp(seconds: sumUp >= sumDown ? upSince : downSince)
    }

    /// When the newest value came.
    package var newestTime: Timestamp? { newest == .min ? nil : Timestamp(milliseconds: newest) }

    private func secondsAfter(_ seconds: Int64, _ milliseconds: Int64) -> Bool {
        Timestamp(seconds: seconds).milliseconds >= milliseconds
    }

    private mutating func learn(_ value: Double, at time: Timestamp, _ settings: SignalSettings) -> Outcome {
        let second = time.milliseconds / 1_000
        if kept.isEmpty { started = second }
        newest = time.milliseconds
        if kept.isEmpty || Double(second &- upSince) >= settings.slot {
            kept.append(value)
            upSince = second
            downSince = 1
        } else {
            // One value of each slot, every one with the same chance: the first would always be the cold start.
            downSince &+= 1
            if SignalState.scattered(downSince &+ Int64(kept.count) &* 0x1_0001) % UInt64(downSince) == 0 {
                kept[kept.count - 1] = value
            }
        }
        // The fewest values may take longer than the warm-up; its slots bound how many there can be.
        guard Double(second &- started) >= settings.warmUp, kept.count >= SignalSettings.fewestValues else {
            return .learning
        }
        let values = kept
        let learnt = SignalBaseline(values)
        self = SignalState()
        newest = time.milliseconds
        guard let learnt else { return .learning }
        baseline = learnt
        // The windows begin with what the warm-up showed.
        for value in values { smooth(standardised(value), for: settings.slot, settings) }
        smooth(standardised(value), for: 0, settings)
        return .taken
    }

    private mutating func take(_ value: Double, at time: Timestamp, _ settings: SignalSettings) -> Outcome {
        let second = time.milliseconds / 1_000
        let elapsed = (Double(time.milliseconds) - Double(newest)) / 1_000
        newest = time.milliseconds
        let score = baseline?.standardised(value) ?? 0
        guard abs(score) <= SignalSettings.implausible else {
            if doubted == 0 { started = second }
            doubted = doubted == .max ? .max : doubted + 1
            guard Int(doubted) >= SignalSettings.fewestValues, Double(second &- started) >= settings.warmUp / 14
            else { return .held }
            self = SignalState()
            _ = learn(value, at: time, settings)
            return .relearning
        }
        doubted = 0
        let clipped = min(SignalSettings.clip, max(-SignalSettings.clip, Float(score)))
        if elapsed > 2 * settings.horizon {
            short = 0
            middle = 0
            long = 0
        }
        let counted = min(elapsed, settings.tick)
        smooth(clipped, for: counted, settings)
        add(Float(counted / settings.tick), at: second)
        if abs(clipped) < 3 {
            baseline?.follow(clipped, by: counted / (SignalSettings.adaptation * settings.warmUp))
        }
        return .taken
    }

    private mutating func standardised(_ value: Double) -> Float {
        let score = baseline?.standardised(value) ?? 0
        return min(SignalSettings.clip, max(-SignalSettings.clip, Float(score)))
    }

    /// A number made of another, the same on every machine and without a pattern.
    private static func scattered(_ number: Int64) -> UInt64 {
        var word = UInt64(bitPattern: number) &* 0x9E37_79B9_7F4A_7C15
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        return word ^ word >> 31
    }

    /// The three means.
    private mutating func smooth(_ score: Float, for seconds: Double, _ settings: SignalSettings) {
        let halfLives = seconds / settings.horizon
        level = score
        short += (score - short) * Float(1 - exp2(-8 * halfLives))
        middle += (score - middle) * Float(1 - exp2(-2 * halfLives))
        long += (score - long) * Float(1 - exp2(-halfLives / 2))
    }

    private mutating func add(_ step: Float, at second: Int64) {
        if sumUp <= 0 { upSince = second }
        if sumDown <= 0 { downSince = second }
        sumUp = min(SignalSettings.highestSum, max(0, sumUp + (short - SignalSettings.slack) * step))
        sumDown = min(SignalSettings.highestSum, max(0, sumDown + (-short - SignalSettings.slack) * step))
    }
}

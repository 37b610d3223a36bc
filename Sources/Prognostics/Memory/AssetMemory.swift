package import Telemetry

/// What is remembered of one asset: its codes, when its parts were replaced, and what its signals do.
///
/// Codes are kept once for all parts of the asset; a replacement hides from its own part whatever was seen until then,
/// and from no other. So a part costs 8 bytes and a code 24. At most ``codeLimit`` codes are kept; of more, those seen
/// last. Equal sets of observations make equal memories in whatever order they come, as long as the limit holds.
package struct AssetMemory: Equatable, Codable, Sendable {
    /// At most this many codes are remembered of an asset.
    package static let codeLimit = 16
    /// At most this many parts of an asset are followed.
    package static let partLimit = 256

    /// When a part was last replaced.
    package struct PartMark: Hashable, Codable, Sendable {
        /// The part's number in the ``Vocabulary``.
        package let part: UInt16
        /// Seconds since 1970.
        package var replaced: UInt32
    }

    /// The number of the asset's model in the ``Vocabulary``, if it is known.
    package var model: UInt16?
    /// The group of the asset's own age, see ``AgeBins``.
    package var ageBin: UInt8 = AgeBins.unknown
    private var codes: [CodeMark] = []
    /// Made with the first value: most assets of a record of codes have no signals.
    private var signals: SignalMemory?
    private var battery: BatteryMemory?
    private var parts: [PartMark] = []

    package init(model: UInt16? = nil, ageBin: UInt8 = AgeBins.unknown) {
        self.model = model
        self.ageBin = ageBin
    }

    /// Takes one sight of a code.
    ///
    /// - Parameters:
    ///   - code: Its number in the vocabulary.
    ///   - time: When; fractions of a second are dropped.
    ///   - pending: Whether the control unit is not sure of it yet.
    package mutating func see(code: UInt16, at time: Timestamp, pending: Bool = false) {
        guard let second = AssetMemory.second(of: time) else { return }
        for index in codes.indices where codes[index].code == code {
            codes[index].see(at: second, pending: pending)
            return
        }
        var mark = CodeMark(code: code)
        mark.see(at: second, pending: pending)
        if codes.count < AssetMemory.codeLimit {
            codes.append(mark)
            sortCodes()
            return
        }
        var oldest = 0
        for index in codes.indices where codes[index].newest < codes[oldest].newest { oldest = index }
        // Of two seen at the same second the smaller number stays, so that the order of arrival decides nothing.
        guard (mark.newest, codes[oldest].code) > (codes[oldest].newest, mark.code) else { return }
        codes[oldest] = mark
        sortCodes()
    }

    /// Takes one measured value.
    ///
    /// - Parameter horizon: How far ahead this fleet's questions look; a signal's windows follow from it.
    package mutating func measure(signal: UInt16, value: Double, at time: Timestamp, horizon: Horizon) {
        if signals == nil { signals = SignalMemory(horizon: horizon) }
        signals?.observe(signal: signal, value: value, at: time)
    }

    /// Takes one value that says something of the starter battery.
    package mutating func measure(battery signal: BatterySignal, value: Double, at time: Timestamp) {
        // Only a voltage makes an asset one with a battery to judge.
        if !hasBattery, signal.isVoltage { battery = BatteryMemory() }
        battery?.observe(signal, value, at: time)
    }

    /// The coldest that somebody expects until a time, where the vehicle itself has felt cold.
    ///
    /// One number for a whole fleet says nothing of a vehicle in another climate, nor of any in a summer in which
    /// somebody forgot it: without an own temperature of at most ``feltCold`` in the last three days it does not count.
    package mutating func expect(coldest celsius: Double, at now: Timestamp, until time: Timestamp) {
        let feels = battery?.coldestFelt(at: now).map { $0 <= AssetMemory.feltCold } ?? false
        // The past lasts no longer.
        battery?.expect(coldest: celsius, until: feels ? time : Timestamp(milliseconds: .min))
    }

    /// Degrees Celsius from which down a vehicle is in a cold place and season.
    package static let feltCold = 10.0

    /// Whether it ever told a voltage.
    package var hasBattery: Bool {
        // Compared with `nil`, its 200 bytes would be copied first.
        if case .some = battery { true } else { false }
    }

    /// What the starter battery shows; `nil` for an asset that never told a voltage.
    package func batteryReading(at time: Timestamp) -> BatteryReading? { battery?.reading(at: time) }

    /// What of it speaks in no model's numbers: what the starter battery is used to.
    package var withoutNumbers: AssetMemory {
        var memory = AssetMemory()
        memory.battery = battery
        return memory
    }

    /// The starter battery is new: what is usual is learnt anew.
    ///
    /// To be called beside ``replace(part:at:)``.
    package mutating func replaceBattery(at time: Timestamp) {
        battery?.replace(at: time)
    }

    /// The part is new since `time`, because it failed or by plan.
    package mutating func replace(part: UInt16, at time: Timestamp) {
        guard let second = AssetMemory.second(of: time) else { return }
        for index in parts.indices where parts[index].part == part {
            parts[index].replaced = max(parts[index].replaced, second)
            return
        }
        guard parts.count < AssetMemory.partLimit else { return }
        parts.append(PartMark(part: part, replaced: second))
        parts.sort { $0.part < $1.part }
    }

    /// When the part was last replaced, as far as is known.
    package func replaced(part: UInt16) -> Timestamp? {
        for mark in parts where mark.part == part { return Timestamp(seconds: Int64(mark.replaced)) }
        return nil
    }

    /// Whether any code was seen so lately that it can be a fact.
    package func isQuiet(at time: Timestamp, horizon: Horizon) -> Bool {
        let earliest = Timestamp.floorSeconds(time) - RecencyBins.horizons * horizon.seconds
        for mark in codes where Int64(mark.newest) >= earliest { return false }
        return signals == nil && battery == nil
    }

    /// Puts all facts that hold at `time` for `part` into `evidence`, in their order, after emptying it.
    ///
    /// What lies after `time` is not seen, though of a code's sights only the newest four are remembered.
    package func collect(into evidence: inout Evidence, part: UInt16, at time: Timestamp, horizon: Horizon) {
        evidence.removeAll()
        let now = Timestamp.floorSeconds(time)
        let replaced = replaced(part: part).map(Timestamp.floorSeconds)
        let age = replaced.map { AgeBins.part(seconds: now - $0) }
        evidence.append(EvidenceTerm(.partAge, bin: age ?? AgeBins.unknown))
        if let model { evidence.append(EvidenceTerm(.model, subject: model)) }
        evidence.append(EvidenceTerm(.assetAge, bin: ageBin))
        let remembered = max(replaced ?? .min, now - RecencyBins.horizons * horizon.seconds - 1)
        let recent = max(replaced ?? .min, now - horizon.seconds - 1)
        for mark in codes where Int64(mark.newest) > remembered {
            guard let bin = RecencyBins.bin(age: now - Int64(mark.newest), horizon: horizon) else { continue }
            evidence.append(EvidenceTerm(.code, subject: mark.code, bin: bin))
            let count = mark.count(after: remembered)
            if count > 1 { evidence.append(EvidenceTerm(.repetition, subject: mark.code, bin: count)) }
            if Int64(mark.newest) > recent, mark.wasPendingBefore(after: remembered) {
                evidence.append(EvidenceTerm(.confirmedAfterPending, subject: mark.code))
            }
        }
        for left in codes.indices where Int64(codes[left].newest) > recent {
            for right in codes.indices[(left + 1)...] where Int64(codes[right].newest) > recent {
                if codes[left].isPaired(with: codes[right], after: recent) {
                    evidence.append(EvidenceTerm(.pair, subject: codes[left].code, other: codes[right].code))
                }
            }
        }
        let since = replaced.map(Timestamp.init(seconds:))
        signals?.append(to: &evidence, at: time, replaced: since, horizon: horizon)
        battery?.append(to: &evidence, at: time, replaced: since, horizon: horizon)
        evidence.sort()
    }

    private mutating func sortCodes() {
        codes.sort { $0.code < $1.code }
    }

    /// Whole seconds since 1970, or `nil` outside 1970 to 2106.
    private static func second(of time: Timestamp) -> UInt32? {
        UInt32(exactly: Timestamp.floorSeconds(time)).flatMap { $0 == 0 ? nil : $0 }
    }
}

extension Timestamp {
    /// Whole seconds since 1970, rounded down.
    static func floorSeconds(_ time: Timestamp) -> Int64 {
        let quotient = time.milliseconds / 1_000
        return time.milliseconds % 1_000 < 0 ? quotient - 1 : quotient
    }
}

import Diagnostics
import Telemetry

/// For how long a value has been beyond the limit of a rule that asks for that: one time for each signal, which goes to
/// disk with the value, so that a crash begins no time anew.
extension Engine {
    /// A device that said nothing for longer than this may have been switched off meanwhile: its time begins anew,
    /// seconds.
    static let lastingGap: Int64 = 300

    /// Since when a new value has been beyond the limit of its rule, in whole seconds; `nil` if it is not.
    ///
    /// What the broker had kept without a time tells neither when nor for how long: its time begins now.
    func since(
        _ signal: AssetSignal, _ condition: LastingCondition, isKept: Bool, _ draft: Draft
    ) -> Timestamp? {
        guard let value = signal.value.measure, condition.holds(value),
            !condition.needsEngine || engineRuns(signal.asset, draft)
        else { return nil }
        let begins = Timestamp(seconds: signal.time.milliseconds / 1_000)
        guard !isKept, let before = newest(signal.name, of: signal.asset, draft), let since = before.since,
            before.time <= signal.time, signal.time.seconds(since: before.time) <= Engine.lastingGap
        else { return begins }
        return since
    }

    /// What an asset told last of a signal, this step's messages included.
    private func newest(
        _ name: Symbol, of asset: Int64, _ draft: Draft
    ) -> (value: Double, time: Timestamp, since: Timestamp?)? {
        var newest = draft.assets.value(of: name, asset: asset)
        for signal in draft.changes.signals where signal.asset == asset && signal.name == name {
            guard let value = signal.value.measure, newest.map({ $0.time <= signal.time }) ?? true else { continue }
            newest = (value, signal.time, signal.since)
        }
        return newest
    }

    private func engineRuns(_ asset: Int64, _ draft: Draft) -> Bool {
        for name in LastingCondition.engineSignals {
            guard let symbol = draft.set.symbols.find(name), let told = newest(symbol, of: asset, draft),
                let runs = LastingCondition.engineRuns(signal: name, told.value)
            else { continue }
            return runs
        }
        return false
    }
}

extension SignalValue {
    /// A number, or 1 and 0 for a flag; `nil` for words.
    var measure: Double? {
        switch self {
        case .number(let value): value
        case .flag(let value): value ? 1 : 0
        case .text: nil
        }
    }
}

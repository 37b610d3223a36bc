internal import Prognostics
internal import Telemetry

/// What the prognosis makes of a signal.
struct SignalUse {
    /// What it says of the starter battery.
    var battery: BatterySignal?
    /// Its number in the model, if any part has a weight for it.
    var signal: UInt16?

    /// Whether anything has a use for it.
    var isAny: Bool { battery != nil || signal != nil }
    /// Whether an asset is followed because of it.
    var opens: Bool { battery?.isVoltage == true || signal != nil }

    /// The number that a value is; `nil` for a word that says nothing.
    func number(_ value: SignalValue) -> Double? {
        switch value {
        case .number(let number): number
        case .flag(let flag): flag ? 1 : 0
        case .text(let word): battery == .switchedOn ? BatterySignal.switchedOn(word: word) : nil
        }
    }
}

extension SignalUse {
    /// What a model makes of the signal of a name.
    init(of name: String, in model: PrognosisModel) {
        self.init(battery: BatterySignal(name: name), signal: model.number(ofSignal: name))
    }
}

extension PrognosisModel {
    /// The number of a signal that some part has a weight for.
    func number(ofSignal name: String) -> UInt16? {
        guard let number = vocabulary.find(name) else { return nil }
        let isWeighed = parts.contains { part in
            part.isOn && part.full.weights.contains { $0.term.kind == .signal && $0.term.subject == number }
        }
        return isWeighed ? number : nil
    }
}

import Telemetry

extension Engine {
    func apply(_ observation: Observation, retained: Bool, input: Int, to draft: inout Draft) {
        switch observation.body {
        case .position(let position): apply(position, observation, retained: retained, to: &draft)
        case .signal(let name, let value):
            let key = draft.key(of: observation.subject)
            var signal = AssetSignal(
                asset: key, name: name, time: observation.time, timeTrusted: observation.timeTrusted, value: value)
            if let condition = draft.assets.condition(on: name) {
                signal.since = since(signal, condition, isKept: retained && !observation.timeTrusted, draft)
            }
            draft.changes.signals.append(signal)
            if isNewAlarm(name, value, at: observation.time, of: key, draft) {
                draft.edit(key) { _, draft in draft.touch(key, .alarmed) }
            } else if draft.hasOpenCase(key), draft.assets.isDiagnostic(name) {
                draft.touch(key, .signals)
            }
        case .faults(let report):
            let key = draft.key(of: observation.subject)
            draft.edit(key) { file, draft in apply(report, observation, retained: retained, to: &file, &draft) }
        case .driver(let message):
            let key = draft.key(of: observation.subject)
            draft.edit(key) { file, draft in apply(message, observation, to: &file, &draft) }
        case .liveness(let online):
            guard let key = draft.assets.key(of: observation.subject),
                let current = draft.file(of: key)?.current
            else { return }
            draft.note(online ? "asset_online" : "asset_offline", case: current.row.id)
        case .unitPosition(let position): applyUnit(position, observation, to: &draft)
        case .unitLiveness(let online): applyUnit(online: online, observation, input: input, to: &draft)
        case .job(let report): apply(report, observation, input: input, to: &draft)
        }
    }

    /// Flags with which an asset itself says that it must stop: they need no code beside them.
    static let alarms: Set<String> = [
        "Device.CrashDetected", "Device.ThermalEventWarning", "Device.RedStopLamp", "Device.RedStopLampFlashing",
        "Device.OilPressureLamp",
    ]

    /// Whether an asset says now for the first time that it must stop; a lamp that stays lit says it once.
    private func isNewAlarm(
        _ name: Symbol, _ value: SignalValue, at time: Timestamp, of key: Int64, _ draft: Draft
    ) -> Bool {
        guard Engine.isAlarm(name, value, draft.set), draft.now.seconds(since: time) < 3_600 else {
            return false
        }
        guard let known = draft.assets.value(of: name, asset: key) else { return true }
        return known.value == 0 && known.time <= time
    }

    /// Whether a flag that needs no code beside it is up.
    static func isAlarm(_ name: Symbol, _ value: SignalValue, _ set: WorkingSet) -> Bool {
        guard case .flag(true) = value else { return false }
        return set.alarms.contains(name)
    }

    private func apply(_ position: Position, _ observation: Observation, retained: Bool, to draft: inout Draft) {
        let key = draft.key(of: observation.subject)
        guard !draft.assets.keepsNoFixes(key) else { return }
        // A kept message without a time of its own tells where, but not when: the oldest time there is.
        let time = retained && !observation.timeTrusted ? Timestamp(milliseconds: 0) : observation.time
        guard draft.assets.isNews(key, at: time) else { return }
        let fix = AssetFix(asset: key, time: time, timeTrusted: observation.timeTrusted, position: position)
        guard !draft.assets.isImpossibleJump(fix) else {
            draft.changes.suspects.append(fix)
            return
        }
        draft.accept(fix)
    }
}

import Telemetry

extension Engine {
    func apply(_ observation: Observation, retained: Bool, input: Int, to draft: inout Draft) {
        switch observation.body {
        case .position(let position): apply(position, observation, retained: retained, to: &draft)
        case .signal(let name, let value):
            let key = draft.key(of: observation.subject)
            draft.changes.signals.append(
                AssetSignal(
                    asset: key, name: name, time: observation.time, timeTrusted: observation.timeTrusted, value: value))
            if draft.hasOpenCase(key), draft.assets.isDiagnostic(name) { draft.touch(key, .signals) }
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

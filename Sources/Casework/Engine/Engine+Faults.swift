import Telemetry

extension Engine {
    /// Takes over what a message says about codes.
    ///
    /// The key of an effect is (asset, source, code, inactive to active): a repeat changes nothing, and a message older
    /// than what the source said last changes nothing either.
    ///
    /// What the broker had kept without a time comes again with every connection: equal to what is known it is no news,
    /// not even that the codes were seen now.
    func apply(
        _ report: FaultReport, _ observation: Observation, retained: Bool, to file: inout AssetFile,
        _ draft: inout Draft
    ) {
        let source = draft.set.symbols[observation.source]
        let time = Engine.time(of: observation, from: source, in: file)
        let known = file.sources.firstIndex { $0.source == source }
        let isKept = retained && !observation.timeTrusted
        switch report.mode {
        case .set:
            if let known, file.sources[known].setAt > time { return }
            if isKept, known != nil, file.activeCodes(from: source) == report.codeSet {
                return
            }
            // What a memory holds on the first day is history: it is looked at once and rings nobody. Some lists are
            // of what is wrong now and say of each code by itself that it is history.
            let isFirstDay =
                known == nil && (report.kind == .stored || report.codes.allSatisfy { $0.status == .history })
            for code in report.codes {
                raise(
                    code, isFirstDay ? .stored : report.kind, source, time, isTrusted: observation.timeTrusted,
                    asHistory: isFirstDay, in: &file, &draft)
            }
            let named = report.codeSet
            for index in file.faults.indices
            where file.faults[index].source == source && !named.contains(file.faults[index].code) {
                clear(index, at: time, in: &file, &draft)
            }
            if let known {
                file.sources[known].setAt = time
            } else {
                file.sources.append(
                    FaultSourceRow(
                        id: draft.sequences.next(\.faultSource), asset: file.reference.key, source: source,
                        setAt: time))
            }
        case .raise:
            for code in report.codes where !(isKept && file.activeCodes(from: source).contains(code.code)) {
                raise(
                    code, report.kind, source, time, isTrusted: observation.timeTrusted, asHistory: false, in: &file,
                    &draft)
            }
        case .clear:
            for code in report.codes {
                guard
                    let index = file.faults.firstIndex(where: { $0.source == source && $0.code == code.code })
                else { continue }
                clear(index, at: time, in: &file, &draft)
            }
        case .log:
            for code in report.codes where !file.faults.contains(where: { $0.source == source && $0.code == code.code })
            {
                append(code, report.kind, source, time, active: false, to: &file, &draft)
            }
        }
    }

    /// When a message was: without a time of its own it is no older than what its source said before it, also where
    /// the machine's clock has been set back meanwhile.
    private static func time(of observation: Observation, from source: String, in file: AssetFile) -> Timestamp {
        guard !observation.timeTrusted else { return observation.time }
        let set = file.sources.lazy.filter { $0.source == source }.map(\.setAt).max()
        let seen = file.faults.lazy.filter { $0.source == source }.map(\.seenAt).max()
        return max(observation.time, set ?? observation.time, seen ?? observation.time)
    }

    private func raise(
        _ code: FaultCode, _ kind: FaultReport.Kind, _ source: String, _ time: Timestamp, isTrusted: Bool,
        asHistory: Bool, in file: inout AssetFile, _ draft: inout Draft
    ) {
        guard let index = file.faults.firstIndex(where: { $0.source == source && $0.code == code.code }) else {
            append(code, kind, source, time, active: true, to: &file, &draft)
            if asHistory { file.faults[file.faults.count - 1].status = .history }
            draft.touch(file.reference.key, .activated)
            return
        }
        var fault = file.faults[index]
        // Without a time of their own, messages of one batch have that of its receipt, and their order tells: a code
        // that went and came in a backlog is there.
        guard time > fault.seenAt || (time == fault.seenAt && !isTrusted) else { return }
        if !fault.active {
            fault.active = true
            fault.raisedAt = time
            fault.activations += 1
            fault.status = code.status
            fault.kind = kind
            draft.touch(file.reference.key, .activated)
        } else if fault.status != code.status, !(kind == .stored && fault.kind == .stored && fault.status == .history) {
            fault.status = code.status
            fault.kind = kind
            draft.touch(file.reference.key, .faultsChanged)
        }
        fault.seenAt = time
        file.faults[index] = fault
    }

    private func append(
        _ code: FaultCode, _ kind: FaultReport.Kind, _ source: String, _ time: Timestamp, active: Bool,
        to file: inout AssetFile, _ draft: inout Draft
    ) {
        file.faults.append(
            FaultRow(
                id: draft.sequences.next(\.fault), asset: file.reference.key, source: source, code: code.code,
                status: code.status, kind: kind, active: active, raisedAt: time, seenAt: time,
                activations: active ? 1 : 0))
    }

    private func clear(_ index: Int, at time: Timestamp, in file: inout AssetFile, _ draft: inout Draft) {
        guard file.faults[index].active, time >= file.faults[index].seenAt else { return }
        file.faults[index].active = false
        file.faults[index].clearedAt = time
        file.faults[index].seenAt = time
        draft.touch(file.reference.key, .faultsChanged)
    }
}

extension FaultReport {
    fileprivate var codeSet: Set<String> { Set(codes.map(\.code)) }
}

extension AssetFile {
    /// What a source says is wrong now.
    fileprivate func activeCodes(from source: String) -> Set<String> {
        Set(faults.lazy.filter { $0.active && $0.source == source }.map(\.code))
    }
}

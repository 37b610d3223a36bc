internal import Casework
internal import Diagnostics
internal import Logging
internal import Persistence
internal import Telemetry

/// What the lane remembers of senders that say too much.
struct Throttling {
    var devices: Throttle
    var quarantine: QuarantineBudget
    var unkept = UnkeptMessages()
    /// Whether somebody may have to stop because of a code.
    var gravity: [String: Bool] = [:]
    /// What is to be on disk with the next commit.
    var rows: [FloodRow] = []
    /// Floods whose beginning was told.
    var told: Set<String> = []

    static let gravityLimit = 10_000

    init(_ policy: ThrottlePolicy) {
        devices = Throttle(policy)
        quarantine = QuarantineBudget(perTopic: policy.quarantinePerTopic)
    }
}

extension Lane {
    // MARK: Devices

    /// Takes over what a message says; of a device that floods only what is newest in its batch, and grave codes.
    func take(
        _ observations: [Observation], of index: Int, _ entry: MessageBatch.Entry, into decoded: inout Decoded
    ) {
        guard let last = observations.last else { return }
        let isFaults = if case .faults = last.body { true } else { false }
        guard throttling.devices.admits(last.subject, isFaults: isFaults, at: entry.receivedAt) else {
            return thin(observations, of: index, entry, into: &decoded)
        }
        for observation in observations {
            decoded.inputs.append(.observation(observation, retained: entry.isRetained))
            decoded.origins.append(index)
        }
    }

    private func thin(
        _ observations: [Observation], of index: Int, _ entry: MessageBatch.Entry, into decoded: inout Decoded
    ) {
        guard let last = observations.last else { return }
        let flood = throttling.devices.exceeded(last.subject, source: last.source, at: entry.receivedAt)
        func add(_ observation: Observation, about matter: BatchThinning.Matter?) {
            if let matter {
                decoded.thinning.note(
                    matter, of: observation.source, at: observation.time, index: decoded.inputs.count)
            }
            decoded.inputs.append(.observation(observation, retained: entry.isRetained))
            decoded.origins.append(index)
        }
        for var observation in observations {
            guard case .faults(var report) = observation.body else {
                add(observation, about: BatchThinning.Matter(observation.body))
                continue
            }
            var passing: [FaultCode] = []
            var others: [FaultCode] = []
            for code in report.codes {
                let verdict = throttling.devices.verdict(
                    on: code.code, isGrave: isGrave(code.code), isRaised: report.mode != .clear,
                    at: entry.receivedAt, in: flood)
                switch verdict {
                case .passes: passing.append(code)
                case .newestOnly: others.append(code)
                case .dropped: break
                }
            }
            if report.mode == .set {
                // What is missing in a set is gone: it stays together.
                let isGrave = !passing.isEmpty
                report.codes.removeAll { !passing.contains($0) && !others.contains($0) }
                observation.body = .faults(report)
                add(observation, about: isGrave ? nil : BatchThinning.Matter(observation.body))
                continue
            }
            if !passing.isEmpty {
                report.codes = passing
                observation.body = .faults(report)
                add(observation, about: nil)
            }
            for code in others {
                report.codes = [code]
                observation.body = .faults(report)
                add(observation, about: .code(code.code))
            }
        }
    }

    /// Takes out what something newer of the same batch has replaced.
    func settleThinned(_ decoded: inout Decoded) {
        let superseded = decoded.thinning.superseded
        guard !superseded.isEmpty else { return }
        var kept = 0
        for index in decoded.inputs.indices where !superseded.contains(index) {
            decoded.inputs[kept] = decoded.inputs[index]
            decoded.origins[kept] = decoded.origins[index]
            kept += 1
        }
        decoded.inputs.removeLast(decoded.inputs.count - kept)
        decoded.origins.removeLast(decoded.origins.count - kept)
        decoded.thinning = BatchThinning()
    }

    /// Whether somebody may have to stop because of a code, of whatever make the asset is.
    ///
    /// What nobody can judge counts: its maker may call it grave.
    private func isGrave(_ code: String) -> Bool {
        if let known = throttling.gravity[code] { return known }
        let diagnosis = configuration.diagnostician.diagnose([ReportedFault(code: code)], of: AssetTraits(kind: .car))
        let isGrave = diagnosis.severity >= .unknown
        if throttling.gravity.count >= Throttling.gravityLimit { throttling.gravity.removeAll() }
        throttling.gravity[code] = isGrave
        return isGrave
    }

    // MARK: Quarantine

    /// Whether quarantine may keep this message; one that it may not is counted.
    func mayQuarantine(_ index: Int, of batch: MessageBatch) -> Bool {
        let time = batch.entries[index].receivedAt
        let key = digestKey
        return batch.withMessage(index) { topic, _ in
            guard !throttling.quarantine.admits(topic: topic, key: key, at: time.milliseconds) else { return true }
            metrics.quarantined += 1
            let branch = QuarantineBudget.branch(of: topic)
            throttling.unkept.count(String(decoding: branch.prefix(1_024), as: UTF8.self), at: time)
            return false
        }
    }

    // MARK: Reporting

    /// Whether a flood has begun, has grown or is over, so that it must be told.
    var hasFloodsToTell: Bool {
        let now = self.now
        return !throttling.rows.isEmpty || throttling.devices.hasReport(at: now) || throttling.unkept.hasReport(at: now)
    }

    /// Tells once of each flood that it began and that it is over, and keeps its count on disk.
    func tellFloods() {
        guard hasFloodsToTell else { return }
        let now = self.now
        let told = throttling.devices.report(at: now).map { flood in
            FloodRow(
                kind: .device, name: symbols[flood.subject], source: symbols[flood.source], since: flood.since,
                lastAt: flood.lastAt, messages: flood.messages, droppedCodes: flood.droppedCodes,
                endedAt: flood.hasEnded ? now : nil)
        }
        for row in told + throttling.unkept.report(at: now) {
            let isNew = throttling.told.insert(row.key).inserted
            if row.endedAt != nil { throttling.told.remove(row.key) }
            if isNew || row.endedAt != nil {
                log.warning("\(row.sentence)")
                pendingEvents.append(
                    EventRow(at: now, kind: row.endedAt == nil ? "flood" : "flood_over", detail: row.sentence))
            }
            throttling.rows.append(row)
        }
    }
}

extension FloodRow {
    fileprivate var key: String { "\(kind.rawValue) \(name)" }

    /// What happened, for the log and for a person.
    fileprivate var sentence: String {
        switch (kind, endedAt) {
        case (.device, nil):
            "\(source ?? name) sends more of \(name) than the policy allows: only the newest of it counts"
        case (.device, _): "\(name) keeps to the policy's rate again; \(messages) messages were too many"
        case (.quarantine, nil): "too many messages that nobody understands under \(name): not all of them are kept"
        case (.quarantine, _): "\(messages) messages that nobody understood were not kept under \(name)"
        }
    }
}

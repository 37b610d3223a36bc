import Diagnostics
import Telemetry

extension Engine {
    /// Looks at an asset after everything that happened to it in this step: diagnosis, case, and what it wants of the
    /// units.
    ///
    /// It says what must be true, not what has changed, so that any order of messages leads to the same place.
    func assess(_ file: inout AssetFile, _ draft: inout Draft) -> Demand? {
        if let trailer = file.reference.trailer, draft.file(of: trailer.key)?.current?.plan?.state == .noneNeeded {
            draft.touch(trailer.key, .replan)
        }
        let touch = draft.touch(of: file.reference.key)
        let active = file.faults.filter(\.active)
        let needsDiagnosis = !touch.isDisjoint(with: [.activated, .faultsChanged, .signals, .alarmed])
        let saysSomething = !active.isEmpty || touch.contains(.alarmed)
        let diagnosis = needsDiagnosis && saysSomething ? diagnose(active, of: file, draft) : nil

        guard var current = file.current ?? open(file, diagnosis, touch, &draft) else { return nil }
        // Taken out while it changes, so that its arrays are not copied.
        file.current = nil
        if let diagnosis { adopt(diagnosis, active, in: &current, file, &draft) }
        if touch.contains(.needHelp), current.row.severity < .unknown { current.row.severity = .unknown }
        overtakeOffers(&current, file, &draft)
        if touch.contains(.faultsChanged) { weighRecovery(active, in: &current, file, &draft) }
        if touch.contains(.activated) { current.timers.removeAll { $0.kind == .recovery } }
        resumeIfWorse(&current, touch, &draft)
        if !touch.isDisjoint(with: [.moved, .activated]) { weighDriving(&current, file, &draft) }

        var demand: Demand?
        let reasons: Draft.Touch = [.activated, .replan, .slipped, .needHelp]
        let hasMoved = touch.contains(.moved) && !isStillWaiting(current, draft)
        if isWorse(current, draft) || hasMoved || !touch.isDisjoint(with: reasons) {
            demand = prepare(&current, file, &draft)
        }
        draft.settle(current, in: &file)
        return demand
    }

    /// Whether nobody was free a moment ago, for a place that the asset is still at: its timer and every unit that comes
    /// free look again, a further fix of the same place need not.
    private func isStillWaiting(_ current: CaseFile, _ draft: Draft) -> Bool {
        guard let plan = current.plan, plan.state == .noneAvailable, let place = plan.place,
            let next = plan.nextTryAt, next > draft.now, let fix = draft.newestFix(of: current.row.asset)
        else { return false }
        return fix.position.coordinate.distance(to: place.coordinate) <= policy.replanDistance
    }

    /// Sees to it that whoever must know what was decided is told.
    func conclude(_ file: inout AssetFile, _ draft: inout Draft) {
        guard var current = file.current else { return }
        let touch = draft.touch(of: file.reference.key)
        file.current = nil
        let isWorse = isWorse(current, draft)
        requireContact(&current, file, isWorse: isWorse, touch, &draft)
        keepPromise(&current, file, &draft)
        askAgainForPlace(&current, file, &draft)
        keepCrewInformed(current, since: draft.set.file(of: file.reference.key)?.current, file, &draft)
        if isWorse, current.row.severity >= .limp { advise(current, file, &draft) }
        refreshUrgency(&current, file, touch, draft)
        prepareForDesks(&current, since: draft.set.file(of: file.reference.key)?.current, file, &draft)
        draft.settle(current, in: &file)
    }

    /// Whether the case is new or graver than before the step.
    ///
    /// A car that will not move any more is worse at the same severity too.
    func isWorse(_ current: CaseFile, _ draft: Draft) -> Bool {
        // Before the step, not before this look: a person's word may have raised it since.
        guard let known = draft.set.file(of: current.row.asset)?.current?.row, known.id == current.row.id else {
            return true
        }
        return known.severity < current.row.severity || (!known.immobile && current.row.immobile)
    }

    func diagnose(_ active: [FaultRow], of file: AssetFile, _ draft: Draft) -> Diagnosis {
        var seen: Set<String> = []
        var reported: [ReportedFault] = []
        for fault in active where seen.insert(fault.code).inserted {
            reported.append(ReportedFault(code: fault.code, status: fault.status, kind: fault.kind))
        }
        var readings: [String: (value: Double, time: Timestamp, since: Timestamp?)] = [:]
        for signal in draft.set.assets.signals(of: file.reference.key) {
            readings[signal.name] = (signal.value, signal.time, signal.since)
        }
        // This step's signals are not in the working set yet; one that is older than what is known changes nothing there.
        for signal in draft.changes.signals where signal.asset == file.reference.key {
            let name = draft.set.symbols[signal.name]
            guard let value = signal.value.measure, readings[name].map({ $0.time <= signal.time }) ?? true else {
                continue
            }
            readings[name] = (value, signal.time, signal.since)
        }
        // What was measured beside a fault tells of it, also if both arrive late because nobody took them before.
        let raised = active.map(\.raisedAt)
        let signals = diagnostician.relevantSignals.compactMap { name in
            readings[name].map { reading in
                let ages = raised.map { abs($0.milliseconds - reading.time.milliseconds) }
                let now = max(0, draft.now.milliseconds - reading.time.milliseconds)
                let age = Double(min(now, ages.min() ?? now)) / 1_000
                return SignalReading(
                    name: name, value: reading.value, ageSeconds: age,
                    earlier: LastingCondition.on(signal: name).map { _ in
                        reading.since.map { earlier(reading.value, at: reading.time, since: $0, age: age) } ?? []
                    })
            }
        }
        return diagnostician.diagnose(reported, of: file.reference.traits, signals: signals)
    }

    /// The value that began the time for which a condition has held; none if the newest one did.
    private func earlier(
        _ value: Double, at time: Timestamp, since: Timestamp, age: Double
    ) -> [SignalReading.Earlier] {
        let held = Timestamp(seconds: time.milliseconds / 1_000).seconds(since: since)
        return held > 0 ? [SignalReading.Earlier(value: value, ageSeconds: age + Double(held))] : []
    }

    /// Opens a case if something became wrong: every fault opens one, also the harmless ones.
    private func open(
        _ file: AssetFile, _ diagnosis: Diagnosis?, _ touch: Draft.Touch, _ draft: inout Draft
    ) -> CaseFile? {
        // A flag alone counts only if it is fresh enough for diagnosis to make a stop of it.
        let isAlarmed = touch.contains(.alarmed) && (diagnosis?.severity ?? .info) >= .stop
        guard touch.contains(.activated) || touch.contains(.needHelp) || isAlarmed else { return nil }
        let raised = file.faults.filter { $0.active }.map(\.raisedAt).max() ?? draft.now
        let row = CaseRow(
            id: draft.sequences.next(\.caseRow), asset: file.reference.key,
            severity: touch.contains(.needHelp) ? .unknown : .info,
            symptom: diagnosis == nil ? "help_needed" : "unknown_fault", openedAt: draft.now, faultAt: raised)
        draft.note("case_opened", case: row.id, diagnosis.map { "\($0.severity.rawValue) \($0.symptom)" })
        return CaseFile(row: row)
    }

    /// Takes the diagnosis over into the case.
    ///
    /// Severity and `immobile` only rise: a named person lowers them.
    private func adopt(
        _ diagnosis: Diagnosis, _ active: [FaultRow], in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        let isHistory = !active.isEmpty && active.allSatisfy { $0.status == .history && $0.kind == .stored }
        let isJudged = current.facts[Engine.severityFact] != nil
        let found = isJudged ? raised(by: diagnosis, over: current) : diagnosis.severity
        let severity = isHistory ? min(found, .unknown) : found
        let hadProblems = !current.problems.isEmpty
        if severity > current.row.severity {
            if hadProblems {
                draft.note(
                    "severity_raised", case: current.row.id, "\(current.row.severity.rawValue) to \(severity.rawValue)")
            }
            current.row.severity = severity
        }
        if (severity == current.row.severity && !current.isPrevention) || !hadProblems {
            current.row.symptom = diagnosis.symptom
            current.row.part = diagnosis.part
            current.row.system = diagnosis.system
            current.row.chargingOnly = diagnosis.chargingOnly
            current.row.capabilities = diagnosis.capabilities
        }
        if diagnosis.immobile, !isHistory { current.row.immobile = true }
        current.row.codes = Array(Set(active.map(\.code))).sorted()
        let foreseen = current.row.evidence.filter { $0.hasPrefix(CaseFile.forecastWords) }
        current.row.evidence = diagnosis.evidence.map { "\($0.text) (\($0.source))" } + foreseen
        for finding in diagnosis.problems { adopt(finding, diagnosis, in: &current, &draft) }
        let components = Set(diagnosis.problems.map(\.key))
        for index in current.problems.indices
        where current.problems[index].clearedAt == nil && !current.problems[index].isTold
            && !current.problems[index].isForeseen
            && !components.contains(current.problems[index].component)
        {
            current.problems[index].clearedAt = draft.now
        }
    }

    private func adopt(
        _ finding: ProblemFinding, _ diagnosis: Diagnosis, in current: inout CaseFile, _ draft: inout Draft
    ) {
        let part = finding.symptom == diagnosis.symptom ? diagnosis.part : nil
        if let index = current.problems.firstIndex(where: { $0.component == finding.key }) {
            current.problems[index].codes = finding.codes
            current.problems[index].clearedAt = nil
            if finding.severity >= current.problems[index].severity {
                current.problems[index].severity = finding.severity
                current.problems[index].symptom = finding.symptom
                current.problems[index].part = part
            }
            if finding.immobile { current.problems[index].immobile = true }
        } else {
            current.problems.append(
                ProblemRow(
                    id: draft.sequences.next(\.problem), caseID: current.row.id, component: finding.key,
                    symptom: finding.symptom, part: part, severity: finding.severity, immobile: finding.immobile,
                    codes: finding.codes, openedAt: draft.now))
        }
    }
}

extension CaseFile {
    /// Whether only a person's word ends it: a cleared code, an empty set or silence does not.
    var isGrave: Bool { row.severity >= .stop || row.immobile }

    /// Sets a timer.
    mutating func schedule(
        _ kind: TimerKind, in seconds: Int64, reference: Int64? = nil, _ draft: inout Draft
    ) {
        schedule(kind, at: draft.now.adding(seconds: seconds), reference: reference, &draft)
    }

    /// Sets a timer.
    mutating func schedule(_ kind: TimerKind, at due: Timestamp, reference: Int64? = nil, _ draft: inout Draft) {
        timers.append(
            TimerRow(
                id: draft.sequences.next(\.timer), kind: kind, dueAt: due, caseID: row.id, asset: row.asset,
                reference: reference))
    }
}

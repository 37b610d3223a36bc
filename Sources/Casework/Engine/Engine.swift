package import Diagnostics
package import Outreach
import Planning
package import Telemetry

/// One step of casework: what happened since the last step, and what must change because of it.
///
/// Deterministic: equal working sets and inputs give equal results, whatever the machine. It reads no clock, no disk
/// and no chance, and it never changes the working set; the caller does, once the changes are on disk.
package struct Engine: Sendable {
    /// What a step comes to.
    package enum Verdict: Sendable {
        /// Everything that must be on disk, in one transaction.
        case changes(Changes)
        /// What must be known first; nothing has been decided.
        case needs([Question])
    }

    let diagnostician: Diagnostician
    let phrasebook: Phrasebook
    package let policy: CasePolicy

    package init(diagnostician: Diagnostician, phrasebook: Phrasebook, policy: CasePolicy = CasePolicy()) {
        self.diagnostician = diagnostician
        self.phrasebook = phrasebook
        self.policy = policy
    }

    /// Applies inputs in their order, then looks at every asset they touched, the most severe first: what is wrong and
    /// what it needs, then units for all of them together, then whom to tell.
    package func step(_ inputs: [Input], in workingSet: WorkingSet, at now: Timestamp) -> Verdict {
        let questions = missing(for: inputs, in: workingSet)
        guard questions.isEmpty else { return .needs(questions) }
        var draft = Draft(workingSet, at: now)
        var forecasts: [Forecast] = []
        for (index, input) in inputs.enumerated() {
            switch input {
            case .observation(let observation, let retained):
                apply(observation, retained: retained, input: index, to: &draft)
            case .timer(let timer): apply(timer, to: &draft)
            case .action(let action): apply(action, to: &draft)
            case .repair(let repair): apply(repair, to: &draft)
            case .forecast(let forecast): forecasts.append(forecast)
            }
        }
        weigh(forecasts, &draft)
        for slot in workingSet.droppedSlots { askAgain(aboutDropped: slot, &draft) }
        draft.touchWaiting()
        let demands = assessAll(&draft)
        gather(&draft)
        // A trailer goes with its tractor if that one gets a truck; only then is it known.
        let wanting = Set(demands.map(\.asset))
        let hanging = Set(demands.map(\.asset).filter { draft.file(of: $0).map(hangsOnSite) ?? false })
        let isPulled = { (demand: Demand) in demand.tractor.map { wanting.contains($0) } ?? false }
        if let drives = meet(demands.filter { !isPulled($0) && !hanging.contains($0.asset) }, &draft) {
            return .needs([.drives(drives)])
        }
        let pulled = demands.filter(isPulled).filter { !goesWithTractor($0, &draft) }
        if let drives = meet(pulled, &draft) { return .needs([.drives(drives)]) }
        for asset in draft.touchedBySeverity() {
            draft.edit(asset) { file, draft in conclude(&file, &draft) }
        }
        proposeAnew(&draft)
        endEmptyGroups(&draft)
        answerRequests(&draft)
        return .changes(draft.finish())
    }

    /// Looks at every asset touched, and at those that hang on them.
    private func assessAll(_ draft: inout Draft) -> [Demand] {
        var demands: [Demand] = []
        var seen: Set<Int64> = []
        while true {
            let next = draft.touchedBySeverity().filter { seen.insert($0).inserted }
            if next.isEmpty {
                let released = releaseSites(&draft)
                if released.isEmpty { return demands }
                seen.subtract(released)
                continue
            }
            for asset in next {
                draft.edit(asset) { file, draft in
                    if let demand = assess(&file, &draft) { demands.append(demand) }
                }
            }
        }
    }

    /// Chooses units for cases and sends them; the drives that must be known first, if there are any.
    private func meet(_ demands: [Demand], _ draft: inout Draft) -> [Drive]? {
        switch choose(for: demands, draft) {
        case .needs(let drives): return drives
        case .chosen(let assignments):
            // Who gets nobody is told what the others' units could do afterwards: so these are sent first.
            for found in [true, false] {
                for demand in demands {
                    guard let assignment = assignments[demand.asset], (assignment.chosen != nil) == found else {
                        continue
                    }
                    draft.edit(demand.asset) { file, draft in carryOut(assignment, of: demand, in: &file, &draft) }
                }
            }
            return nil
        }
    }

    /// What the inputs concern and the working set does not hold, each once, in the order of the inputs.
    private func missing(for inputs: [Input], in set: WorkingSet) -> [Question] {
        var questions: [Question] = []
        var asked: Set<Question> = []
        func ask(_ question: Question) {
            if !set.isAnswered(question), asked.insert(question).inserted { questions.append(question) }
        }
        for input in inputs {
            switch input {
            case .observation(let observation, _):
                switch observation.body {
                case .faults, .driver:
                    if let key = set.assets.key(of: observation.subject), !set.hasFile(of: key) {
                        ask(.file(asset: key))
                    }
                case .signal(let name, let value):
                    if Engine.isAlarm(name, value, set),
                        let key = set.assets.key(of: observation.subject), !set.hasFile(of: key)
                    {
                        ask(.file(asset: key))
                    }
                case .position, .liveness, .unitPosition, .unitLiveness, .job: break
                }
            case .forecast(let forecast):
                if !set.hasFile(of: forecast.asset) { ask(.file(asset: forecast.asset)) }
            case .repair(let repair):
                if !set.hasFile(of: repair.asset) { ask(.file(asset: repair.asset)) }
            case .timer(let timer):
                if timer.kind == .preventDue, !set.hasFile(of: timer.asset) { ask(.file(asset: timer.asset)) }
                if timer.kind == .taskUnclaimed || timer.kind == .messageFallback, let task = timer.reference,
                    set.claim(of: task) == nil
                {
                    ask(.claim(task: task))
                }
                if let task = set.file(of: timer.asset)?.current?.offerCall(of: timer), set.claim(of: task) == nil {
                    ask(.claim(task: task))
                }
            case .action(let action):
                switch action.kind {
                case .finish, .snooze:
                    guard let task = action.kind.task else { continue }
                    if set.groups.row(task) != nil {
                        // Its cases are open, so their files are here.
                    } else if set.looseTask(task) != nil {
                        continue
                    } else if let asset = set.asset(ofTask: task) {
                        if !set.hasFile(of: asset) { ask(.file(asset: asset)) }
                    } else {
                        ask(.taskFile(task: task))
                    }
                case .fact, .locate, .close, .inbound, .severity, .own, .add, .open:
                    if let caseID = action.kind.caseID {
                        if let asset = set.asset(ofCase: caseID) {
                            if !set.hasFile(of: asset) { ask(.file(asset: asset)) }
                        } else {
                            ask(.caseFile(caseID: caseID))
                        }
                    } else if let id = action.kind.assetID, let symbol = set.symbols.find(id),
                        let key = set.assets.key(of: symbol), !set.hasFile(of: key)
                    {
                        ask(.file(asset: key))
                    }
                }
            }
        }
        return questions
    }
}

import Casework
import Outreach
import Planning
import Telemetry

/// What dispatchers do.
extension History {
    func ask(_ kind: DeskAction.Kind) {
        lastAction += 1
        note("Mari: \(kind)")
        pending.append(DeskAction(id: lastAction, actor: "Mari", at: now, kind: kind))
    }

    /// Ends a call about several cases.
    private func finishTogether() -> Bool {
        guard let task = random.pick(ledger.groups.filter(\.isOpen)), random.chance(50) else { return false }
        let outcome =
            random.weighted([
                (50, Outcome.reached), (10, .accepted), (10, .noAnswer), (10, .declined), (10, .wrongNumber),
                (2, .solved), (2, .inDanger),
            ]) ?? .reached
        attempts[task.id, default: 0] += 1
        let shown = Promise(at: random.chance(30) ? now.adding(seconds: -Int64(random.below(600))) : now)
        ask(.finish(FinishedCall(task: task.id, outcome, promise: outcome == .reached ? shown : nil)))
        return true
    }

    func finish() {
        if finishTogether() { return }
        let records =
            ledger.openRecords
            + ledger.cases.keys.sorted().compactMap { ledger.cases[$0] }.filter { !$0.errands.isEmpty }
        guard let record = random.pick(records), let task = random.pick(record.openTasks) else { return }
        if screens[task.id] == nil {
            screens[task.id] = record.promise(at: now)
            attempts[task.id, default: 0] += 1
            note("Mari claims task \(task.id)")
            // Sometimes a while passes between what the screen shows and what is said of the call.
            if random.chance(40) { return }
        }
        let outcome =
            task.isCall
            ? random.weighted([
                (60, Outcome.reached), (12, .noAnswer), (4, .wrongNumber), (2, .inDanger), (2, .declined),
                (2, .solved),
            ])
            : random.weighted([
                (50, .accepted), (20, .declined), (30, .noAnswer), (15, .reached), (15, .callBack),
            ])
        let chosen = random.chance(92) ? outcome ?? .reached : random.pick(Outcome.allCases) ?? .reached
        let promise = chosen == .reached ? screens[task.id] ?? Promise(at: now) : nil
        screens[task.id] = nil
        ask(
            .finish(
                FinishedCall(
                    task: task.id, chosen, promise: promise,
                    etaMinutes: chosen == .accepted ? random.pick([nil, 15, 25, 40]) ?? nil : nil,
                    openQuestions: random.chance(5) ? ["what does it cost"] : [],
                    callBackAt: chosen == .callBack && random.chance(50) ? now.adding(seconds: 900) : nil)))
    }

    func snooze() {
        guard let task = random.pick(ledger.openRecords.flatMap(\.openTasks)) else { return }
        ask(.snooze(task: task.id, until: now.adding(seconds: Int64(random.below(3_600)))))
    }

    private static let facts = [
        ("people", ["1", "3", "7", "many"]), ("height_limit_m", ["2.1", "3.5"]), ("live_lane", ["yes", "no"]),
        ("approved", ["yes", "no"]), ("road", ["Ring"]), ("smoke", ["yes", "no"]), ("wheels_turn", ["no", "yes"]),
        ("scene_released", ["yes"]), ("reduced_mobility", ["yes"]), ("trailer", ["yes"]),
        ("safe_place", ["yes", "no"]), ("key", ["no"]),
    ]

    func fact() {
        guard let record = random.pick(ledger.openRecords), let (key, values) = random.pick(History.facts),
            let value = random.pick(values)
        else { return }
        ledger.store(fact: key, value, of: record.row.id)
        ask(.fact(caseID: record.row.id, key: key, value: value))
    }

    func locate() {
        guard let record = random.pick(ledger.openRecords) else { return }
        ask(.locate(caseID: record.row.id, coordinate: BooksTown.near(BooksTown.centre, &random)))
    }

    func close() {
        guard let record = random.pick(ledger.openRecords) else { return }
        let state = random.pick([CaseState.solved, .declined, .referred, .withdrawn, .open]) ?? .solved
        ask(.close(caseID: record.row.id, state: state, reason: "they said so"))
    }
}

extension CaseRecord {
    /// What a screen of this case promises.
    func promise(at now: Timestamp) -> Promise {
        var promise = Promise(at: now)
        promise.slot = holds.last { $0.kind == .slot && $0.state == .confirmed }.flatMap { Int64($0.resource) }
        guard let plan = plans.last?.state, plan == .made || plan == .provisional,
            let job = jobs.last(where: \.isLive), let leg = legs.first(where: { $0.id == job.legID })
        else { return promise }
        switch job.state {
        case .accepted, .delayed, .enRoute, .onScene, .loaded, .madeSafe:
            promise.unit = job.unit
            promise.latest = leg.etaHigh
        default: break
        }
        return promise
    }
}

internal import Casework
internal import Logging
internal import Persistence
internal import Prognostics
internal import Telemetry

/// Prognosis in the lane: observations become memories after their commit, and a judgement becomes an input of the next
/// step.
///
/// Before anything was learnt only what published thresholds say of a battery is foreseen.
extension Lane {
    /// At most this many assets are judged in a turn: a millisecond.
    private static let judgedInTurn = 200
    /// At most this many forecasts, and rows of each kind, go with one commit.
    static let foreseenInCommit = 32

    // MARK: Loading

    /// Takes over the newest model with everything that is remembered in its numbers.
    ///
    /// What codes and repairs told is read again, so that nothing is lost that a crash kept from a memory's row.
    func loadForesight(at now: Timestamp) throws(StoreError) {
        let version = try store.modelVersion()
        guard version != seenModel else { return }
        seenModel = version
        let (model, number) = try newestModel()
        signalUses.removeAll()
        var loaded = Foresight(
            model, version: number, coldestExpected: configuration.policy.prevention.coldestExpected.map(Double.init))
        var unwanted: Set<Int64> = []
        if let foresight {
            // What is usual for a battery does not begin anew with each model.
            var assets: [AssetDescription] = []
            for asset in foresight.assets {
                if let description = try store.description(of: asset) { assets.append(description) }
            }
            loaded.follow(assets, from: foresight, at: now)
        } else {
            try remember(into: &loaded, &unwanted, number: number, at: now)
        }
        let reach = RecencyBins.horizons * model.horizon.seconds
        // Without a model no code says anything.
        for sight in number == 0 ? [] : try store.sights(since: now.adding(seconds: -reach)) {
            guard loaded.knows(sight.code), try follow(sight.asset, in: &loaded, &unwanted, at: now) else { continue }
            loaded.see(sight.code, pending: sight.pending, of: sight.asset, at: sight.at)
        }
        for repair in try store.repairs(after: 0).rows where loaded.knows(repair.part) {
            guard try follow(repair.asset, in: &loaded, &unwanted, at: now) else { continue }
            loaded.replace(repair.part, of: repair.asset, at: repair.at)
        }
        for asset in loaded.usesDays ? try store.assetsWithDays() : [] {
            _ = try follow(asset, in: &loaded, &unwanted, at: now)
        }
        loaded.load(try store.forecasts())
        let on = model.parts.count { $0.isOn }
        log.info(
            "model \(number): \(on) of \(model.parts.count) parts are foreseen, \(loaded.count) assets followed"
        )
        unforeseen = unwanted
        foresight = loaded
    }

    /// Reads what is remembered, and lives again through what signals told since.
    private func remember(
        into loaded: inout Foresight, _ unwanted: inout Set<Int64>, number: Int64, at now: Timestamp
    ) throws(StoreError) {
        var stands: [Int64: Int64] = [:]
        for row in try store.memories() {
            guard let asset = try store.description(of: row.asset), let memory = AssetMemory(stored: row.body) else {
                continue
            }
            loaded.follow(asset, row.model == number ? memory : memory.withoutNumbers, at: now)
            stands[row.asset] = row.batch
        }
        loaded.begin(after: try store.lastMemoryBatch())
        // A battery that was replaced in between is new for what came after, and only for that.
        var replaced: [Int64: [Timestamp]] = [:]
        for repair in try store.repairs(after: 0).rows where repair.part == Foresight.starterBattery {
            replaced[repair.asset, default: []].append(repair.at)
        }
        for asset in replaced.keys { replaced[asset]?.sort() }
        var uses: [String: SignalUse] = [:]
        try store.journalForMemories { told throws(StoreError) in
            let use = uses[told.name] ?? SignalUse(of: told.name, in: loaded.model)
            uses[told.name] = use
            guard told.batch > stands[told.asset] ?? 0, use.isAny, let value = use.number(told.value) else { return }
            if !loaded.follows(told.asset) {
                guard use.opens, try follow(told.asset, in: &loaded, &unwanted, at: now) else { return }
            }
            while let at = replaced[told.asset]?.first, at < told.time {
                loaded.replace(Foresight.starterBattery, of: told.asset, at: at)
                replaced[told.asset]?.removeFirst()
            }
            loaded.measure(use, value, of: told.asset, at: told.time, batch: told.batch, now: now)
        }
    }

    /// The newest model and its number, 0 for that of published thresholds alone.
    private func newestModel() throws(StoreError) -> (PrognosisModel, Int64) {
        guard let stored = try store.model() else { return (.published, 0) }
        do {
            return (try PrognosisModel(stored: stored.body).withPublished, stored.version)
        } catch {
            log.error("model \(stored.version) can't be read, only what is published is foreseen: \(error)")
            return (.published, 0)
        }
    }

    /// Follows an asset if it may be.
    private func follow(
        _ asset: Int64, in foresight: inout Foresight, _ unwanted: inout Set<Int64>, at now: Timestamp
    ) throws(StoreError) -> Bool {
        if foresight.follows(asset) { return true }
        if unwanted.contains(asset) { return false }
        guard let description = try store.description(of: asset) else {
            unwanted.insert(asset)
            return false
        }
        foresight.follow(description, at: now)
        return true
    }

    /// Imports have changed something: who may be foreseen, what was repaired, or the model.
    func refreshForesight(at now: Timestamp) throws(StoreError) {
        withoutPrevent = AssetFlags(reference.withoutPrevent)
        try loadForesight(at: now)
        let repairs = try store.repairs(after: seenRepair)
        seenRepair = repairs.last
        for repair in repairs.rows where workingSet.prevention.isPending(repair.asset) { toldRepairs.append(repair) }
        guard var changed = foresight else { return }
        // Moved out while it changes, so that its tables are not copied.
        foresight = nil
        defer { foresight = changed }
        unforeseen.removeAll()
        for asset in reference.withoutPrevent { changed.drop(asset) }
        for repair in repairs.rows where changed.knows(repair.part) {
            guard try follow(repair.asset, in: &changed, &unforeseen, at: now) else { continue }
            changed.replace(repair.part, of: repair.asset, at: repair.at)
        }
    }

    // MARK: Turns

    /// What prognosis gives to a step, where other work may join.
    func foreseenInputs() -> [Input] {
        guard otherWork == .all else { return [] }
        var inputs = toldRepairs.map { Input.repair($0) }
        if let foresight { inputs += foresight.forecasts(limit: Lane.foreseenInCommit).map { .forecast($0) } }
        return inputs
    }

    /// What it wants on disk: what a batch's signals say to memories, and the rest where other work may join, since what
    /// can't be stored of it must stop no message.
    func foreseenRecord(of changes: Changes, at now: Timestamp) -> PrognosisRecord {
        guard var changed = foresight else { return PrognosisRecord() }
        // Moved out while it changes, so that its tables are not copied.
        foresight = nil
        defer { foresight = changed }
        var record = PrognosisRecord()
        if otherWork == .all { record = changed.record(at: now, limit: Lane.foreseenInCommit) }
        for signal in changes.signals {
            guard let use = use(of: signal.name, in: changed), use.number(signal.value) != nil else { continue }
            if !changed.takes(use, of: signal.asset) {
                guard use.opens, !unforeseen.contains(signal.asset), !withoutPrevent.has(signal.asset) else { continue }
                changed.meet(signal.asset, at: now)
            }
            record.signals.append(signal)
        }
        return record
    }

    /// What was committed as a batch is on disk: memories take over what it told.
    ///
    /// A signal costs a look into a list unless a part has a use for it.
    func remember(
        _ changes: Changes, _ record: PrognosisRecord, batch: Int64, told: Int, foreseen: Int, at now: Timestamp
    ) {
        toldRepairs.removeFirst(min(told, toldRepairs.count))
        guard var changed = foresight else { return }
        // Moved out while it changes, so that its tables are not copied.
        foresight = nil
        defer { foresight = changed }
        if otherWork == .all { changed.noteStored(record, forecasts: foreseen) }
        for fault in changes.faults {
            guard let sight = fault.sight, changed.knows(fault.code), mayForesee(fault.asset, in: &changed, at: now)
            else { continue }
            changed.see(fault.code, pending: fault.status == .pending, of: fault.asset, at: sight)
        }
        for signal in record.signals {
            guard let use = use(of: signal.name, in: changed), let value = use.number(signal.value) else { continue }
            changed.measure(use, value, of: signal.asset, at: signal.time, batch: batch, now: now)
        }
        for repair in changes.repairs where changed.knows(repair.part) {
            guard mayForesee(repair.asset, in: &changed, at: now) else { continue }
            changed.replace(repair.part, of: repair.asset, at: repair.at)
        }
    }

    /// What the prognosis makes of a signal; `nil` for nothing.
    private func use(of name: Symbol, in foresight: Foresight) -> SignalUse? {
        let index = Int(name.index)
        if index < signalUses.count, let known = signalUses[index] { return known.isAny ? known : nil }
        if index >= signalUses.count {
            signalUses.append(contentsOf: repeatElement(nil, count: index + 1 - signalUses.count))
        }
        let use = SignalUse(of: symbols[name], in: foresight.model)
        signalUses[index] = use
        return use.isAny ? use : nil
    }

    private func mayForesee(_ asset: Int64, in foresight: inout Foresight, at now: Timestamp) -> Bool {
        (try? follow(asset, in: &foresight, &unforeseen, at: now)) ?? false
    }

    /// Takes what the days tell that are over now.
    func remember(_ closed: [SignalDay]) {
        guard var changed = foresight, changed.usesDays else { return }
        // Moved out while it changes, so that its tables are not copied.
        foresight = nil
        defer { foresight = changed }
        for day in closed where changed.reads(day.name) && mayForesee(day.asset, in: &changed, at: now) {
            changed.measure(day)
        }
    }

    /// Asks the store who was met, a few in each turn, and while messages come only when that can't wait.
    private func introduceStrangers(isQuiet: Bool) {
        guard let (areSome, isUrgent) = foresight?.strangersWait(at: now), areSome, isQuiet || isUrgent,
            var changed = foresight
        else { return }
        // Moved out while it changes, so that its tables are not copied.
        foresight = nil
        defer { foresight = changed }
        let strangers = changed.strangers(limit: Lane.judgedInTurn)
        do {
            for description in try store.descriptions(of: strangers) { changed.introduce(description, at: now) }
        } catch {
            return log.warning("who is to be foreseen can't be read and is asked again: \(error)")
        }
        for asset in strangers {
            guard changed.isStranger(asset) else { continue }
            changed.dismiss(asset)
            unforeseen.insert(asset)
        }
    }

    /// Judges who is due, a few in each turn.
    func foresee(isQuiet: Bool) {
        introduceStrangers(isQuiet: isQuiet)
        guard let due = foresight?.isDue(at: now), due else { return }
        foresight?.judge(at: now, limit: Lane.judgedInTurn)
    }

    /// Whether a commit would bring something of prognosis to disk.
    var hasForeseen: Bool { !toldRepairs.isEmpty || foresight?.hasWork ?? false }
}

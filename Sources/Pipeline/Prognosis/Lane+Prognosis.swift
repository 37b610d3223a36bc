internal import Casework
internal import Logging
internal import Persistence
internal import Prognostics
internal import Telemetry

/// Prognosis in the lane: observations become memories after their commit, and a judgement becomes an input of the next
/// step.
///
/// Without a model nothing of this is done.
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
        foresight = nil
        guard let stored = try store.model() else { return }
        let model: PrognosisModel
        do {
            model = try PrognosisModel(stored: stored.body)
        } catch {
            log.error("model \(stored.version) can't be read, nothing is foreseen: \(error)")
            return
        }
        var loaded = Foresight(model, version: stored.version)
        var unwanted: Set<Int64> = []
        for memory in try store.memories(of: stored.version) {
            guard let asset = try store.description(of: memory.asset) else { continue }
            loaded.follow(asset, AssetMemory(stored: memory.body), at: now)
        }
        let reach = RecencyBins.horizons * model.horizon.seconds
        for sight in try store.sights(since: now.adding(seconds: -reach)) {
            guard try follow(sight.asset, in: &loaded, &unwanted, at: now) else { continue }
            loaded.see(sight.code, pending: sight.pending, of: sight.asset, at: sight.at)
        }
        for repair in try store.repairs(after: 0).rows where try follow(repair.asset, in: &loaded, &unwanted, at: now) {
            loaded.replace(repair.part, of: repair.asset, at: repair.at)
        }
        loaded.load(try store.forecasts())
        let on = model.parts.count { $0.isOn }
        log.info(
            "model \(stored.version): \(on) of \(model.parts.count) parts are foreseen, \(loaded.count) assets followed"
        )
        unforeseen = unwanted
        foresight = loaded
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
        try loadForesight(at: now)
        let repairs = try store.repairs(after: seenRepair)
        seenRepair = repairs.last
        for repair in repairs.rows where workingSet.prevention.isPending(repair.asset) { toldRepairs.append(repair) }
        guard var changed = foresight else { return }
        unforeseen.removeAll()
        for asset in reference.withoutPrevent { changed.drop(asset) }
        for repair in repairs.rows where try follow(repair.asset, in: &changed, &unforeseen, at: now) {
            changed.replace(repair.part, of: repair.asset, at: repair.at)
        }
        foresight = changed
    }

    // MARK: Turns

    /// What prognosis gives to a step.
    func foreseenInputs() -> [Input] {
        var inputs = toldRepairs.map { Input.repair($0) }
        if let foresight { inputs += foresight.forecasts(limit: Lane.foreseenInCommit).map { .forecast($0) } }
        return inputs
    }

    /// What was committed is on disk: memories take over what it told.
    ///
    /// This is where signals will join: each of `changes.signals` to the memory of its asset.
    func remember(_ changes: Changes, _ record: PrognosisRecord, told: Int, foreseen: Int, at now: Timestamp) {
        toldRepairs.removeFirst(min(told, toldRepairs.count))
        guard foresight != nil else { return }
        foresight?.noteStored(record, forecasts: foreseen, limit: Lane.foreseenInCommit)
        for fault in changes.faults {
            guard let sight = fault.sight, mayForesee(fault.asset, at: now) else { continue }
            foresight?.see(fault.code, pending: fault.status == .pending, of: fault.asset, at: sight)
        }
        for repair in changes.repairs where mayForesee(repair.asset, at: now) {
            foresight?.replace(repair.part, of: repair.asset, at: repair.at)
        }
    }

    private func mayForesee(_ asset: Int64, at now: Timestamp) -> Bool {
        guard var changed = foresight else { return false }
        if changed.follows(asset) { return true }
        if unforeseen.contains(asset) { return false }
        // Moved out while it changes, so that its tables are not copied.
        foresight = nil
        defer { foresight = changed }
        return (try? follow(asset, in: &changed, &unforeseen, at: now)) ?? false
    }

    /// Judges who is due, a few in each turn.
    func foresee() {
        guard let due = foresight?.isDue(at: now), due else { return }
        foresight?.judge(at: now, limit: Lane.judgedInTurn)
    }

    /// Whether a commit would bring something of prognosis to disk.
    var hasForeseen: Bool { !toldRepairs.isEmpty || foresight?.hasWork ?? false }
}

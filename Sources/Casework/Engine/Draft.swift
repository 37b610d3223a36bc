import Planning
import Telemetry

/// What a step has decided so far, laid over the working set that it must not change.
struct Draft {
    let set: WorkingSet
    /// The working set's tables, held here so that every fix does not go through the object.
    let assets: AssetTable
    private let openFlags: AssetFlags
    let now: Timestamp
    var changes = Changes()
    var sequences: Sequences
    /// Units with a live hold, as far as this step knows.
    private(set) var heldUnits: Set<String>
    private(set) var takenSlots: Set<Int64>
    /// Slots that were taken in this step.
    private(set) var slotsTakenNow: Set<Int64> = []
    /// Slots that offers made in this step propose first.
    var slotsProposedNow: Set<Int64> = []
    /// What can be sent and booked; a unit that came on or off in this step counts.
    private(set) var board: OperationsBoard

    private var files: [Int64: AssetFile] = [:]
    private var order: [Int64] = []
    private var touches: [Int64: Touch] = [:]
    /// Whether a unit lost its hold or came online in this step: it may be the one that others wait for.
    var unitCameFree = false
    /// What commands wait for.
    var requests: [DeskRequest] = []
    /// Tasks made in this step that belong to no asset.
    var looseTasks: [TaskRow] = []
    /// At most this many waiting cases are looked at in one step; the others have their timers.
    private static let waitingLimit = 100
    private var newKeys: [Symbol: Int64] = [:]
    private var newestFixes: [Int64: AssetFix] = [:]
    private let stepFixes = StepFixes()
    private(set) var endedCases: [CaseFile] = []
    /// What this step knows of common causes and of calls about several cases.
    var campaigns = CampaignDraft()
    var groups = GroupDraft()
    /// Assets whose rows changed without a reason to look at them.
    private var quiet: Set<Int64> = []
    private var changedUnits: [String: Unit] = [:]
    /// Assets whose cases took a unit in this step.
    private var newHolders: [String: Int64] = [:]

    /// What happened to an asset in this step.
    struct Touch: OptionSet {
        let rawValue: UInt16

        /// A code became active.
        static let activated = Touch(rawValue: 1 << 0)
        /// A code became inactive, or its status changed.
        static let faultsChanged = Touch(rawValue: 1 << 1)
        /// A signal that diagnosis reads has a new value.
        static let signals = Touch(rawValue: 1 << 2)
        static let moved = Touch(rawValue: 1 << 3)
        /// The driver pressed for help.
        static let needHelp = Touch(rawValue: 1 << 4)
        /// Somebody's answer or a timer asks for a new plan.
        static let replan = Touch(rawValue: 1 << 5)
        /// The unit that has the job will be later than was said: a quicker one may be worth it.
        static let slipped = Touch(rawValue: 1 << 6)
        /// The asset itself says by a lamp or a flag that it must stop.
        static let alarmed = Touch(rawValue: 1 << 7)
    }

    init(_ set: WorkingSet, at now: Timestamp) {
        self.set = set
        self.assets = set.assets
        self.openFlags = set.openFlags
        self.now = now
        self.sequences = set.sequences
        self.heldUnits = set.heldUnits
        self.takenSlots = set.takenSlots
        self.board = set.board
    }

    // MARK: Assets

    /// The row key of an asset; a device seen for the first time gets one.
    mutating func key(of symbol: Symbol) -> Int64 {
        if let known = assets.key(of: symbol) ?? newKeys[symbol] { return known }
        let key = sequences.next(\.asset)
        newKeys[symbol] = key
        let id = set.symbols[symbol]
        changes.newAssets.append(NewAsset(key: key, id: id, symbol: symbol))
        files[key] = AssetFile(
            reference: AssetReference(key: key, id: id, known: false, traits: AssetTraits(kind: .other)))
        return key
    }

    /// The file of an asset as this step sees it, if it is loaded.
    func file(of asset: Int64) -> AssetFile? { files[asset] ?? set.file(of: asset) }

    /// Whether the asset has an open case now.
    func hasOpenCase(_ asset: Int64) -> Bool {
        if !files.isEmpty, let file = files[asset] { return file.current != nil }
        return openFlags.has(asset)
    }

    /// Remembers that something happened to an asset, so that it is looked at in the end.
    mutating func touch(_ asset: Int64, _ touch: Touch) {
        if touches[asset] == nil { order.append(asset) }
        if !quiet.isEmpty { quiet.remove(asset) }
        touches[asset, default: []].formUnion(touch)
    }

    func touch(of asset: Int64) -> Touch { touches[asset] ?? [] }

    /// Changes the file of an asset; does nothing if it is not loaded.
    mutating func edit(_ asset: Int64, _ change: (inout AssetFile, inout Draft) -> Void) {
        guard var file = file(of: asset) else { return }
        // Taken out while it changes, so that its arrays are not copied.
        files[asset] = nil
        change(&file, &self)
        files[asset] = file
        if touches[asset] == nil {
            touches[asset] = []
            order.append(asset)
        }
    }

    /// Changes the file of an asset as ``edit(_:_:)`` does, without a reason to look at its case again.
    mutating func amend(_ asset: Int64, _ change: (inout AssetFile, inout Draft) -> Void) {
        if touches[asset] == nil { quiet.insert(asset) }
        edit(asset, change)
    }

    /// Assets whose files may differ from the working set, in the order in which they were touched.
    var changedAssets: [Int64] { order }

    /// The assets touched, the most severe open case first, then by key.
    func touchedBySeverity() -> [Int64] {
        bySeverity(order.filter { !quiet.contains($0) })
    }

    /// Sorts assets as ``touchedBySeverity()`` says.
    ///
    /// Each severity is looked up once: a comparison that looked it up would copy two files.
    private func bySeverity(_ assets: some Sequence<Int64>) -> [Int64] {
        var ranked: [(asset: Int64, severity: Severity)] = []
        for asset in assets { ranked.append((asset, file(of: asset)?.current?.row.severity ?? .info)) }
        ranked.sort { $0.severity == $1.severity ? $0.asset < $1.asset : $0.severity > $1.severity }
        return ranked.map(\.asset)
    }

    // MARK: Places

    /// Notes an accepted fix; one that is not the newest of this step changes nothing now.
    mutating func accept(_ fix: AssetFix) {
        guard hasOpenCase(fix.asset) else {
            changes.positions.append(fix)
            return
        }
        let newest = newestFixes[fix.asset] ?? newestOfStep(fix.asset)
        changes.positions.append(fix)
        if let newest, newest.time >= fix.time {
            newestFixes[fix.asset] = newest
        } else {
            newestFixes[fix.asset] = fix
            touch(fix.asset, .moved)
        }
    }

    /// The newest fix of an asset, this step's included.
    func newestFix(of asset: Int64) -> AssetFix? {
        newestFixes[asset] ?? newestOfStep(asset) ?? set.assets.newestFix(of: asset)
    }

    /// A batch may hold what the broker had kept behind what is newer.
    private func newestOfStep(_ asset: Int64) -> AssetFix? { stepFixes.newest(of: asset, in: changes.positions) }

    // MARK: Units

    /// A unit as this step sees it.
    func unit(_ id: String) -> Unit? { changedUnits[id] ?? set.board.unit(id) }

    /// Notes where a unit is and whether it can be asked.
    mutating func change(_ unit: Unit) {
        let before = board.unit(unit.id)
        changedUnits[unit.id] = unit
        changes.unitStates.append(
            UnitStateRow(
                unit: unit.id, coordinate: unit.coordinate, positionTime: unit.positionTime, online: unit.online))
        // A unit that only moved is planned with where it was a moment ago: the first change copies the board.
        if before?.online != unit.online || before?.coordinate == nil { board.put(unit) }
    }

    /// The asset whose case holds a unit.
    func asset(holdingUnit id: String) -> Int64? { newHolders[id] ?? set.asset(holdingUnit: id) }

    /// A position of a unit that was refused as an impossible jump, this step's included.
    func suspectUnit(_ id: String) -> UnitStateRow? {
        changes.suspectUnits.last { $0.unit == id } ?? set.suspectUnits[id]
    }

    // MARK: Holds

    /// Reserves a unit, slot or part for a case.
    mutating func hold(_ kind: HoldKind, _ resource: String, as state: HoldState, in current: inout CaseFile) {
        current.holds.append(
            HoldRow(
                id: sequences.next(\.hold), caseID: current.row.id, kind: kind, resource: resource, state: state,
                since: now))
        switch kind {
        case .unit:
            heldUnits.insert(resource)
            newHolders[resource] = current.row.asset
        case .slot:
            if let slot = Int64(resource) {
                takenSlots.insert(slot)
                slotsTakenNow.insert(slot)
            }
        case .stock: board.stock.take(resource)
        }
    }

    /// Ends a live hold of a case; one that has ended stays as it is.
    mutating func endHold(_ kind: HoldKind, _ resource: String, as state: HoldState, in current: inout CaseFile) {
        guard
            let index = current.holds.firstIndex(where: {
                $0.kind == kind && $0.resource == resource && $0.state.isLive
            })
        else { return }
        current.holds[index].state = state
        current.holds[index].endedAt = now
        switch kind {
        case .unit:
            heldUnits.remove(resource)
            unitCameFree = true
        case .slot: if let slot = Int64(resource) { takenSlots.remove(slot) }
        case .stock:
            guard state == .fulfilled, let used = StockBook.holderAndPart(of: resource) else {
                board.stock.giveBack(resource)
                break
            }
            board.stock.consume(resource)
            changes.stockUsed.append(StockUse(holder: used.holder, part: used.part))
        }
    }

    /// Looks again at cases for which nobody was free, the most severe first, if somebody may be free now.
    mutating func touchWaiting() {
        guard unitCameFree || set.boardIsNew else { return }
        for asset in bySeverity(set.waitingAssets).prefix(Draft.waitingLimit) {
            edit(asset) { _, draft in draft.touch(asset, .replan) }
        }
    }

    // MARK: Notes

    mutating func note(_ kind: String, case caseID: Int64?, task: Int64? = nil, _ detail: String? = nil) {
        changes.events.append(EventRow(at: now, kind: kind, caseID: caseID, task: task, detail: detail))
    }

    /// Puts a case back into its file, or keeps it apart if it has ended: then the asset has none open, and what became
    /// active before belongs to the one that ended.
    mutating func settle(_ current: CaseFile, in file: inout AssetFile) {
        guard current.row.state.isEnd else {
            file.current = current
            return
        }
        file.current = nil
        endedCases.append(current)
        touches[file.reference.key]?.remove([.activated, .faultsChanged, .needHelp])
    }

    // MARK: Result

    /// Everything that differs from the working set, with the versions that it will have.
    consuming func finish() -> Changes {
        for asset in order {
            guard var file = files[asset] else { continue }
            let base = set.file(of: asset)
            changes.faults += bumped(&file.faults, since: base?.faults ?? [])
            changes.faultSources += bumped(&file.sources, since: base?.sources ?? [])
            changes.tasks += bumped(&file.errands, since: base?.errands ?? [])
            file.errands.removeAll { !$0.isOpen }
            changes.preventOffers += bumped(&file.offers, since: base?.offers ?? [])
            let ended = endedCases.filter { $0.row.asset == asset }
            for var one in ended {
                write(&one, since: base?.current)
                file.errands += one.tasks.filter(\.isOpen)
                file.offers += one.offers
            }
            if var current = file.current {
                write(&current, since: base?.current)
                current.forgetEnded()
                file.current = current
                // Who rings about a case that has just been opened must know where it is and whether it drives, and
                // what the journals hold is in no table yet.
                let opened = base?.current?.row.id == current.row.id ? nil : newestFix(of: asset)
                if let fix = newestFixes[asset] ?? opened { changes.livePositions.append(fix) }
            }
            changes.files.append(file)
        }
        changes.campaigns = campaigns.finish()
        for group in groups.finish() {
            var rows = [group]
            changes.tasks += bumped(&rows, since: [set.groups.row(group.id)].compactMap(\.self))
        }
        var loose = looseTasks
        changes.tasks += bumped(&loose, since: [])
        changes.sequences = sequences
        return changes
    }

    private mutating func write(_ current: inout CaseFile, since base: CaseFile?) {
        let base = base?.row.id == current.row.id ? base : nil
        var rows = [current.row]
        changes.cases += bumped(&rows, since: [base?.row].compactMap(\.self))
        current.row = rows[0]
        changes.problems += bumped(&current.problems, since: base?.problems ?? [])
        var plans = [current.plan].compactMap(\.self)
        changes.plans += bumped(&plans, since: [base?.plan].compactMap(\.self))
        current.plan = plans.first
        changes.legs += bumped(&current.legs, since: base?.legs ?? [])
        changes.jobs += bumped(&current.jobs, since: base?.jobs ?? [])
        changes.holds += bumped(&current.holds, since: base?.holds ?? [])
        changes.tasks += bumped(&current.tasks, since: base?.tasks ?? [])
        changes.addressees += bumped(&current.addressees, since: base?.addressees ?? [])
        changes.preventOffers += bumped(&current.offers, since: base?.offers ?? [])
        let kept = Set(current.timers.map(\.id))
        changes.deletedTimers += (base?.timers ?? []).map(\.id).filter { !kept.contains($0) }
        changes.timers += bumped(&current.timers, since: base?.timers ?? [])
    }

    /// Gives the rows that differ from `base` their next version and returns them.
    private func bumped<Row: VersionedRow>(_ rows: inout [Row], since base: [Row]) -> [Row] {
        var changed: [Row] = []
        for index in rows.indices {
            let before =
                index < base.count && base[index].id == rows[index].id
                ? base[index] : base.first { $0.id == rows[index].id }
            if let before, before == rows[index] { continue }
            rows[index].version = (before?.version ?? 0) + 1
            changed.append(rows[index])
        }
        return changed
    }
}

extension CaseFile {
    /// Drops what has ended and is on disk, so that an open case stays small.
    fileprivate mutating func forgetEnded() {
        tasks.removeAll { !$0.isOpen }
        holds.removeAll { !$0.state.isLive && $0.state != .refused }
    }
}

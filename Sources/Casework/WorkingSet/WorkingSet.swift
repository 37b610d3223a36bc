package import Planning
package import Telemetry

/// What the lane knows without asking the disk: fixes and signals of all assets, the files of the assets touched and of
/// all open cases, and the operations board.
///
/// It belongs to the lane's thread.
///
/// A step reads it and never changes it; after the commit the lane calls ``apply(_:)``. After a failed commit it is
/// thrown away and loaded again.
package final class WorkingSet {
    package let symbols: SymbolTable
    /// The names of ``Engine/alarms``.
    let alarms: Set<Symbol>
    package internal(set) var assets: AssetTable
    package private(set) var sequences: Sequences
    package private(set) var board: OperationsBoard

    /// Files of all open cases, and of assets touched in this batch.
    private var files: [Int64: FileBox] = [:]
    /// Which assets have an open case: asked for every fix, so it costs no hashing.
    private(set) var openFlags = AssetFlags()
    /// Assets with a case for which nobody was free.
    private(set) var waitingAssets: Set<Int64> = []
    /// Whether units were imported since the last step.
    private(set) var boardIsNew = false
    private var assetOfCase: [Int64: Int64] = [:]
    private var assetOfTask: [Int64: Int64] = [:]
    private var assetOfOffer: [Int64: Int64] = [:]
    private var assetOfUnit: [String: Int64] = [:]
    /// Assets about which somebody is to be called, by contact; and the contacts of each asset.
    private var assetsOfContact: [String: Set<Int64>] = [:]
    private var contactsOfAsset: [Int64: [String]] = [:]
    private var heldSlots: Set<Int64> = []
    /// Positions of units that were refused as impossible jumps; a second one near it proves one right.
    private(set) var suspectUnits: [String: UnitStateRow] = [:]
    /// Slots that an import took off the board since the last step.
    private(set) var droppedSlots: [Slot] = []
    /// Signs of common causes, and open campaigns.
    package private(set) var causes = CauseBook()
    /// Calls about several cases.
    package private(set) var groups = GroupBook()
    /// Offers to replace parts before they fail.
    package private(set) var prevention = PreventionBook()
    /// Cases of a dark site whose help is that of another one, by that one's id.
    private var childrenOfCase: [Int64: Set<Int64>] = [:]
    private var parentOfAsset: [Int64: Int64] = [:]
    private var timers = TimerQueue()
    /// Who has claimed which task; answers to a question, valid for one step.
    private var claims: [Int64: TaskClaim] = [:]
    /// Open tasks that belong to no asset; answers to a question, valid for one step.
    private var looseTasks: [Int64: TaskRow] = [:]
    /// What has been asked in this step and answered, also with "there is no such thing".
    private var answered: Set<Question> = []

    package init(symbols: SymbolTable, assets: AssetTable, sequences: Sequences, board: OperationsBoard) {
        self.symbols = symbols
        alarms = Set(Engine.alarms.map { symbols.intern($0) })
        self.assets = assets
        self.sequences = sequences
        self.board = board
    }

    // MARK: Reading

    /// The file of an asset, if it is loaded.
    package func file(of asset: Int64) -> AssetFile? { files[asset]?.file }

    /// Whether the file of an asset is loaded; asks without a copy of it.
    package func hasFile(of asset: Int64) -> Bool { files[asset] != nil }

    /// Whether the asset has an open case; its file is loaded then.
    package func hasOpenCase(_ asset: Int64) -> Bool { openFlags.has(asset) }

    /// The asset of an open case, or of one that ended since the start.
    package func asset(ofCase id: Int64) -> Int64? { assetOfCase[id] }

    /// The asset of an open task.
    package func asset(ofTask id: Int64) -> Int64? { assetOfTask[id] }

    /// The asset for whose case an offer was made.
    package func asset(ofOffer id: Int64) -> Int64? { assetOfOffer[id] }

    /// The asset whose case holds a unit.
    package func asset(holdingUnit unit: String) -> Int64? { assetOfUnit[unit] }

    /// Assets with an open call to a contact, ascending.
    package func assets(calling contact: String) -> [Int64] { assetsOfContact[contact]?.sorted() ?? [] }

    /// Ids of units with a live hold.
    package private(set) var heldUnits: Set<String> = []

    /// Ids of slots with a live hold.
    package var takenSlots: Set<Int64> { heldSlots }

    /// The answer to a question about a task's claim in this step.
    package func claim(of task: Int64) -> TaskClaim? { claims[task] }

    /// An open task that belongs to no asset, if it was asked for in this step.
    package func looseTask(_ id: Int64) -> TaskRow? { looseTasks[id] }

    /// When the next timer is due.
    package var nextTimer: Timestamp? { timers.nextDue }

    /// Timers that are due, the earliest first, at most `limit`; they stay until a step has applied them.
    package func dueTimers(at now: Timestamp, limit: Int) -> [TimerRow] { timers.due(at: now, limit: limit) }

    /// Keys of the assets with an open case, ascending.
    package var openAssets: [Int64] { files.filter { $0.value.file.current != nil }.keys.sorted() }

    /// Driving times by road that were asked for in this step.
    package private(set) var roads = RoadTimes()

    // MARK: Answers from outside

    /// Takes over positions of units that were refused as impossible jumps and are newer than what was taken.
    package func load(suspectUnits states: [UnitStateRow]) {
        for state in states {
            guard let unit = board.unit(state.unit), let time = state.positionTime else { continue }
            if let known = unit.positionTime, known >= time { continue }
            suspectUnits[state.unit] = state
        }
    }

    /// Takes over a file that was loaded.
    package func load(_ file: AssetFile) {
        files[file.reference.key] = FileBox(file)
        index(file)
    }

    /// Takes over who has claimed which tasks, for the next step.
    package func load(claims answers: [Int64: TaskClaim]) {
        for (task, claim) in answers { claims[task] = claim }
    }

    /// Takes over an open task that belongs to no asset, for the next step.
    package func load(looseTask task: TaskRow) { looseTasks[task.id] = task }

    /// Says whether there is a router to ask; forgets what one said.
    package func load(isRouted: Bool) { roads = RoadTimes(isRouted: isRouted) }

    /// Takes over what a router said, or that it did not answer, for the next step.
    package func load(roadTimes answers: [(Drive, RoadTime)]) {
        for (drive, time) in answers { roads[drive] = time }
    }

    /// Remembers that a question was answered as far as the store can, so that it is not asked again in this step.
    package func note(answered question: Question) { answered.insert(question) }

    /// Whether a question was answered in this step.
    func isAnswered(_ question: Question) -> Bool { !answered.isEmpty && answered.contains(question) }

    /// Takes over units, workshops and slots that were loaded.
    package func load(board: OperationsBoard) {
        let kept = Set(board.slots.map(\.id))
        droppedSlots = self.board.slots.filter { !kept.contains($0.id) && heldSlots.contains($0.id) }
        self.board = board
        // An import knows nothing of what is held.
        for box in files.values { box.file.current.map(reserveStock) }
        boardIsNew = true
    }

    /// Takes over campaigns, signs of causes and calls about several cases as they stand on disk.
    package func load(campaigns: [CampaignRow], signs: [CauseSign], groups rows: [TaskRow]) {
        for row in campaigns { put(row) }
        for sign in signs { causes.add(sign) }
        for row in rows { groups.put(row) }
    }

    /// Takes over offers as they stand on disk: those of the last week, and those without a result.
    package func load(preventOffers rows: [PreventOfferRow]) {
        for row in rows { put(row) }
    }

    /// Makes an imported asset known.
    package func load(asset key: Int64, id: String) {
        assets.insert(key: key, symbol: symbols.intern(id))
        sequences.asset = max(sequences.asset, key + 1)
    }

    /// Takes over for which assets no position may be kept; those of others that were not kept so far are from now on.
    package func load(withoutAssist keys: [Int64]) { assets.keepNoFixes(of: keys) }

    /// Makes an asset another one that nobody speaks for: its owner was forgotten.
    package func forget(asset key: Int64, alias: String) {
        assets.forget(key, as: symbols.intern(alias))
        files[key] = nil
    }

    /// Forgets files of assets without an open case and the answers of one step.
    package func endBatch(touched: [Int64]) {
        claims.removeAll(keepingCapacity: true)
        looseTasks.removeAll(keepingCapacity: true)
        answered.removeAll(keepingCapacity: true)
        roads.removeAll()
        for key in touched where files[key]?.file.current == nil { files[key] = nil }
    }

    // MARK: After the commit

    /// Takes over what a step wanted, once it is on disk.
    package func apply(_ changes: Changes) {
        sequences = changes.sequences
        boardIsNew = false
        droppedSlots.removeAll()
        for asset in changes.newAssets { assets.insert(key: asset.key, symbol: asset.symbol) }
        for fix in changes.positions { assets.apply(fix) }
        for fix in changes.suspects { assets.suspect(fix) }
        for signal in changes.signals { assets.apply(signal) }
        for state in changes.unitStates { apply(state) }
        for state in changes.suspectUnits { suspectUnits[state.unit] = state }
        for use in changes.stockUsed { board.stock.use(use.part, at: use.holder) }
        for hold in changes.holds { apply(hold) }
        for task in changes.tasks {
            if task.isOpen, let asset = task.asset {
                assetOfTask[task.id] = asset
            } else {
                assetOfTask[task.id] = nil
            }
        }
        for task in changes.tasks where task.group != nil { groups.put(task) }
        for row in changes.campaigns { put(row) }
        for sign in changes.causeSigns { causes.add(sign) }
        for id in changes.deletedTimers { timers.remove(id) }
        for timer in changes.timers { timers.insert(timer) }
        for offer in changes.preventOffers { put(offer) }
        for file in changes.files {
            files[file.reference.key] = FileBox(file)
            index(file)
        }
    }

    private func apply(_ state: UnitStateRow) {
        guard var unit = board.unit(state.unit) else { return }
        unit.coordinate = state.coordinate ?? unit.coordinate
        if let time = state.positionTime, time != unit.positionTime { suspectUnits[state.unit] = nil }
        unit.positionTime = state.positionTime ?? unit.positionTime
        unit.online = state.online
        board.put(unit)
    }

    private func apply(_ hold: HoldRow) {
        switch hold.kind {
        case .unit:
            assetOfUnit[hold.resource] = hold.state.isLive ? assetOfCase[hold.caseID] : nil
            if hold.state.isLive { heldUnits.insert(hold.resource) } else { heldUnits.remove(hold.resource) }
        case .slot:
            guard let slot = Int64(hold.resource) else { return }
            if hold.state.isLive { heldSlots.insert(slot) } else { heldSlots.remove(slot) }
        case .stock:
            if hold.state.isLive { board.stock.take(hold.resource) } else { board.stock.giveBack(hold.resource) }
        }
    }

    private func reserveStock(_ current: CaseFile) {
        for hold in current.holds where hold.kind == .stock && hold.state.isLive { board.stock.take(hold.resource) }
    }

    /// What an offer comes to is known when its time is over: its timer is made here, from its row.
    private func put(_ row: PreventOfferRow) {
        prevention.put(row)
        let timer = TimerRow(
            id: Int64.min + row.id, kind: .preventDue, dueAt: row.dueAt, caseID: 0, asset: row.asset,
            reference: row.id)
        if row.result == nil { timers.insert(timer) } else { timers.remove(timer.id) }
    }

    /// An open campaign ends after a quiet time: its timer is made here, from its row.
    private func put(_ row: CampaignRow) {
        causes.put(row)
        let timer = TimerRow(
            id: -row.id, kind: .campaignQuiet, dueAt: row.quietAt, caseID: 0, asset: 0, reference: row.id)
        if row.isOpen { timers.insert(timer) } else { timers.remove(timer.id) }
    }

    /// Assets of the open cases that hang on a case of the same site, ascending.
    func children(ofCase id: Int64) -> [Int64] { (childrenOfCase[id] ?? []).sorted() }

    private func indexGroup(_ file: AssetFile) {
        let asset = file.reference.key
        groups.put(asset: asset, in: file.current?.row.group)
        let parent = file.reference.traits.kind.isStationary ? file.current?.row.parent : nil
        if let before = parentOfAsset[asset], before != parent {
            childrenOfCase[before]?.remove(asset)
            if childrenOfCase[before]?.isEmpty == true { childrenOfCase[before] = nil }
        }
        parentOfAsset[asset] = parent
        if let parent { childrenOfCase[parent, default: []].insert(asset) }
    }

    private func index(_ file: AssetFile) {
        indexGroup(file)
        openFlags.set(file.reference.key, file.current != nil)
        if file.current?.plan?.state == .noneAvailable {
            waitingAssets.insert(file.reference.key)
        } else {
            waitingAssets.remove(file.reference.key)
        }
        let asset = file.reference.key
        indexContacts(of: file)
        for task in file.errands { assetOfTask[task.id] = asset }
        guard let current = file.current else { return }
        assetOfCase[current.row.id] = asset
        for task in current.tasks where task.isOpen { assetOfTask[task.id] = asset }
        for job in current.jobs { assetOfOffer[job.offerID] = asset }
        for hold in current.holds where hold.state.isLive {
            switch hold.kind {
            case .unit:
                assetOfUnit[hold.resource] = asset
                heldUnits.insert(hold.resource)
            case .slot: if let slot = Int64(hold.resource) { heldSlots.insert(slot) }
            case .stock: board.stock.take(hold.resource)
            }
        }
        for timer in current.timers { timers.insert(timer) }
    }

    private func indexContacts(of file: AssetFile) {
        let asset = file.reference.key
        let contacts = (file.current?.tasks ?? []).filter { $0.isOpen && $0.tells }.compactMap(\.contact)
        let before = contactsOfAsset[asset] ?? []
        guard contacts != before else { return }
        for contact in before { assetsOfContact[contact]?.remove(asset) }
        for contact in before where assetsOfContact[contact]?.isEmpty == true { assetsOfContact[contact] = nil }
        for contact in contacts { assetsOfContact[contact, default: []].insert(asset) }
        contactsOfAsset[asset] = contacts.isEmpty ? nil : contacts
    }
}

/// A file with a place of its own: it takes a kilobyte, and of a dictionary's places up to half are free.
private final class FileBox {
    let file: AssetFile

    init(_ file: AssetFile) { self.file = file }
}

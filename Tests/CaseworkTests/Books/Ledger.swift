import Casework
import Planning
import Telemetry

/// What is on disk, in memory: it takes changes as the database does, and refuses what the database would refuse.
final class Ledger {
    private(set) var cases: [Int64: CaseRecord] = [:]
    /// Asset to its open case.
    private(set) var openCases: [Int64: Int64] = [:]
    private(set) var references: [Int64: AssetReference] = [:]
    private var assets: [(key: Int64, symbol: Symbol)] = []
    private var faults: [Int64: [FaultRow]] = [:]
    private var sources: [Int64: [FaultSourceRow]] = [:]
    private var positions: [AssetFix] = []
    private var signals: [AssetSignal] = []
    private(set) var campaigns: [Int64: CampaignRow] = [:]
    /// Calls about several cases.
    private(set) var groups: [TaskRow] = []
    private var signs: [CauseSign] = []
    private(set) var unitStates: [String: UnitStateRow] = [:]
    /// What a unique index keeps, and which row has it.
    private var keys: [String: String] = [:]
    /// The next free numbers, and those at the beginning of a commit, in which rows come in any order.
    private var sequences = Sequences()
    private var firstFree = Sequences()
    /// Pieces of parts by holder and part, as imported and used up since.
    private(set) var stock: [StockKey: Int] = [:]

    struct StockKey: Hashable {
        var holder: String
        var part: String
    }

    // MARK: Commands and imports

    func add(_ reference: AssetReference, as symbol: Symbol) {
        references[reference.key] = reference
        assets.append((reference.key, symbol))
        sequences.asset = max(sequences.asset, reference.key + 1)
    }

    /// Changes what is imported about an asset.
    func edit(_ key: Int64, _ change: (inout AssetReference) -> Void) {
        guard var reference = references[key] else { return }
        change(&reference)
        references[key] = reference
    }

    func store(fact key: String, _ value: String, of caseID: Int64) { cases[caseID]?.facts[key] = value }

    func store(stock quantity: Int, of part: String, at holder: String) {
        stock[StockKey(holder: holder, part: part)] = quantity
    }

    func note(said promise: Promise, of caseID: Int64) { cases[caseID]?.said = promise }

    // MARK: Reading

    /// The open case of an asset.
    func openCase(of asset: Int64) -> CaseRecord? { openCases[asset].flatMap { cases[$0] } }

    /// Open cases in the order of their ids.
    var openRecords: [CaseRecord] { openCases.values.sorted().compactMap { cases[$0] } }

    func file(of asset: Int64) -> AssetFile? {
        guard let reference = references[asset] else { return nil }
        var file = AssetFile(
            reference: reference, faults: faults[asset] ?? [], sources: sources[asset] ?? [],
            current: openCase(of: asset)?.file)
        file.errands = cases.values.filter { $0.row.asset == asset }.flatMap(\.errands).sorted { $0.id < $1.id }
        return file
    }

    /// A working set as a start makes it from the disk.
    func workingSet(symbols: SymbolTable, signalNames: [String], board: OperationsBoard) -> WorkingSet {
        var table = AssetTable(signalNames: signalNames, symbols: symbols)
        for asset in assets { table.insert(key: asset.key, symbol: asset.symbol) }
        for fix in positions { table.apply(fix) }
        for signal in signals { table.apply(signal) }
        let set = WorkingSet(symbols: symbols, assets: table, sequences: sequences, board: board)
        for asset in openCases.keys.sorted() {
            if let file = file(of: asset) { set.load(file) }
        }
        set.load(
            campaigns: campaigns.values.filter(\.isOpen).sorted { $0.id < $1.id }, signs: signs,
            groups: groups.filter(\.isOpen))
        return set
    }

    // MARK: A commit

    /// Takes a step's changes, all of them or none of use: a rule that they break ends the history.
    func commit(_ changes: Changes, at now: Timestamp) throws {
        firstFree = sequences
        for asset in changes.newAssets {
            guard references[asset.key] == nil else { throw BrokenRule("asset \(asset.key) is made twice") }
            add(
                AssetReference(key: asset.key, id: asset.id, known: false, traits: AssetTraits(kind: .other)),
                as: asset.symbol)
        }
        let gone = Set(changes.deletedTimers)
        if !gone.isEmpty { for record in openRecords { record.timers.removeAll { gone.contains($0.id) } } }
        try write(changes.cases)
        try write(changes.problems, \.problems, \.caseID)
        try write(changes.faults, in: &faults, \.asset)
        try write(changes.faultSources, in: &sources, \.asset)
        try write(changes.plans, \.plans, \.caseID)
        try write(changes.legs, \.legs, \.caseID)
        try write(changes.jobs, \.jobs, \.caseID)
        try write(changes.holds, \.holds, \.caseID)
        for task in changes.tasks where task.isOpen && task.isCall {
            guard let record = task.caseID.flatMap({ cases[$0] }),
                let known = record.tasks.first(where: { $0.id == task.id })
            else { continue }
            let news = task.reasons.filter { !known.reasons.contains($0) && !$0.isAboutTheAttempt }
            if !news.isEmpty { record.newsAt[task.id] = now }
        }
        try write(changes.tasks.filter { $0.group == nil }, \.tasks) { $0.caseID ?? 0 }
        for row in ordered(changes.tasks.filter { $0.group != nil }) { try put(row, into: &groups) }
        for row in ordered(changes.campaigns) {
            if let old = campaigns[row.id] { try follow(old, row) } else { try begin(row) }
            campaigns[row.id] = row
        }
        for sign in changes.causeSigns {
            signs.removeAll { $0.cause == sign.cause && $0.asset == sign.asset }
            signs.append(sign)
        }
        try write(changes.timers, \.timers, \.caseID)
        try write(changes.addressees, \.addressees, \.caseID)
        for fact in changes.facts { cases[fact.caseID]?.facts[fact.key] = fact.value }
        for state in changes.unitStates { unitStates[state.unit] = state }
        positions += changes.positions
        signals += changes.signals
        for row in changes.outbox {
            guard row.id >= sequences.outbox else { throw BrokenRule("outbox \(row.id) is used again") }
            sequences.outbox = row.id + 1
        }
        for row in changes.said {
            guard cases[row.caseID] != nil else { throw BrokenRule("said in no case: \(row.template)") }
            if let promise = row.promise { cases[row.caseID]?.said = promise }
        }
        for use in changes.stockUsed {
            let key = StockKey(holder: use.holder, part: use.part)
            guard let quantity = stock[key] else { throw BrokenRule("\(use.part) of \(use.holder) was never there") }
            // An import may have lowered it below what was held.
            stock[key] = max(0, quantity - 1)
        }
        sequences.timer = max(sequences.timer, changes.sequences.timer)
        sequences.outbox = max(sequences.outbox, changes.sequences.outbox)
    }

    private func write(_ rows: [CaseRow]) throws {
        for row in ordered(rows) {
            if let record = cases[row.id] {
                try follow(record.row, row)
                record.row = row
            } else {
                try begin(row)
                cases[row.id] = CaseRecord(row: row)
            }
            if row.state.isEnd {
                if openCases[row.asset] == row.id { openCases[row.asset] = nil }
            } else {
                openCases[row.asset] = row.id
            }
        }
    }

    private func write<Row: BookRow>(
        _ rows: [Row], _ path: ReferenceWritableKeyPath<CaseRecord, [Row]>, _ caseID: (Row) -> Int64
    ) throws {
        for row in ordered(rows) {
            guard let record = cases[caseID(row)] else {
                throw BrokenRule("\(row.name) belongs to case \(caseID(row)), which does not exist")
            }
            try put(row, into: &record[keyPath: path])
        }
    }

    private func write<Row: BookRow>(_ rows: [Row], in table: inout [Int64: [Row]], _ asset: (Row) -> Int64) throws {
        for row in ordered(rows) { try put(row, into: &table[asset(row), default: []]) }
    }

    private func put<Row: BookRow>(_ row: Row, into rows: inout [Row]) throws {
        if let index = rows.firstIndex(where: { $0.id == row.id }) {
            try follow(rows[index], row)
            rows[index] = row
        } else {
            try begin(row)
            rows.append(row)
        }
    }

    /// As the database writes: what ends first, then other updates, then new rows.
    private func ordered<Row: BookRow>(_ rows: [Row]) -> [Row] {
        guard rows.count > 1 else { return rows }
        return rows.filter { $0.version > 1 && $0.isOver } + rows.filter { $0.version > 1 && !$0.isOver }
            + rows.filter { $0.version <= 1 }
    }

    private func follow<Row: BookRow>(_ old: Row, _ new: Row) throws {
        guard new.version == old.version + 1 else {
            throw BrokenRule("\(new.name) goes from version \(old.version) to \(new.version)")
        }
        guard !old.isOver || new.isOver else { throw BrokenRule("\(new.name) had ended and lives again") }
        if old.isOver, let reason = old.change(to: new) { throw BrokenRule("\(new.name) had ended, and \(reason)") }
        for key in old.keys { keys[key] = nil }
        try claim(new)
    }

    private func begin<Row: BookRow>(_ row: Row) throws {
        guard row.version == 1 else { throw BrokenRule("\(row.name) begins with version \(row.version)") }
        guard row.id >= firstFree[keyPath: Row.sequence] else { throw BrokenRule("\(row.name) has a used number") }
        sequences[keyPath: Row.sequence] = max(sequences[keyPath: Row.sequence], row.id + 1)
        if let job = row as? JobRow { sequences.offer = max(sequences.offer, job.offerID + 1) }
        try claim(row)
    }

    private func claim<Row: BookRow>(_ row: Row) throws {
        for key in row.keys {
            if let other = keys.updateValue(row.name, forKey: key) {
                throw BrokenRule("\(key): \(row.name) wants it and \(other) has it")
            }
        }
    }
}

extension String {
    /// Whether a reason says how a call is made, not what there is to tell.
    fileprivate var isAboutTheAttempt: Bool {
        [
            "the contact before", "they are reached", "they asked to be called back", "somebody who speaks",
            "quiet hours overridden", "do not call overridden", "correct the number",
        ].contains { hasPrefix($0) }
    }
}

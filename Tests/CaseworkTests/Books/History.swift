import Casework
import Diagnostics
import Outreach
import Planning
import Telemetry

/// A random life of a small service centre; the same for the same seed.
final class History {
    let seed: UInt64
    var random: SeededGenerator
    let engine: Engine
    let symbols = SymbolTable()
    private let signalNames: [String]
    var town: BooksTown
    let ledger = Ledger()
    private(set) var set: WorkingSet
    private(set) var now: Timestamp
    /// What happened, a line each; only kept when it is to be read.
    private(set) var log: [String] = []
    private let isLogging: Bool
    /// Every step's changes; only kept when they are to be compared.
    private(set) var changes: [Changes] = []
    private let isRecording: Bool
    /// Whether there is a road router to ask.
    private let isRouted: Bool

    // What the generator of events remembers.
    var screens: [Int64: Promise] = [:]
    var attempts: [Int64: Int] = [:]
    var pending: [DeskAction] = []
    var lastAction: Int64 = 0
    var recent: [Input] = []

    init(seed: UInt64, isLogging: Bool = false, isRecording: Bool = false) throws {
        self.seed = seed
        self.isLogging = isLogging
        self.isRecording = isRecording
        random = SeededGenerator(seed: seed)
        let diagnostician = try Shipped.diagnostician()
        signalNames = Engine.residentSignals(diagnostician)
        var policy = CasePolicy()
        // The town is small.
        policy.campaigns.modelAssets = 2
        engine = Engine(diagnostician: diagnostician, phrasebook: try Shipped.phrasebook(), policy: policy)
        now = Timestamp(seconds: 1_795_000_000 + Int64(random.below(86_400)))
        town = BooksTown(&random, at: now)
        for asset in BooksTown.assets(&random) { ledger.add(asset, as: symbols.intern(asset.id)) }
        for (holder, part) in BooksTown.parts where random.chance(70) {
            ledger.store(stock: random.below(3), of: part, at: holder)
        }
        isRouted = random.chance(30)
        set = ledger.workingSet(
            symbols: symbols, signalNames: signalNames, board: town.board(ledger))
        set.load(isRouted: isRouted)
    }

    /// Lets so many things happen, and then time go by: with the service running, or down for a day.
    func run(events: Int) throws {
        for _ in 0..<events { try happen() }
        note("the rest of the day")
        if random.chance(50) {
            stall(86_400)
            try step([])
        }
        try wait(1_800)
    }

    func note(_ line: @autoclosure () -> String) {
        if isLogging { log.append("\(now.iso8601) \(line())") }
    }

    // MARK: Time

    /// Lets time pass; timers fire when they are due.
    func wait(_ seconds: Int64) throws {
        let end = now.adding(seconds: seconds)
        var steps = 0
        while let due = set.nextTimer, due <= end {
            now = max(now, due)
            try step([])
            steps += 1
            guard steps < 5_000 else { throw BrokenRule("timers fire for ever") }
        }
        now = end
    }

    /// Lets time pass while nothing runs: everything that fell due meets in the next step.
    func stall(_ seconds: Int64) { now = now.adding(seconds: seconds) }

    // MARK: The lane's part

    /// Makes one batch of inputs, what is due and what dispatchers have asked for, and commits what follows from it.
    func step(_ observed: [Input]) throws {
        let timers = set.dueTimers(at: now, limit: 200)
        let actions = pending
        pending = []
        let inputs = observed + timers.map { .timer($0) } + actions.map { .action($0) }
        // The earliest entry of the queue may have stood for a timer that was removed.
        if inputs.isEmpty { return }
        var changes = try decide(inputs)
        if random.chance(3) {
            note("the commit fails")
            restart()
            changes = try decide(inputs)
        }
        let before = StepStart(self, observed, fired: timers, actions: actions)
        for timer in timers { note("timer \(timer.kind) of case \(timer.caseID), \(timer.reference ?? 0)") }
        try ledger.commit(changes, at: now)
        set.apply(changes)
        set.endBatch(touched: changes.files.map(\.reference.key))
        if isRecording { self.changes.append(changes) }
        if isLogging { log += changes.lines }
        try check(changes, after: before)
    }

    /// The process ends and starts again.
    func restart() {
        set = ledger.workingSet(
            symbols: symbols, signalNames: signalNames, board: town.board(ledger))
        set.load(isRouted: isRouted)
    }

    /// An import was made: the board and the people of open cases are read again.
    func reread() {
        set.load(board: town.board(ledger))
        for asset in set.openAssets {
            if let file = ledger.file(of: asset) { set.load(file) }
        }
    }

    private func decide(_ inputs: [Input]) throws -> Changes {
        for _ in 0..<20 {
            switch engine.step(inputs, in: set, at: now) {
            case .changes(let changes): return changes
            case .needs(let questions): for question in questions { answer(question) }
            }
        }
        throw BrokenRule("the engine asks for ever")
    }

    private func answer(_ question: Question) {
        set.note(answered: question)
        switch question {
        case .file(let asset): load(asset)
        case .caseFile(let id): if let record = ledger.cases[id] { load(record.row.asset) }
        case .taskFile(let id):
            let owner = ledger.cases.values.first { $0.tasks.contains { $0.id == id } }
            if let owner { load(owner.row.asset) }
        case .claim(let task):
            set.load(claims: [
                task: TaskClaim(
                    claimedBy: screens[task] == nil ? nil : "Mari",
                    leaseUntil: screens[task].map { $0.at.adding(seconds: 300) }, attempts: attempts[task] ?? 0)
            ])
        case .drives(let drives): set.load(roadTimes: drives.map { ($0, roadTime($0)) })
        }
    }

    /// What the router says: the same for the same drive in the same minute.
    private func roadTime(_ drive: Drive) -> RoadTime {
        let place = drive.from.latitude + 3 * drive.from.longitude - drive.to.latitude - 5 * drive.to.longitude
        var chance = SeededGenerator(
            seed: UInt64(bitPattern: Int64(place * 1e5)) ^ UInt64(bitPattern: now.milliseconds / 60_000))
        if chance.chance(5) { return .unreachable }
        if chance.chance(10) { return .unanswered }
        let estimate = BuiltInTravelTime().seconds(from: drive.from, to: drive.to)
        return .seconds(estimate * Int64(80 + chance.below(100)) / 100)
    }

    private func load(_ asset: Int64) {
        guard set.file(of: asset) == nil, let file = ledger.file(of: asset) else { return }
        set.load(file)
    }
}

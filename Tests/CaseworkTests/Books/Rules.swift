import Casework
import Outreach
import Planning
import Telemetry

/// What was so before a step, as far as a rule about the step needs it.
struct StepStart {
    /// The answer of a unit, if nothing else happens in the step, and the job it is about.
    let report: (unit: String, report: JobReport)?
    let job: JobRow?
    let fired: [TimerRow]
    let actions: [DeskAction]
    /// Every task of an open case.
    let tasks: [Int64: TaskRow]
    /// Tasks that were open.
    let openTasks: Set<Int64>

    init(_ history: History, _ observed: [Input], fired: [TimerRow], actions: [DeskAction]) {
        self.fired = fired
        self.actions = actions
        report = observed.count == 1 && fired.isEmpty && actions.isEmpty ? history.report(in: observed[0]) : nil
        let offer = report?.report.offerID
        job = offer.flatMap { offer in
            history.ledger.cases.values.lazy.flatMap(\.jobs).first { $0.offerID == offer }
        }
        var tasks: [Int64: TaskRow] = [:]
        for task in history.ledger.openRecords.flatMap(\.tasks) where task.isOpen { tasks[task.id] = task }
        self.tasks = tasks
        openTasks = actions.isEmpty ? [] : Set(history.ledger.openRecords.flatMap { $0.openTasks.map(\.id) })
    }
}

extension History {
    /// The rules of the books, after every step.
    func check(_ changes: Changes, after start: StepStart) throws {
        try takeWords(changes, start)
        try checkInputs(changes, start)
        try checkContacts(changes, after: start)
        try checkAnswer(changes, start)
        try checkUnits()
        try checkStock(changes)
        var seen: Set<Int64> = []
        for asset in changes.files.map(\.reference.key) where seen.insert(asset).inserted {
            try checkMemory(of: asset)
        }
        for row in changes.cases where row.state.isEnd {
            if let record = ledger.cases[row.id] { try checkEnded(record) }
        }
        for job in changes.jobs where job.version == 1 { try checkOffer(job, changes) }
        for group in ledger.groups where group.isOpen {
            guard ledger.openRecords.contains(where: { $0.row.group == group.id }) else {
                throw BrokenRule("\(group.name) is about no case")
            }
        }
        // Time passes for the others too.
        for record in ledger.openRecords { try checkOpen(record) }
    }

    /// What dispatchers have told with the actions of this step.
    private func takeWords(_ changes: Changes, _ start: StepStart) throws {
        for action in start.actions {
            guard case .finish(let call) = action.kind, call.outcome == .reached, let promise = call.promise,
                start.openTasks.contains(call.task),
                let task = changes.tasks.first(where: { $0.id == call.task && $0.outcome == .reached }), task.isCall,
                let caseID = task.caseID
            else { continue }
            var said = promise
            // A text that was sent after the screen was shown is the later word about the unit.
            if promise.unit == nil, let text = ledger.cases[caseID]?.said, text.at > promise.at {
                said.unit = text.unit
            }
            ledger.note(said: said, of: caseID)
            guard let record = ledger.cases[caseID], !record.row.state.isEnd, !record.hasOpenCall,
                let news = record.newsAt[call.task], news > promise.at
            else { continue }
            throw BrokenRule("\(task.name) has a reason that came after its screen was shown, and nobody says it")
        }
    }

    private func checkInputs(_ changes: Changes, _ start: StepStart) throws {
        guard changes.consumedActions == start.actions.map(\.id) else {
            throw BrokenRule("actions \(start.actions.map(\.id)) were asked for, \(changes.consumedActions) are done")
        }
        for timer in start.fired {
            let left = ledger.cases[timer.caseID]?.timers.first { $0.id == timer.id }
            if let left, left.dueAt <= now { throw BrokenRule("\(left.name) has fired and stays") }
        }
    }

    /// The answer and the unit of an input.
    func report(in input: Input) -> (unit: String, report: JobReport)? {
        guard case .observation(let observation, _) = input, case .job(let report) = observation.body else {
            return nil
        }
        return (symbols[observation.subject], report)
    }

    /// An answer to an unknown offer, from another unit, to an offer that is over or of a state that is past changes
    /// nothing, and is refused or noted.
    private func checkAnswer(_ changes: Changes, _ start: StepStart) throws {
        guard let (unit, report) = start.report else { return }
        if let job = start.job, job.unit == unit, !job.state.isFinal { return }
        // A crew that turns up though it was not to come is told of; its job stays over.
        let isStray = changes.events.contains { $0.kind == "stray_unit" } || start.job?.arrivedAt != nil
        if let changed = changes.jobs.first(where: { $0.offerID == report.offerID && $0.version > 1 }),
            !isStray || changed.state != start.job?.state
        {
            throw BrokenRule("\(unit) says \(report.state) to offer \(report.offerID), and \(changed.name) changes")
        }
        let isRepeat = start.job.map { $0.unit == unit && $0.state == report.state } ?? false
        guard
            isRepeat || isStray || !changes.rejected.isEmpty
                || changes.events.contains(where: { $0.kind == "late_answer" })
        else { throw BrokenRule("\(unit) says \(report.state) to offer \(report.offerID), and nobody notes it") }
    }

    /// No unit has two jobs, and who is held is who has one.
    private func checkUnits() throws {
        var jobOf: [String: JobRow] = [:]
        var holdOf: [String: HoldRow] = [:]
        var slots: Set<Int64> = []
        for record in ledger.openRecords {
            for job in record.jobs where job.isLive && !job.isThirdParty {
                if let other = jobOf.updateValue(job, forKey: job.unit) {
                    throw BrokenRule("\(job.unit) has \(other.name) and \(job.name) at once")
                }
            }
            for hold in record.holds where hold.state.isLive {
                switch hold.kind {
                case .unit: holdOf[hold.resource] = hold
                case .slot: if let slot = Int64(hold.resource) { slots.insert(slot) }
                case .stock: break
                }
            }
        }
        guard set.heldUnits == Set(holdOf.keys) else {
            throw BrokenRule("in memory \(set.heldUnits.sorted()) are held, on disk \(holdOf.keys.sorted())")
        }
        guard set.takenSlots == slots else {
            throw BrokenRule("in memory slots \(set.takenSlots.sorted()) are taken, on disk \(slots.sorted())")
        }
        for (unit, job) in jobOf where holdOf[unit]?.caseID != job.caseID {
            throw BrokenRule("\(job.name) is \(job.state) and \(unit) is not held for its case")
        }
    }

    /// A piece is held only if it is there, and used up once.
    private func checkStock(_ changes: Changes) throws {
        var held: [Ledger.StockKey: Int] = [:]
        for record in ledger.openRecords {
            for hold in record.holds where hold.kind == .stock && hold.state.isLive {
                guard let (holder, part) = StockBook.holderAndPart(of: hold.resource) else {
                    throw BrokenRule("\(hold.name) holds \(hold.resource), which is no piece")
                }
                held[Ledger.StockKey(holder: holder, part: part), default: 0] += 1
            }
        }
        for (key, quantity) in ledger.stock {
            let free = set.board.stock.free(key.part, at: key.holder)
            guard free == max(0, quantity - (held[key] ?? 0)) else {
                throw BrokenRule("\(key.holder) has \(quantity) of \(key.part), \(held[key] ?? 0) held, \(free) free")
            }
        }
        var fulfilled = 0
        for hold in changes.holds where hold.kind == .stock {
            if hold.state == .fulfilled { fulfilled += 1 }
            guard hold.version == 1, hold.state.isLive, let (holder, part) = StockBook.holderAndPart(of: hold.resource)
            else { continue }
            let key = Ledger.StockKey(holder: holder, part: part)
            guard let quantity = ledger.stock[key], quantity >= held[key] ?? 0 else {
                throw BrokenRule("\(hold.name) holds \(hold.resource) of \(ledger.stock[key] ?? 0)")
            }
        }
        guard fulfilled == changes.stockUsed.count else {
            throw BrokenRule("\(fulfilled) pieces were fitted and \(changes.stockUsed.count) taken off the shelf")
        }
    }

    /// What is in memory is what is on disk.
    private func checkMemory(of asset: Int64) throws {
        let held = set.file(of: asset)
        let stored = ledger.file(of: asset)
        guard var current = held?.current else {
            if let left = stored?.current { throw BrokenRule("case \(left.row.id) is open on disk and not in memory") }
            return
        }
        guard let disk = stored?.current else { throw BrokenRule("case \(current.row.id) is open only in memory") }
        // An answer to a request for approval is kept with the plan.
        current.facts["approved"] = disk.facts["approved"]
        if current == disk { return }
        let difference: String =
            if current.row != disk.row { "its row" } else if current.problems != disk.problems {
                "problems"
            } else if current.plan != disk.plan { "the plan" } else if current.legs != disk.legs {
                "legs"
            } else if current.jobs != disk.jobs { "jobs" } else if current.holds != disk.holds {
                "holds"
            } else if current.tasks != disk.tasks { "tasks" } else if current.facts != disk.facts { "facts" } else {
                "timers"
            }
        throw BrokenRule("case \(current.row.id) in memory is not what is on disk: \(difference)")
    }

    /// An ended case reserves nothing and asks for nothing.
    private func checkEnded(_ record: CaseRecord) throws {
        let id = record.row.id
        if let hold = record.holds.first(where: { $0.state.isLive }) {
            throw BrokenRule("case \(id) has ended and holds \(hold.kind.rawValue) \(hold.resource)")
        }
        if let job = record.liveJobs.first { throw BrokenRule("case \(id) has ended and \(job.name) is \(job.state)") }
        // Only a crew that comes in vain is still to be told, and a wrong number to be corrected.
        if let task = record.openTasks.first(where: {
            !$0.isForData && ($0.kind != .providerCall || $0.change != .unitChanged)
        }) {
            throw BrokenRule("case \(id) has ended and \(task.name) is open")
        }
        if let timer = record.timers.first { throw BrokenRule("case \(id) has ended and \(timer.name) is set") }
        guard record.row.closedAt != nil else { throw BrokenRule("case \(id) has ended at no time") }
    }

    /// Whoever said no is not asked again for this leg, and an offer reaches its unit.
    private func checkOffer(_ job: JobRow, _ changes: Changes) throws {
        guard let record = ledger.cases[job.caseID] else { return }
        let before = record.jobs.filter { $0.legID == job.legID && $0.id < job.id }
        // Who alone may recover somewhere is asked again after a while: nobody else can be.
        if job.unit.hasPrefix("zone:") { return }
        if let no = before.first(where: { $0.unit == job.unit && ($0.state == .declined || $0.state == .unable) }) {
            throw BrokenRule("\(job.unit) said \(no.state) to leg \(job.legID) and is asked again")
        }
        guard let leg = record.legs.first(where: { $0.id == job.legID }) else {
            throw BrokenRule("\(job.name) is for no leg")
        }
        // Asked beside a unit that is late and keeps the leg until the answer.
        let isBeside = job.state == .offered && before.contains { $0.unit == leg.unit && $0.isLive }
        guard leg.unit == job.unit || isBeside || !job.isLive || job.isThirdParty else {
            throw BrokenRule("\(job.name) is for a leg of \(leg.unit ?? "nobody")")
        }
        guard job.state == .offered, !job.isThirdParty else { return }
        let isSent = changes.outbox.contains { $0.topic == "callahead/v1/units/\(job.unit)/offer" }
        let isAsked = changes.tasks.contains { $0.kind == .providerCall && $0.job == job.id }
        guard isSent != isAsked else { throw BrokenRule("\(job.name) is offered to nobody, or twice") }
    }
}

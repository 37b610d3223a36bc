import Casework
import Foundation
import Outreach
import Persistence
import Pipeline
import Telemetry

#if canImport(Glibc)
    import Glibc
#endif

/// The board's side of the desk: reads what it shows, does what it asks.
///
/// Belongs to one thread. Between two calls nothing is open but the file: no snapshot, no lock.
final class BoardReader {
    /// More lines than anybody scrolls through.
    private static let longest = 300
    /// What is foreseen has no hurry: the most pressing are enough.
    private static let mostForeseen = 50
    /// The service levels look back so far, in seconds.
    private static let levelsOver: Int64 = 86_400
    /// How long service levels, and how much is foreseen, are shown before they are computed again, in seconds.
    private static let levelsEvery: Int64 = 10

    private let database: String
    private let actor: DeskActor
    private let lease: Int64
    private let scripts: ScriptBuilder
    private let filter: TaskFilter
    /// Says when nobody is called without need.
    private let rules: OutreachPolicy
    private var connection: StoreConnection?
    private var file: FileIdentity?
    private var levels: (lines: [LevelLine], at: Timestamp)?
    private var counted: (count: ForecastCount, at: Timestamp)?
    /// What the claim's screen showed last, as far as the clock does not change it.
    private var shown: (held: Held, essences: [String])?

    init(
        database: String, actor: DeskActor, lease: Int64, scripts: ScriptBuilder, filter: TaskFilter,
        rules: OutreachPolicy
    ) {
        self.filter = filter
        self.rules = rules
        self.database = database
        self.actor = actor
        self.lease = lease
        self.scripts = scripts
    }

    /// Opens the database, unless it is open.
    @discardableResult
    func open() throws -> Desk {
        if let connection {
            // A file that was taken away can still be read: it would show yesterday for ever.
            guard FileIdentity(database) == file else {
                close()
                throw StoreError(.unusable, "\(database) was taken away or replaced")
            }
            return Desk(connection)
        }
        let opened = try StoreConnection(path: database, role: .command(create: false))
        connection = opened
        file = FileIdentity(database)
        return Desk(opened)
    }

    /// Lets the file go; the next call opens it again.
    func close() {
        try? connection?.close()
        connection = nil
        shown = nil
    }

    /// A number that changes when anybody else has changed the database.
    func version() throws -> Int64 { try open().dataVersion() }

    /// Says that the dispatcher is at the desk, so that what is kept for them waits.
    func attend(at now: Timestamp) throws { try open().attend(actor, at: now) }

    /// The claim with which the board goes on, if it was left with one.
    func earlierClaim(at now: Timestamp) throws -> Held? {
        try open().boardClaim(of: actor, at: now).flatMap { entry in
            entry.token.map { Held(task: entry.row.id, token: $0) }
        }
    }

    /// Everything that the board shows.
    func snapshot(held: Held?, looked: Int64?, at now: Timestamp) throws -> BoardSnapshot {
        let desk = try open()
        var snapshot = BoardSnapshot(at: now)
        snapshot.queue = try desk.boardTasks(limit: Self.longest).map { QueueLine($0, scripts: scripts, at: now) }
        let counts = try desk.boardCounts(at: now)
        snapshot.openTasks = counts.open
        snapshot.overdueTasks = counts.overdue
        snapshot.units = try desk.boardUnits(limit: Self.longest).map { UnitLine($0) }
        snapshot.mine = try held.map { try mine($0, desk, at: now) }
        snapshot.looked = try looked.flatMap { id in
            do {
                return TaskView(try desk.task(id, at: now), token: nil, scripts: scripts, at: now)
            } catch DeskError.notFound {
                return nil
            }
        }
        snapshot.campaigns = try desk.boardCampaigns().map { CampaignLine($0) }
        snapshot.foreseen = try desk.boardForecasts(limit: Self.mostForeseen).map {
            ForecastLine($0, scripts: scripts, at: now)
        }
        snapshot.foreseenCount = try foreseenCount(desk, at: now)
        snapshot.levels = try levels(desk, at: now)
        return snapshot
    }

    /// The screen of the claim; whenever it says something else, the desk keeps that this was shown.
    private func mine(_ held: Held, _ desk: Desk, at now: Timestamp) throws -> TaskView {
        let view = TaskView(try desk.task(held.task, at: now), token: held.token, scripts: scripts, at: now)
        if case .withdrawn = view.standing {} else if view.standing != .open { return view }
        if let shown, shown.held == held, shown.essences == view.essences { return view }
        do {
            let written = TaskView(
                try desk.task(held.task, under: held.token, at: now), token: held.token, scripts: scripts, at: now)
            shown = (held, written.essences)
            return written
        } catch DeskError.notCurrent(_, _, let holder) {
            return view.standing(.lost(holder))
        } catch DeskError.withdrawn(_, let reason, let isTold) {
            return view.standing(.withdrawn(reason + (isTold ? "" : "; nobody was told")))
        }
    }

    private func levels(_ desk: Desk, at now: Timestamp) throws -> [LevelLine] {
        if let levels, (0..<Self.levelsEvery).contains(now.seconds(since: levels.at)) { return levels.lines }
        let lines = LevelLine.lines(try desk.serviceLevels(since: now.adding(seconds: -Self.levelsOver), at: now))
        levels = (lines, now)
        return lines
    }

    /// How much is foreseen: counted as seldom as the service levels, for a large fleet has many.
    private func foreseenCount(_ desk: Desk, at now: Timestamp) throws -> ForecastCount {
        if let counted, (0..<Self.levelsEvery).contains(now.seconds(since: counted.at)) { return counted.count }
        let count = ForecastCount(try desk.boardForecastCounts())
        counted = (count, now)
        return count
    }

    /// Does what the board asks; what the desk refuses is an answer too.
    func perform(_ request: BoardRequest, at now: Timestamp) -> BoardAnswer {
        do {
            let desk = try open()
            switch request {
            case .claimNext:
                guard let claimed = try desk.claimNext(filter, as: actor, lease: lease, at: now) else {
                    return .nothingToDo
                }
                return .claimed(Held(task: claimed.detail.entry.row.id, token: claimed.token))
            case .claim(let task):
                let claimed = try desk.claim(task, as: actor, lease: lease, at: now)
                return .claimed(Held(task: task, token: claimed.token))
            case .dial(let held, let channel, let reason):
                _ = try desk.dial(
                    held.task, token: held.token, as: actor, channel: channel, override: reason, under: rules, at: now)
            case .renew(let held): _ = try desk.renew(held.task, token: held.token, as: actor, lease: lease, at: now)
            case .release(let held): try desk.release(held.task, token: held.token, as: actor, at: now)
            case .finish(let held, let call):
                try desk.finish(held.task, token: held.token, CallResult(call), as: actor, at: now)
                levels = nil
            case .snooze(let held, let seconds):
                try desk.snooze(
                    held.task, token: held.token, until: now.adding(seconds: seconds), as: actor, at: now)
            case .note(let task, let text): try desk.note(task, text, as: actor, at: now)
            case .fact(let task, let fact):
                try desk.fact(task, key: fact.key, value: fact.value, place: fact.place, as: actor, at: now)
            }
            return .done(request)
        } catch let error as DeskError {
            return .refused(request, BoardAnswer.Refusal(error))
        } catch let error as StoreError {
            if error.kind != .busy { close() }
            return .refused(request, .failed(error.description))
        } catch {
            close()
            return .refused(request, .failed("\(error)"))
        }
    }
}

extension TaskView {
    fileprivate func standing(_ standing: Standing) -> TaskView {
        var view = self
        view.standing = standing
        return view
    }
}

extension BoardAnswer.Refusal {
    fileprivate init(_ error: DeskError) {
        switch error {
        case .taken, .onThePhone, .refused: self = .taken("\(error)")
        case .notCurrent(_, _, let holder): self = .lost(holder: holder)
        case .notNow(_, let rules, let until):
            let end = until.map { " until \($0.iso8601.dropFirst(11).prefix(5)) UTC" } ?? ""
            self = .notNow("\(rules.joined(separator: " and ")) speak against calling now\(end)")
        case .over, .caseOver, .notFound, .noCase, .withdrawn: self = .over("\(error)")
        }
    }
}

extension CallResult {
    fileprivate init(_ call: TypedOutcome) {
        self.init(
            call.outcome, etaMinutes: call.etaMinutes,
            openQuestions: call.openQuestions, note: call.note, slotStart: call.slotStart, callBackAt: call.callBackAt)
    }
}

/// Which file a path leads to.
private struct FileIdentity: Equatable {
    var device: UInt64
    var number: UInt64

    /// `nil` if there is none.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }
}

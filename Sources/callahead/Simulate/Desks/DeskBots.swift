import FleetSimulator
import Foundation
import Persistence
import Pipeline
import Telemetry

/// The dispatchers of a simulated run: they work the real queue through the real desk.
///
/// Each is a person at a terminal of their own, with one call at a time; several talk at once. Nothing here waits: a
/// write that does not get its turn within ``patience`` is tried again later, as a person would.
struct DeskBots: Participant {
    /// Milliseconds that a write waits for its turn.
    static let patience = 200
    /// Looks at an empty queue in a second of the machine's clock, at most.
    static let looksPerSecond = 20.0

    private let desk: Desk
    private let plan: DeskPlan
    private let town: DeskTown
    private let words: DeskWords
    private var bots: [DeskBot] = []
    /// Nobody looks again before: a look at an empty queue is all that most looks are.
    private var emptyUntil: Timestamp
    /// Who looks first next time: a task may be kept for one of them.
    private var turn = 0
    /// How calls ended, and how often a desk was refused.
    private(set) var count = DeskCount()

    /// - Parameters:
    ///   - database: Must exist.
    ///   - start: When the desks open, by the service's clock.
    /// - Throws: ``StoreError`` if the database can't be opened.
    init(database: String, plan: DeskPlan, words: DeskWords, town: DeskTown, start: Timestamp) throws {
        desk = Desk(
            try StoreConnection(path: database, role: .command(create: false), patience: DeskBots.patience))
        (self.plan, self.words, self.town, emptyUntil) = (plan, words, town, start)
        for number in 0..<plan.people {
            // Not all at once: nobody sits down at the same moment.
            bots.append(DeskBot(number: number + 1, at: start.adding(milliseconds: Int64(number) * 137)))
        }
    }

    var next: Timestamp? { bots.map(\.due).min() }

    /// How many are in the middle of something.
    var busy: Int { bots.count { !$0.isIdle } }

    mutating func act(at now: Timestamp, _ ledger: inout LedgerWriter) throws {
        var plan = plan
        // In a quick night nobody looks more often than a machine can bear.
        let speed = ServiceClock.process?.speed(at: .machineClock) ?? 1
        plan.looks = max(plan.looks, Int64(speed / DeskBots.looksPerSecond))
        let order = bots.indices.map { ($0 + turn) % bots.count }
        for index in order where bots[index].due <= now {
            if bots[index].isIdle {
                if let absence = plan.absent.first(where: { $0.from <= now && now < $0.until }) {
                    bots[index].due = absence.until
                    continue
                }
                guard emptyUntil <= now else {
                    bots[index].due = emptyUntil
                    continue
                }
            }
            do {
                try bots[index].act(
                    at: now, DeskBot.Surroundings(desk: desk, plan: plan, town: town, words: words), &count, &ledger)
                if bots[index].foundNothing {
                    emptyUntil = now.adding(seconds: plan.looks)
                    turn = (index + 1) % bots.count
                }
            } catch let error as StoreError where error.kind != .unusable {
                // The disk is full, or somebody else writes: people wait a little and try again.
                count.busy += 1
                bots[index].due = now.adding(seconds: 1)
            }
        }
    }
}

/// What the desks did.
struct DeskCount: Equatable {
    var claims = 0
    var calls = 0
    /// Outcomes, by their word.
    var outcomes: [String: Int] = [:]
    /// How often somebody was told that somebody else has it, or that it is over.
    var refusals = 0
    var abandoned = 0
    /// How often the database had no time.
    var busy = 0
}

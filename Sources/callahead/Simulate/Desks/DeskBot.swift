import Casework
import FleetSimulator
import Outreach
import Persistence
import Planning
import Telemetry

/// One dispatcher: looks, claims, reads, dials, listens, writes down, and says how it ended.
struct DeskBot {
    /// What a dispatcher works with.
    struct Surroundings {
        var desk: Desk
        var plan: DeskPlan
        var town: DeskTown
        var words: DeskWords
    }

    /// A conversation.
    private struct Talk {
        var call: LedgerEntry.Call
        var answer: PhoneAnswer
        /// How many of the things that were told are written down.
        var told = 0
        var hasPlace = false
    }

    private enum State {
        case idle
        /// Reads the screen.
        case reading(TaskRow, token: Int64)
        case talking(TaskRow, token: Int64, Talk)
    }

    private let number: Int
    /// How often somebody else has sat down at this desk.
    private var shift = 0
    private var state = State.idle
    /// When it does something next.
    var due: Timestamp
    /// Whether it has just looked, and there was nothing to do.
    private(set) var foundNothing = false

    init(number: Int, at time: Timestamp) { (self.number, due) = (number, time) }

    var isIdle: Bool {
        if case .idle = state { return true }
        return false
    }

    private var actor: DeskActor { DeskActor(name: shift == 0 ? "desk-\(number)" : "desk-\(number)-\(shift + 1)") }

    /// Takes the next step.
    ///
    /// - Throws: ``StoreError``; the step is then taken again.
    mutating func act(
        at now: Timestamp, _ around: Surroundings, _ count: inout DeskCount, _ ledger: inout LedgerWriter
    ) throws {
        foundNothing = false
        do {
            switch state {
            case .idle: try look(at: now, around, &count)
            case .reading(let task, let token): try dial(task, token, at: now, around, &count)
            case .talking(let task, let token, let talk):
                try end(talk, task, token, at: now, around, &count, &ledger)
            }
        } catch is DeskError {
            // What the desk refuses ends the matter: somebody else has it, or it is over.
            count.refusals += 1
            rest(at: now)
        }
    }

    // MARK: Before the call

    private mutating func look(at now: Timestamp, _ around: Surroundings, _ count: inout DeskCount) throws {
        guard let claimed = try around.desk.claimNext(as: actor, at: now) else {
            (foundNothing, due) = (true, now.adding(seconds: around.plan.looks))
            return
        }
        count.claims += 1
        let task = claimed.detail.entry.row
        var random = DeskBot.random(around.plan, task, claimed.token, "reads")
        state = .reading(task, token: claimed.token)
        due = now.adding(seconds: 1 + Int64(random.fraction() * Double(around.plan.reading)))
        if random.fraction() < around.plan.abandons {
            leave(at: now, &count)
        } else if random.fraction() < around.plan.overstaysLease {
            due = now.adding(seconds: Desk.defaultLease + 1 + Int64(random.below(120)))
        }
    }

    private mutating func dial(
        _ task: TaskRow, _ token: Int64, at now: Timestamp, _ around: Surroundings, _ count: inout DeskCount
    ) throws {
        var random = DeskBot.random(around.plan, task, token, "dials")
        let isLate = around.plan.overstaysLease > 0 && random.fraction() < 0.5
        // Some notice that they took too long, and ask for more time first.
        if isLate { _ = try around.desk.renew(task.id, token: token, as: actor, at: now) }
        let detail: TaskDetail
        do {
            detail = try around.desk.dial(
                task.id, token: token, as: actor, channel: "voice", under: around.words.policy, at: now)
        } catch DeskError.notNow(_, _, let until) {
            let limit = now.adding(seconds: Desk.longestGraveSnooze)
            try around.desk.snooze(task.id, token: token, until: min(until ?? limit, limit), as: actor, at: now)
            rest(at: now)
            return
        }
        count.calls += 1
        let moving = detail.assetID.flatMap { around.town.movingSince($0, now) }
        let call = LedgerEntry.Call(
            detail, desk: actor.name, movingSince: moving, words: around.words, at: now)
        var ringing = PhoneCall(
            task: task.id, kind: task.kind.rawValue, asset: detail.assetID, contact: call.contact, phone: call.phone,
            at: now)
        (ringing.unit, ringing.workshop, ringing.asksApproval) = (task.unit, call.workshop, task.asksApproval)
        if task.kind == .preventOffer {
            (ringing.part, ringing.slot) = (
                detail.caseDetail?.current.row.part, detail.caseDetail?.offered.first?.slot.start
            )
        }
        ringing.tellsStandDown = task.kind == .providerCall && task.change == .unitChanged
        let answer = around.town.answer(ringing)
        state = .talking(detail.entry.row, token: token, Talk(call: call, answer: answer))
        due = now.adding(seconds: Int64(max(1, answer.seconds)))
        if random.fraction() < around.plan.overstaysLease / 4 {
            due = now.adding(seconds: Desk.callLease + Desk.dialGrace + 1 + Int64(random.below(120)))
        }
    }

    // MARK: After it

    private mutating func end(
        _ talk: Talk, _ task: TaskRow, _ token: Int64, at now: Timestamp, _ around: Surroundings,
        _ count: inout DeskCount, _ ledger: inout LedgerWriter
    ) throws {
        var talk = talk
        var random = DeskBot.random(around.plan, task, token, "ends")
        talk.call.ended = now.milliseconds
        if random.fraction() < around.plan.abandons {
            try ledger.write(.call(talk.call), at: now)
            leave(at: now, &count)
            return
        }
        do {
            try writeDown(&talk, task, token, at: now, around)
            let result = DeskBot.result(of: talk.answer, task, at: now)
            talk.call.outcome = result.outcome.rawValue
            try around.desk.finish(task.id, token: token, result, as: actor, at: now)
        } catch is DeskError {
            talk.call.isRefused = true
            if talk.call.outcome == "abandoned" { talk.call.outcome = talk.answer.outcome }
            count.refusals += 1
        }
        count.outcomes[talk.call.outcome, default: 0] += 1
        try ledger.write(.call(talk.call), at: now)
        rest(at: now)
    }

    /// Tells the desk what the person has told, each thing once.
    private mutating func writeDown(
        _ talk: inout Talk, _ task: TaskRow, _ token: Int64, at now: Timestamp, _ around: Surroundings
    ) throws {
        guard task.caseID != nil else { return }
        if let place = talk.answer.place, !talk.hasPlace {
            let words = "\(place.latitude),\(place.longitude)"
            try around.desk.fact(task.id, key: "position", value: words, place: place, as: actor, at: now)
            talk.hasPlace = true
            state = .talking(task, token: token, talk)
        }
        for fact in talk.answer.facts.dropFirst(talk.told) {
            if !DeskBot.answers.contains(fact.key) {
                try around.desk.fact(task.id, key: fact.key, value: fact.value, as: actor, at: now)
            }
            talk.told += 1
            state = .talking(task, token: token, talk)
        }
    }

    /// Facts that are parts of an outcome.
    private static let answers: Set<String> = ["eta_minutes", "slot_start"]

    private static func result(of answer: PhoneAnswer, _ task: TaskRow, at now: Timestamp) -> CallResult {
        func told(_ key: String) -> String? { answer.facts.last { $0.key == key }?.value }
        var outcome = Outcome(rawValue: answer.outcome) ?? .reached
        // Whoever is asked for a yes and hears the question has said it, unless they said no.
        if outcome == .reached, task.asksApproval || task.kind == .workshopCall { outcome = .accepted }
        var result = CallResult(outcome)
        if outcome == .accepted, task.kind == .providerCall {
            result.etaMinutes = told("eta_minutes").flatMap(Double.init).map { min(max($0, 0), 10_000) }
        }
        if task.kind == .workshopCall || task.kind == .preventOffer {
            result.slotStart = told("slot_start").flatMap { Timestamp(iso8601: $0) }
        }
        if outcome == .callBack, let minutes = answer.callBackIn {
            result.callBackAt = now.adding(seconds: Int64(min(max(minutes, 1), 10_000)) * 60)
        }
        return result
    }

    // MARK: -

    /// Somebody else sits down a minute later; what was claimed stays claimed.
    private mutating func leave(at now: Timestamp, _ count: inout DeskCount) {
        count.abandoned += 1
        shift += 1
        state = .idle
        due = now.adding(seconds: 60)
    }

    private mutating func rest(at now: Timestamp) {
        state = .idle
        due = now.adding(seconds: 1)
    }

    /// Chance for one claim: the same in every run in which it gets the same token.
    private static func random(_ plan: DeskPlan, _ task: TaskRow, _ token: Int64, _ what: String) -> SeededGenerator {
        var hash = plan.seed
        for byte in "\(what) \(task.id) \(token)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return SeededGenerator(seed: hash)
    }
}

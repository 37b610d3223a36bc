import Casework
import Outreach
import Persistence
import Telemetry

/// Dispatchers at their desks: they claim, dial, finish, put off, give back, and sometimes just go.
final class Dispatchers {
    static let names = ["Mari", "Ott"]

    /// What somebody has on the screen.
    private struct Hand {
        var task: Int64
        var token: Int64
        var chance: Chance
        var isCall: Bool
    }

    private let seed: UInt64
    private var hands: [String: Hand] = [:]
    /// Claims that somebody walked away from, and may come back to when they are stale.
    private var left: [(name: String, hand: Hand)] = []
    private var asked: [String: Int] = [:]
    /// The token that stands in each task.
    private var current: [Int64: Int64] = [:]

    init(seed: UInt64) { self.seed = seed }

    /// Whether somebody has no claim, old or new.
    func hasNothing(_ number: Int) -> Bool {
        let name = Dispatchers.names[number % Dispatchers.names.count]
        return hands[name] == nil && !left.contains { $0.name == name }
    }

    /// Somebody looks at the desk and does the next thing.
    ///
    /// - Throws: ``BrokenRule`` if a stale claim could change something.
    func look(_ number: Int, _ desk: Desk, at now: Timestamp, note: (String) -> Void) throws {
        let name = Dispatchers.names[number % Dispatchers.names.count]
        let actor = DeskActor(name: name)
        do {
            if let ghost = left.firstIndex(where: { $0.name == name }), hands[name] == nil {
                let hand = left.remove(at: ghost).hand
                try finish(hand, desk, actor, at: now, note: note)
                return
            }
            guard let hand = hands[name] else { return try claim(desk, actor, at: now, note: note) }
            try goOn(hand, desk, actor, at: now, note: note)
        } catch let refusal as DeskError {
            hands[name] = nil
            note("\(name) is refused: \(refusal)")
        }
    }

    private func claim(_ desk: Desk, _ actor: DeskActor, at now: Timestamp, note: (String) -> Void) throws {
        guard let claimed = try desk.claimNext(as: actor, lease: 120, at: now) else { return }
        let task = claimed.detail.entry.row
        let question =
            "\(task.kind) \(claimed.detail.assetID ?? "") \(task.contact ?? "") \(task.unit ?? "")"
        asked[question, default: 0] += 1
        var hand = Hand(
            task: task.id, token: claimed.token, chance: Chance(seed, "\(question) \(asked[question, default: 0])"),
            isCall: task.isCall)
        current[task.id] = claimed.token
        note("\(actor.name) claims task \(task.id), \(question)")
        // Half of them wait with the screen open.
        if hand.chance.percent(50) {
            hands[actor.name] = hand
        } else {
            try finish(hand, desk, actor, at: now, note: note)
        }
    }

    private func goOn(_ hand: Hand, _ desk: Desk, _ actor: DeskActor, at now: Timestamp, note: (String) -> Void) throws
    {
        var hand = hand
        switch hand.chance.below(100) {
        case 0..<70:
            hands[actor.name] = nil
            try finish(hand, desk, actor, at: now, note: note)
        case 70..<78:
            note("\(actor.name) renews task \(hand.task)")
            hands[actor.name] = hand
            _ = try desk.renew(hand.task, token: hand.token, as: actor, lease: 120, at: now)
        case 78..<84:
            hands[actor.name] = nil
            note("\(actor.name) gives task \(hand.task) back")
            try desk.release(hand.task, token: hand.token, as: actor, at: now)
            current[hand.task] = nil
        case 84..<90:
            hands[actor.name] = nil
            note("\(actor.name) puts task \(hand.task) off")
            try desk.snooze(
                hand.task, token: hand.token, until: now.adding(seconds: Int64(hand.chance.among(60...800))),
                as: actor, at: now)
        default:
            hands[actor.name] = nil
            note("\(actor.name) walks away from task \(hand.task)")
            left.append((actor.name, hand))
        }
    }

    private func finish(_ hand: Hand, _ desk: Desk, _ actor: DeskActor, at now: Timestamp, note: (String) -> Void)
        throws
    {
        var chance = hand.chance
        let outcome: Outcome =
            hand.isCall
            ? chance.weighted(
                [
                    (60, .reached), (16, .noAnswer), (4, .wrongNumber), (4, .declined), (3, .inDanger), (3, .solved),
                    (3, .callBack),
                ], or: .reached)
            : chance.weighted([(50, .accepted), (20, .declined), (20, .noAnswer), (5, .reached)], or: .accepted)
        note("\(actor.name) finishes task \(hand.task): \(outcome.rawValue)")
        let isStale = current[hand.task] != hand.token
        if chance.percent(80), !isStale {
            _ = try desk.dial(hand.task, token: hand.token, as: actor, at: now)
        }
        var result = CallResult(outcome)
        if outcome == .accepted, chance.percent(60) { result.etaMinutes = Double(chance.among(10...50)) }
        if outcome == .callBack { result.callBackAt = now.adding(seconds: Int64(chance.among(120...900))) }
        try desk.finish(hand.task, token: hand.token, result, as: actor, at: now)
        if isStale {
            throw BrokenRule("\(actor.name) finished task \(hand.task) with token \(hand.token), which was not current")
        }
    }
}

internal import Casework
internal import Foundation
internal import Outreach
internal import Persistence
internal import Pipeline
internal import Telemetry

/// A dispatcher of the demo: takes the next task, dials, says what the script says, and notes how it ended.
struct DemoDispatcher {
    let name: String
    let database: String
    let scripts: ScriptBuilder
    let events: DemoEvents
    /// Seconds that a call lasts; in life it is minutes.
    let talk = 3.0

    /// Works until the demo is over, on a thread of its own.
    func start() {
        let me = self
        Thread.detachNewThread {
            do {
                let desk = Desk(try StoreConnection(path: me.database, role: .command(create: false)))
                while !me.events.isOver {
                    guard try me.work(desk) else {
                        me.wait(0.1)
                        continue
                    }
                }
            } catch {
                me.events.fail("\(me.name)'s desk: \(error)")
            }
        }
    }

    /// Takes one task; false if there is nothing to do.
    private func work(_ desk: Desk) throws -> Bool {
        let actor = DeskActor(name: name)
        guard let claimed = try desk.claimNext(as: actor, at: .wallClock) else { return false }
        let task = claimed.detail.entry.row
        do {
            let detail = try desk.dial(task.id, token: claimed.token, as: actor, at: .wallClock)
            tell(detail)
            wait(talk)
            guard !events.isOver else { return true }
            let result = DemoDispatcher.result(of: task.kind)
            try desk.finish(task.id, token: claimed.token, result, as: actor, at: .wallClock)
            events.countCall()
            events.tell(
                "call    \(name) ends task \(task.id): \(result.outcome.rawValue.wordsOfKey)",
                at: .wallClock)
        } catch let refusal as DeskError {
            events.tell("call    \(name) is refused: \(refusal)", at: .wallClock)
        }
        return true
    }

    private func tell(_ detail: TaskDetail) {
        let now = Timestamp.wallClock
        let person = detail.addressee
        let who = [person?.name ?? "nobody known", person?.role?.wordsOfKey, person?.phone]
            .compactMap { $0 }.joined(separator: ", ")
        events.tell("call    \(name) claims task \(detail.entry.row.id) and dials \(who)", at: now)
        guard let script = scripts.script(for: detail, at: now) else { return }
        let spoken: [Script.Block.Kind] = [.safety, .change, .symptom, .coming, .request]
        for block in script.blocks where spoken.contains(block.kind) {
            let words = block.text.split(whereSeparator: \.isNewline).joined(separator: " ")
            events.tell("          \(script.language): \(words)", at: now)
        }
    }

    /// A demo's callers are always in: who is asked to come says yes, everybody else has been told.
    private static func result(of kind: TaskKind) -> CallResult {
        switch kind {
        case .providerCall: CallResult(.accepted, etaMinutes: 25)
        case .workshopCall: CallResult(.accepted)
        default: CallResult(.reached)
        }
    }

    private func wait(_ seconds: Double) {
        let deadline = ContinuousClock.now + .milliseconds(Int64(seconds * 1_000))
        while !events.isOver, ContinuousClock.now < deadline { poll(nil, 0, 20) }
    }
}

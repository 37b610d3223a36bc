import Foundation
import Persistence
import Telemetry

extension Desk {
    /// How long a command waits for the service, in seconds.
    private static let replyPatience: Double = 10

    /// Waits until the service has done what was asked for; nothing is held meanwhile.
    ///
    /// - Throws: ``DeskError/refused(_:)`` with the service's reason, or exit code 75 if nothing comes of it in time.
    func waitForReply(to ticket: DeskTicket) throws -> (caseID: Int64?, task: Int64?) {
        let deadline = ContinuousClock.now + .seconds(Desk.replyPatience)
        while ContinuousClock.now < deadline {
            switch try reply(to: ticket) {
            case .done(let caseID, let task): return (caseID, task)
            case .refused(let reason): throw DeskError.refused("the service refused: \(reason)")
            case nil: usleep(15_000)
            }
        }
        Terminal.say("the service has not come to it yet; it is kept, and done when `callahead serve` runs")
        throw CommandExit.taken
    }
}

extension Answered {
    /// The claim; if the service makes the task first, once it has.
    func claimed(from desk: Desk, as actor: DeskActor) throws -> Claimed {
        switch self {
        case .claimed(let claimed): return claimed
        case .asked(let ticket):
            guard let task = try desk.waitForReply(to: ticket).task else {
                throw DeskError.refused("the service made no task of it")
            }
            return try desk.answer(task, as: actor, at: .now)
        }
    }
}

internal import Logging
internal import Persistence
internal import Telemetry

extension Lane {
    /// When this many batches wait in the journal, some are folded even under load.
    static let unfoldedLimit = 5_000

    /// A file of up to this many bytes is rewritten while the service runs, after somebody was forgotten; a larger one at
    /// its end.
    static let compactableWhileRunning: Int64 = 32 << 20

    /// At most this many journals, and this many bytes of them, are folded at once: some milliseconds.
    static let foldedAtOnce = (journals: 500, bytes: 128 << 10)

    /// Milliseconds from a fold that left nothing to the next one: messages that trickle in are not folded one by one,
    /// each with a sync of its own.
    static let foldPause: Int64 = 1_000

    /// Batches of so many messages come from a backlog: what can wait does so for this many milliseconds, since a moment
    /// without messages is no rest then.
    static let backlogBatch = 250
    static let backlogPause: Int64 = 100

    /// Folds journals into tables and keeps the file short while there is nothing else to do.
    func doIdleWork() {
        let machine = clock.machine()
        let isBehind = unfoldedBatches > Lane.unfoldedLimit
        guard machine >= nextIdleWork || isBehind else { return }
        nextIdleWork = machine.adding(milliseconds: 20)
        do {
            let isFoldDue =
                machine >= nextFold || isBehind || nextFold.milliseconds - machine.milliseconds > Lane.foldPause
            if unfoldedBatches > 0, isFoldDue {
                try foldJournal(at: machine)
            } else if try reliveDays() {
                return
            } else if machine >= nextPurge {
                if try store.purge(at: now, keeping: configuration.retention) == 0 {
                    nextPurge = machine.adding(seconds: 60)
                    switch try store.compactIfAsked(limit: Lane.compactableWhileRunning) {
                    case .done: log.info("the file was rewritten")
                    case .isRead: nextPurge = machine.adding(milliseconds: 100)
                    case .notAsked, .tooLarge: break
                    }
                }
            }
        } catch {
            log.warning("\(error)")
            nextIdleWork = machine.adding(seconds: 1)
        }
    }
}

internal import MQTT
internal import Telemetry

/// The first messages on a connection may have been dealt with before; with very few of them that can't be told.
extension Lane {
    /// So long the messages behind them are waited for, in milliseconds: a broker that delivers again does not pause.
    private static let decidesWithin: Int64 = 500
    /// At most so many are kept back: retained ones among them tell nothing.
    private static let keptBack = 200

    /// Whether the batch is kept back, neither stepped nor acknowledged, until more has come or a moment has passed.
    func awaitsMore() -> Bool {
        guard receipts.isLeading, !batch.isEmpty, batch.entries.count < Lane.keptBack, mayComeAgain else {
            decidesBy = nil
            return false
        }
        guard link.isConnected else {
            // The broker delivers them again, and before the others.
            if batch.entries.allSatisfy(\.isAcknowledged) { batch.removeAll() }
            decidesBy = nil
            return false
        }
        let machine = clock.machine()
        let due = decidesBy ?? machine.adding(milliseconds: Lane.decidesWithin)
        decidesBy = machine < due ? due : nil
        return decidesBy != nil
    }

    /// Whether the batch may be the beginning of what comes again.
    private var mayComeAgain: Bool {
        let leading = batch.entries.filter(\.isAcknowledged).map(\.digest)
        // What had waited comes before the answer to our subscriptions, and what is kept for topics after it.
        return receipts.isOpen(leading: leading, orOf: !isSubscribed)
    }

    /// A turn that only waits: whatever it sent would acknowledge what is kept back.
    func awaitMore(mayReadMore: Bool) {
        link.misc()
        handleEvents()
        wait(mayReadMore: mayReadMore)
    }
}

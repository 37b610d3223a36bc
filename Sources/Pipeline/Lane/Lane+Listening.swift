internal import Casework
internal import MQTT
internal import Telemetry

/// After a start, or when the connection was lost, the broker may keep what crews have answered meanwhile.
extension Lane {
    /// So long, by the service's clock, an offer does not lapse because we could not hear: seconds.
    static let listensFor: Int64 = 60

    /// Whether a crew's answer may have come in time and wait at the broker.
    var isListening: Bool { listensUntil.map { now < $0 } ?? false }

    /// Nothing is heard from now on, or something has waited: offers do not lapse before it was read.
    func beginListening() { listensUntil = now.adding(seconds: Lane.listensFor) }

    /// Notes what a read brought: what had waited comes before the answer to our subscriptions, and a read that found
    /// nothing more has taken it.
    func listened(_ end: ReadBatch.End) {
        guard isSubscribed, end == .drained else { return }
        listensUntil = nil
    }

    /// Timers that are due and may run, the earliest first.
    func dueTimers(at now: Timestamp) -> [TimerRow] {
        let due = workingSet.dueTimers(at: now, limit: 200)
        return isListening ? due.filter { $0.kind != .offerExpiry } : due
    }

    /// Whether a timer is due and may run.
    var hasDueTimer: Bool {
        guard let timer = workingSet.nextTimer, timer <= now else { return false }
        return !isListening || !dueTimers(at: now).isEmpty
    }

    /// When the next timer may run, if there is one.
    var nextTimer: Timestamp? {
        guard let timer = workingSet.nextTimer, timer <= now, isListening, dueTimers(at: now).isEmpty else {
            return workingSet.nextTimer
        }
        return listensUntil
    }
}

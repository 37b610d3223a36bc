internal import Casework
internal import Logging
internal import Persistence
internal import Telemetry

/// Timers and dispatchers' actions, which join the messages of a batch: what of them can't be stored must stop neither
/// the messages nor the rest.
extension Lane {
    /// Which timers and actions join the next commit.
    enum OtherWork: Equatable {
        case all
        case none
        /// This one alone, by its number.
        case action(Int64)
        case timer(Int64)
    }

    /// Milliseconds until a timer that could not be stored is tried again.
    private static let putOff: Int64 = 60_000

    /// What is due by itself.
    func joiningTimers(at now: Timestamp) -> [TimerRow] {
        switch otherWork {
        case .none, .action: return []
        case .timer(let id): return dueTimers(at: now).filter { $0.id == id }
        case .all:
            let due = dueTimers(at: now)
            guard !timersPutOff.isEmpty else { return due }
            let machine = clock.machine()
            return due.filter { timersPutOff[$0.id].map { $0 <= machine } ?? true }
        }
    }

    /// What dispatchers have asked for.
    func joiningActions() throws(StoreError) -> [DeskAction] {
        switch otherWork {
        case .none, .timer: return []
        case .action(let id): return try store.pendingActions().filter { $0.id == id }
        case .all: return try store.pendingActions()
        }
    }

    /// Runs `body` without timers and actions.
    func withoutOtherWork(_ body: () -> Void) {
        let before = otherWork
        otherWork = .none
        body()
        otherWork = before
    }

    /// Brings timers and actions to disk one by one; what can't be stored is set aside.
    ///
    /// An action goes, with a note for people on its case and an answer to whoever waits: it would fail again, and with
    /// it everything that joins it. A timer stays and is put off, for nothing else would do what it is for.
    func isolateOtherWork() {
        defer { otherWork = .all }
        let actions: [Int64]
        do {
            actions = try store.pendingActions().map(\.id)
        } catch {
            log.error("dispatchers' actions can't be read: \(error)")
            return
        }
        let timers = joiningTimers(at: now).map(\.id)
        for one in actions.map(OtherWork.action) + timers.map(OtherWork.timer) {
            otherWork = one
            guard failure == nil, !stop.isRaised else { return }
            switch commit(Decoded()) {
            case .committed: continue
            case .stopped: return
            case .poisoned(let reason): setAside(one, because: reason)
            }
        }
    }

    private func setAside(_ work: OtherWork, because reason: String) {
        switch work {
        case .action(let id):
            log.error("action \(id) can't be stored and is set aside: \(reason)")
            do {
                try store.setAside(action: id, because: reason, at: now)
            } catch {
                log.error("action \(id) can't be set aside either: \(error)")
                restsUntil = clock.machine().adding(seconds: 1)
            }
        case .timer(let id):
            log.error("timer \(id) can't be stored and is tried again in a minute: \(reason)")
            let machine = clock.machine()
            timersPutOff = timersPutOff.filter { $0.value > machine }
            timersPutOff[id] = machine.adding(milliseconds: Lane.putOff)
            restsUntil = machine.adding(seconds: 1)
        case .all, .none: break
        }
    }
}

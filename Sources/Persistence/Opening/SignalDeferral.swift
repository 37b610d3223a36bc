import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Keeps Ctrl-Z and Ctrl-C away from an open transaction: a stopped command would hold the write lock.
///
/// The signals are acted on when the transaction is over. Works for the whole process, whichever thread the kernel
/// picks, by way of the signal's handler.
enum SignalDeferral {
    private static let signals: [Int32] = [SIGTSTP, SIGINT]
    private static let pendingStop = Atomic<Bool>(false)
    private static let pendingInterrupt = Atomic<Bool>(false)
    private static let turn = Mutex<Void>(())

    /// Runs `body` with the signals put off.
    static func during<Result>(_ body: () throws -> Result) rethrows -> Result {
        try turn.withLock { _ in
            // Made before a signal can arrive: a handler may not run a lazy initialiser.
            pendingStop.store(false, ordering: .relaxed)
            pendingInterrupt.store(false, ordering: .relaxed)
            var previous = signals.map { _ in sigaction() }
            for (index, signal) in signals.enumerated() {
                var action = sigaction()
                action.__sigaction_handler.sa_handler = { signal in
                    if signal == SIGTSTP {
                        SignalDeferral.pendingStop.store(true, ordering: .relaxed)
                    } else {
                        SignalDeferral.pendingInterrupt.store(true, ordering: .relaxed)
                    }
                }
                action.sa_flags = SA_RESTART
                sigaction(signal, &action, &previous[index])
            }
            defer {
                for (index, signal) in signals.enumerated() { sigaction(signal, &previous[index], nil) }
                if pendingInterrupt.load(ordering: .relaxed) { kill(getpid(), SIGINT) }
                if pendingStop.load(ordering: .relaxed) { kill(getpid(), SIGTSTP) }
            }
            return try body()
        }
    }
}

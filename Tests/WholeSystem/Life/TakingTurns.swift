import Pipeline

/// A companion without a thread: once the next messages are read before the commit, once after it.
final class TakingTurns: Companion {
    /// Whether what is read ahead is read after the commit.
    private(set) var isBehind = false

    func run(_ work: @escaping () -> Void, beside other: (_ isDone: () -> Bool) -> Void) {
        isBehind.toggle()
        if isBehind { work() }
        // Asked after each read: one is enough.
        other { true }
        if !isBehind { work() }
    }
}

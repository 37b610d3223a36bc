import Glibc
import Synchronization

/// What signals ask of the board, as something to look at.
///
/// The handlers only store and write to a pipe. A signal that means a crash gives the terminal back first.
enum BoardSignals {
    private static let pipe = Atomic<Int32>(-1)
    private static let ended = Atomic<Int32>(0)
    private static let suspended = Atomic<Bool>(false)
    private static let continued = Atomic<Bool>(false)
    private static let resized = Atomic<Bool>(false)

    private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
    private static let crashes = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP]

    /// Takes the signals over; each wakes whoever waits for the pipe.
    static func listen(_ wake: WakePipe) {
        // Made before a signal can arrive: a handler may not run a lazy initialiser.
        pipe.store(wake.writer, ordering: .relaxed)
        _ = takeEnd()
        _ = takeSuspension()
        _ = takeContinuation()
        _ = takeResize()
        for number in endings {
            handle(number) { number in
                BoardSignals.ended.store(number, ordering: .relaxed)
                BoardSignals.wake()
            }
        }
        listenForSuspension()
        handle(SIGCONT) { _ in
            BoardSignals.continued.store(true, ordering: .relaxed)
            BoardSignals.wake()
        }
        handle(SIGWINCH) { _ in
            BoardSignals.resized.store(true, ordering: .relaxed)
            BoardSignals.wake()
        }
        for number in crashes {
            handle(number) { number in
                RawTerminal.giveBack()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        // A terminal that has gone away is an error of write, not an end without a word.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Stops the process like Ctrl-Z does any other; comes back when it is continued.
    static func suspend() {
        signal(SIGTSTP, SIG_DFL)
        kill(0, SIGTSTP)
        listenForSuspension()
    }

    /// The signal that asks for the end.
    static func takeEnd() -> Int32? {
        let number = ended.exchange(0, ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// Whether the process was asked to stop for a while.
    static func takeSuspension() -> Bool { suspended.exchange(false, ordering: .relaxed) }
    /// Whether it goes on after a stop.
    static func takeContinuation() -> Bool { continued.exchange(false, ordering: .relaxed) }
    /// Whether the terminal has another size.
    static func takeResize() -> Bool { resized.exchange(false, ordering: .relaxed) }

    private static func listenForSuspension() {
        handle(SIGTSTP) { _ in
            BoardSignals.suspended.store(true, ordering: .relaxed)
            BoardSignals.wake()
        }
    }

    private static func handle(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = SA_RESTART
        sigaction(number, &action, nil)
    }

    private static func wake() {
        var byte: UInt8 = 1
        _ = write(pipe.load(ordering: .relaxed), &byte, 1)
    }
}

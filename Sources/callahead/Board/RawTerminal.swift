import Glibc
import Synchronization

/// The terminal while the board has it: keys come one by one, and the screen before it comes back at the end.
enum RawTerminal {
    /// Another screen, no line wrapping, no cursor, pasted text marked as such (xterm's control sequences).
    private static let taking: StaticString = "\u{1B}[?1049h\u{1B}[?7l\u{1B}[?25l\u{1B}[?2004h\u{1B}[2J"
    private static let giving: StaticString = "\u{1B}[?2026l\u{1B}[0m\u{1B}[?2004l\u{1B}[?25h\u{1B}[?7h\u{1B}[?1049l"
    private static let isTaken = Atomic<Bool>(false)
    // Written once before any handler is set, and only read afterwards.
    private nonisolated(unsafe) static let before = UnsafeMutablePointer<termios>.allocate(capacity: 1)

    /// Takes the terminal, or takes it again after a stop.
    static func take() {
        if !isTaken.load(ordering: .relaxed) { tcgetattr(STDIN_FILENO, before) }
        isTaken.store(true, ordering: .relaxed)
        var raw = before.pointee
        cfmakeraw(&raw)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw)
        send(taking)
    }

    /// Gives the terminal back as it was; does nothing if that is done already.
    ///
    /// Only calls what a signal's handler may call.
    static func giveBack() {
        guard isTaken.exchange(false, ordering: .relaxed) else { return }
        send(giving)
        tcsetattr(STDIN_FILENO, TCSANOW, before)
    }

    /// Columns and rows; 80 by 24 if the terminal does not say.
    static var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Sends a whole frame, in one write if the terminal takes it.
    ///
    /// - Returns: Whether the terminal is still there.
    static func send(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = write(STDOUT_FILENO, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
                if count < 0 {
                    if errno == EINTR { continue }
                    guard errno == EAGAIN else { return false }
                    var request = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&request, 1, 1_000)
                    continue
                }
                sent += count
            }
            return true
        }
    }

    private static func send(_ text: StaticString) { _ = write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount) }
}

import Glibc
import Pipeline
import Telemetry

/// The board at a terminal: turns bytes into keys, keys into requests, and what is known into cells.
final class BoardScreen {
    /// How the board ended.
    struct End {
        /// What is said afterwards.
        var words: String?
        /// The signal that ended it.
        var signal: Int32?
    }

    /// Without a byte for so long, an escape is the Escape key, in milliseconds.
    private static let escapeWait: Int32 = 40
    /// Without a sign from the database for so long, that is said, in seconds.
    private static let patience: Int64 = 3

    private var board: Board
    private var parser = KeyParser()
    private var drawn: Grid?
    private var isGone = false
    private let showsColour: Bool
    private let worker: BoardWorker
    private let signals = WakePipe()

    init(actor: String, showsColour: Bool, worker: BoardWorker) {
        board = Board(actor: actor)
        self.showsColour = showsColour
        self.worker = worker
    }

    /// Runs until the dispatcher quits, the terminal goes away, or a signal ends it.
    func run() throws -> End {
        RawTerminal.take()
        BoardSignals.listen(signals)
        defer { RawTerminal.giveBack() }
        worker.start()
        defer { worker.stop() }
        while !board.isOver, !isGone {
            if let signal = BoardSignals.takeEnd() { return End(words: keptClaim, signal: signal) }
            mindSignals()
            for answer in worker.takeAnswers() { board.receive(answer, at: .now) }
            mindSilence()
            worker.watch(held: board.held, looked: board.looked)
            draw()
            if board.isOver { break }
            waitAndRead()
        }
        return End(words: keptClaim, signal: isGone ? SIGHUP : nil)
    }

    private func mindSignals() {
        if BoardSignals.takeSuspension() { suspend() }
        if BoardSignals.takeContinuation() {
            // The shell may have set the terminal for itself meanwhile.
            RawTerminal.take()
            worker.forgiveSilence(at: .now)
            drawn = nil
        }
        if BoardSignals.takeResize() { drawn = nil }
    }

    private func suspend() {
        RawTerminal.giveBack()
        worker.resting { BoardSignals.suspend() }
        RawTerminal.take()
        worker.forgiveSilence(at: .now)
        drawn = nil
    }

    private func mindSilence() {
        let now = Timestamp.now
        if now.seconds(since: worker.beat) >= Self.patience, board.pending == nil {
            board.receive(.trouble("it does not answer; somebody has locked it"), at: now)
        }
    }

    private func draw() {
        let now = Timestamp.now
        let size = RawTerminal.size
        let grid = board.frame(columns: size.columns, rows: size.rows, at: now)
        var frame = grid.update(from: drawn, showsColour: showsColour)
        if board.takeBell(at: now) { frame += "\u{7}" }
        drawn = grid
        if !frame.isEmpty, !RawTerminal.send(frame) { isGone = true }
    }

    /// Waits for a key, an answer, a signal, or the next second of the clock.
    private func waitAndRead() {
        var requests = [STDIN_FILENO, worker.descriptor, signals.descriptor].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let toNextSecond = Int32(1_000 - Timestamp.now.milliseconds % 1_000)
        let count = poll(&requests, 3, parser.isUndecided ? Self.escapeWait : toNextSecond)
        if requests[2].revents != 0 { signals.drain() }
        if count == 0, parser.isUndecided { press(parser.settle()) }
        guard requests[0].revents != 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let length = read(STDIN_FILENO, &bytes, bytes.count)
        if length > 0 {
            press(parser.keys(Array(bytes[..<length])))
        } else if length == 0 || errno != EINTR && errno != EAGAIN {
            isGone = true
        }
    }

    private func press(_ keys: [Key]) {
        if !keys.isEmpty { worker.notePresence(at: .now) }
        for key in keys {
            if key == .control("z") {
                suspend()
            } else if key == .control("l") {
                drawn = nil
            } else if let request = board.press(key, at: .now) {
                worker.ask(request)
            }
        }
    }

    /// What a dispatcher who leaves with a claim must know.
    private var keptClaim: String? {
        guard let held = board.held, !board.isLost, let until = board.mine?.leaseUntil, until > .now else { return nil }
        return "task \(held.task) stays yours until \(until.iso8601.dropFirst(11).prefix(8)) UTC; start the board "
            + "again under your name to go on with it"
    }
}

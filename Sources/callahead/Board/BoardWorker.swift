internal import Foundation
internal import Persistence
internal import Pipeline
internal import Synchronization
internal import Telemetry

/// The thread that asks the database, so that keys and clock go on while somebody has locked it.
final class BoardWorker: Sendable {
    /// What the two threads share.
    private struct Shared {
        var requests: [BoardRequest] = []
        var answers: [BoardAnswer] = []
        var held: Held?
        var looked: Int64?
        var isOver = false
        /// When a key was last pressed.
        var pressedAt = Timestamp.now
        /// When the thread last came round.
        var beat = Timestamp.now
    }

    /// The database is asked at most so often, in milliseconds: about four times a second.
    private static let rhythm: Int32 = 250
    /// Without any change the board is read again after so many seconds: a time to wait may be over.
    private static let longestRest: Int64 = 5

    private let shared = Mutex(Shared())
    /// Held while the database is asked.
    private let turn = Mutex<Void>(())
    private let toWorker = WakePipe()
    private let toScreen = WakePipe()
    // Only its own thread uses it once that has begun.
    private nonisolated(unsafe) let reader: BoardReader

    init(_ reader: BoardReader) { self.reader = reader }

    /// Becomes readable when there are answers.
    var descriptor: Int32 { toScreen.descriptor }

    /// Starts the thread.
    func start() {
        Thread.detachNewThread { [self] in work() }
    }

    /// Tells the thread to end; one that waits for a lock ends with the process.
    func stop() {
        shared.withLock { $0.isOver = true }
        toWorker.wake()
    }

    /// Asks for something to be done.
    func ask(_ request: BoardRequest) {
        shared.withLock { $0.requests.append(request) }
        toWorker.wake()
    }

    /// Somebody pressed a key: they are at the desk.
    func notePresence(at now: Timestamp) { shared.withLock { $0.pressedAt = now } }

    /// Which tasks are on the screen.
    func watch(held: Held?, looked: Int64?) {
        let isNew = shared.withLock { shared in
            guard shared.held != held || shared.looked != looked else { return false }
            shared.held = held
            shared.looked = looked
            return true
        }
        if isNew { toWorker.wake() }
    }

    /// The answers since the last time.
    func takeAnswers() -> [BoardAnswer] {
        toScreen.drain()
        return shared.withLock { shared in
            defer { shared.answers = [] }
            return shared.answers
        }
    }

    /// Since when the thread waits for the database; it comes round several times a second otherwise.
    var beat: Timestamp { shared.withLock { $0.beat } }

    /// Runs `body` while nothing is asked of the database: a process that stops inside a write would hold its lock.
    func resting(_ body: () -> Void) { turn.withLock { _ in body() } }

    /// The process has slept: that the thread did not come round means nothing.
    func forgiveSilence(at now: Timestamp) { shared.withLock { $0.beat = now } }

    private func post(_ answer: BoardAnswer) {
        shared.withLock { shared in
            // Of two screens only the newer one matters.
            if case .snapshot = answer {
                shared.answers.removeAll { if case .snapshot = $0 { true } else { false } }
            }
            shared.answers.append(answer)
        }
        toScreen.wake()
    }

    private func work() {
        var progress = Progress()
        while true {
            let now = Timestamp.now
            let (requests, held, looked, isOver) = shared.withLock { shared in
                shared.beat = now
                defer { shared.requests = [] }
                return (shared.requests, shared.held, shared.looked, shared.isOver)
            }
            if isOver { return }
            for request in requests { post(turn.withLock { _ in reader.perform(request, at: .now) }) }
            if !requests.isEmpty { progress.version = nil }
            do {
                try turn.withLock { _ in try look(held, looked, &progress) }
            } catch {
                progress.isInTrouble = true
                // What went wrong with the file may be over when it is opened anew.
                if (error as? StoreError)?.kind != .busy { reader.close() }
                post(.trouble("\(error)"))
            }
            toWorker.wait(milliseconds: progress.isInTrouble ? Self.rhythm * 4 : Self.rhythm)
            toWorker.drain()
        }
    }

    /// What the thread knows of its last look.
    private struct Progress {
        var version: Int64?
        var readAt = Timestamp(milliseconds: 0)
        var held: Held?
        var looked: Int64?
        var isInTrouble = false
        var knowsClaim = false
        var attendedAt: Timestamp?
    }

    /// Reads the board again if anything may be different.
    private func look(_ held: Held?, _ looked: Int64?, _ progress: inout Progress) throws {
        let now = Timestamp.now
        if !progress.knowsClaim {
            if let held = try reader.earlierClaim(at: now) { post(.claimed(held)) }
            progress.knowsClaim = true
        }
        let pressedAt = shared.withLock { $0.pressedAt }
        let isThere = abs(now.seconds(since: pressedAt)) < Desk.presence
        if isThere, progress.attendedAt.map({ abs(now.seconds(since: $0)) >= Desk.presence / 3 }) ?? true {
            try reader.attend(at: now)
            progress.attendedAt = now
        }
        let version = try reader.version()
        let age = now.seconds(since: progress.readAt)
        guard
            version != progress.version || held != progress.held || looked != progress.looked || progress.isInTrouble
                || !(0..<Self.longestRest).contains(age)
        else { return }
        post(.snapshot(try reader.snapshot(held: held, looked: looked, at: now)))
        progress.version = version
        progress.readAt = now
        progress.held = held
        progress.looked = looked
        progress.isInTrouble = false
    }
}

internal import Foundation
internal import Synchronization

/// Does one piece of work while its caller does another.
package protocol Companion: AnyObject {
    /// Runs both and returns when both have ended.
    ///
    /// - Parameters:
    ///   - work: Touches nothing that `other` touches.
    ///   - other: Runs on the caller's thread and is told whether `work` has ended, as often as it asks.
    func run(_ work: @escaping () -> Void, beside other: (_ isDone: () -> Bool) -> Void)
}

/// A companion with a thread of its own, which is started with the first work and ends with its owner.
final class CompanionThread: Companion {
    private let shared = Shared()
    private var isStarted = false

    deinit { shared.end() }

    func run(_ work: @escaping () -> Void, beside other: (_ isDone: () -> Bool) -> Void) {
        if !isStarted {
            isStarted = true
            let thread = Thread { [shared] in while shared.workOnce() {} }
            thread.name = "callahead-disk"
            thread.start()
        }
        shared.give(work)
        other { shared.isDone }
        shared.wait()
    }

    /// What the thread and its owner share; everything but the flag under the condition's lock.
    private final class Shared: @unchecked Sendable {
        private let condition = NSCondition()
        private var work: (() -> Void)?
        private var isOver = false
        private let done = Atomic(true)

        var isDone: Bool { done.load(ordering: .acquiring) }

        func give(_ work: @escaping () -> Void) {
            condition.withLock {
                done.store(false, ordering: .relaxed)
                self.work = work
                condition.broadcast()
            }
        }

        func wait() {
            condition.withLock { while !isDone { condition.wait() } }
        }

        func end() {
            condition.withLock {
                isOver = true
                condition.broadcast()
            }
        }

        /// Waits for work and does it; false when there will be none.
        func workOnce() -> Bool {
            guard perform() else { return false }
            condition.withLock {
                done.store(true, ordering: .releasing)
                condition.broadcast()
            }
            return true
        }

        /// Apart, so that the work and what it holds are let go before its owner hears that it is done.
        private func perform() -> Bool {
            let next: (() -> Void)? = condition.withLock {
                while work == nil, !isOver { condition.wait() }
                defer { work = nil }
                return work
            }
            next?()
            return next != nil
        }
    }
}

import Foundation
import Synchronization
import Testing

@testable import Pipeline

@Suite("Work beside the lane's own", .timeLimit(.minutes(1)))
struct CompanionTests {
    @Test("both are done when it returns, each time, and the work is done on another thread")
    func both() {
        let companion = CompanionThread()
        let count = Atomic(0)
        var others = 0
        let here = pthread_self()
        let isElsewhere = Atomic(true)
        for round in 1...2_000 {
            companion.run {
                count.add(1, ordering: .relaxed)
                if pthread_equal(pthread_self(), here) != 0 { isElsewhere.store(false, ordering: .relaxed) }
            } beside: { _ in
                others += 1
            }
            let done = count.load(ordering: .relaxed)
            #expect(done == round)
        }
        #expect(others == 2_000)
        let wasElsewhere = isElsewhere.load(ordering: .relaxed)
        #expect(wasElsewhere)
    }

    @Test("the other is told when the work has ended, and not before")
    func told() {
        let companion = CompanionThread()
        let mayEnd = DispatchSemaphore(value: 0)
        companion.run {
            mayEnd.wait()
        } beside: { isDone in
            #expect(!isDone())
            mayEnd.signal()
            while !isDone() { sched_yield() }
        }
    }

    @Test("what the work holds is let go before its caller goes on")
    func letGo() {
        final class Held {}
        let companion = CompanionThread()
        weak var held: Held?
        for _ in 0..<200 {
            func give() {
                let value = Held()
                held = value
                companion.run {
                    withExtendedLifetime(value) {}
                } beside: { _ in
                }
            }
            give()
            #expect(held == nil)
        }
    }
}

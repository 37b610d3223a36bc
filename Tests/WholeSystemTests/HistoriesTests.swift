import Foundation
import Testing

@testable import WholeSystem

/// A few lives in every run of the tests; `make histories` lives ten thousand.
@Suite("The whole system over seeded histories")
struct HistoriesTests {
    private static let kit = Result { try Kit(home: Checkout.home) }

    @Test("whatever commits a process dies at, nothing is lost and nobody is called twice", arguments: 1...2)
    func histories(seed: UInt64) throws {
        let kit = try HistoriesTests.kit.get()
        let outcome = History(seed: seed).run(kit)
        if let failure = outcome.failure { Issue.record("\(failure)") }
        #expect(outcome.deaths > 0)
    }

    @Test("nor is anything where the next messages are read while a batch is brought to disk")
    func readingAhead() throws {
        let kit = try HistoriesTests.kit.get()
        let outcome = History(seed: 3, crashes: CrashPlan("ahead2:9,30,31,62")).run(kit)
        if let failure = outcome.failure { Issue.record("\(failure)") }
        #expect(outcome.deaths > 2)
    }

    /// A minute of processor time in a debug build, so only when asked for: CALLAHEAD_HISTORIES=1.
    @Test(
        "a build that makes a mistake is found",
        .enabled(if: ProcessInfo.processInfo.environment["CALLAHEAD_HISTORIES"] != nil), arguments: Mistake.allCases)
    func mistakes(mistake: Mistake) throws {
        let kit = try HistoriesTests.kit.get()
        var failure: History.Failure?
        for seed in 1...20 where failure == nil {
            failure = History(seed: UInt64(seed), variants: 3, mistake: mistake).run(kit).failure
        }
        #expect(failure != nil)
    }

    @Test("a seed is always the same life")
    func repeats() throws {
        let kit = try HistoriesTests.kit.get()
        let stories = try (0..<2).map { _ in
            let life = try Life(ScriptWriter.script(7), CrashPlan([20, 45]), kit: kit, isLogging: true)
            try life.live()
            return life.world.log
        }
        let isSame = stories[0] == stories[1]
        #expect(isSame)
        #expect(stories[0].count > 20)
    }
}

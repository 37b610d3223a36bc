import Casework
import Foundation
import Testing

/// The books balance, whatever happens and in whatever order.
///
/// `CALLAHEAD_HISTORIES` sets how many histories are lived, `CALLAHEAD_SEED` prints one of them.
@Suite("The books balance")
struct BooksTests {
    private static let shards = 8
    private static let histories = number("CALLAHEAD_HISTORIES") ?? 800

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    @Test("after every step of a random history every rule holds", arguments: 0..<shards)
    func random(shard: Int) throws {
        let limit = BooksTests.number("CALLAHEAD_HISTORIES") == nil ? 2 : 100
        var failures = 0
        for seed in stride(from: shard, to: BooksTests.histories, by: BooksTests.shards) where failures < limit {
            guard let broken = try life(UInt64(seed)) else { continue }
            failures += 1
            Issue.record("\(broken)")
        }
    }

    @Test("equal histories make equal changes, step by step")
    func deterministic() throws {
        for seed in 0..<20 {
            let first = try recorded(UInt64(seed))
            let second = try recorded(UInt64(seed))
            guard first.count == second.count else {
                Issue.record("seed \(seed) took \(first.count) steps, then \(second.count)")
                continue
            }
            for (step, pair) in zip(first, second).enumerated() {
                guard let difference = pair.0.difference(from: pair.1) else { continue }
                Issue.record("seed \(seed), step \(step): \(difference) differ")
                break
            }
        }
    }

    @Test("the histories come by every state that the rules are about")
    func reach() throws {
        var reach = Reach()
        for seed in 0..<400 { reach.add(try recorded(UInt64(seed))) }
        #expect(reach.missing == [])
    }

    @Test("one history, told", .enabled(if: number("CALLAHEAD_SEED") != nil, "only for a seed"))
    func told() throws {
        let history = try History(seed: UInt64(BooksTests.number("CALLAHEAD_SEED") ?? 0), isLogging: true)
        defer { print(history.log.joined(separator: "\n")) }
        try history.run(events: BooksTests.events)
    }

    private static let events = 40

    /// Lives a history; the words about the rule that broke, with what came before.
    private func life(_ seed: UInt64) throws -> String? {
        do {
            try History(seed: seed).run(events: BooksTests.events)
            return nil
        } catch let broken as BrokenRule {
            // The same again, with every event written down.
            let told = try History(seed: seed, isLogging: true)
            try? told.run(events: BooksTests.events)
            return "seed \(seed): \(broken)\n" + told.log.suffix(60).joined(separator: "\n")
        }
    }

    private func recorded(_ seed: UInt64) throws -> [Changes] {
        let history = try History(seed: seed, isRecording: true)
        try? history.run(events: BooksTests.events)
        return history.changes
    }
}

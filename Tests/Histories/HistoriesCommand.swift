import ArgumentParser
import Foundation
import Synchronization
import WholeSystem

/// Lives many seeded histories of the whole system and tells the first rules that break.
@main
struct HistoriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callahead-histories",
        abstract: "Lives seeded histories of engine, lane and store with a death at any commit.")

    @Option(help: "How many lives with deaths, in all.") var histories = 10_000
    @Option(help: "The first seed.") var seed: UInt64 = 1
    @Option(help: "How many lives with deaths each script has, beside the one without.") var variants = 4
    @Option(help: "Dies at these passes instead, as 3,17.") var crashes: String?
    @Flag(help: "Dies once at every place, in lives of their own.") var everywhere = false
    @Flag(help: "Prints the whole story of a failing life.") var tell = false
    @Option(help: "A mistake to make on purpose, which must be found.") var mistake: Mistake?
    @Option(help: "How many threads.") var threads = 2
    @Option(help: "Stop after so many failures.") var failures = 5
    @Option(help: "The folder with device-profiles and outreach.") var home = "."

    func run() throws {
        let kit = try Kit(home: home)
        let plan = try crashes.map { text in
            guard let plan = CrashPlan(text) else { throw ValidationError("--crashes \(text): write 3,17") }
            return plan
        }
        let scripts = everywhere || plan != nil ? histories : (histories + variants - 1) / max(1, variants)
        let state = Mutex(Tally())
        let next = Atomic<Int>(0)
        let start = ContinuousClock.now
        let work: @Sendable () -> Void = {
            while true {
                let number = next.add(1, ordering: .relaxed).oldValue
                guard number < scripts, state.withLock({ $0.failures }) < failures else { return }
                let history = History(
                    seed: seed + UInt64(number), variants: variants, crashes: plan, mistake: mistake)
                let outcome = history.run(kit, isExhaustive: everywhere)
                state.withLock { $0.add(outcome) }
                guard let failure = outcome.failure else { continue }
                print(tell ? failure.wholeStory : "\(failure)\n")
                // Into a file too, at once.
                fflush(nil)
            }
        }
        let others = (1..<max(1, threads)).map { _ in
            let thread = Thread(block: work)
            thread.stackSize = 8 << 20
            thread.start()
            return thread
        }
        work()
        while others.contains(where: { !$0.isFinished }) { usleep(2_000) }
        let tally = state.withLock { $0 }
        let seconds = Double((ContinuousClock.now - start).components.seconds)
        print(
            """
            \(tally.scripts) scripts, \(tally.lives) lives, \(tally.deaths) deaths, \(tally.commits) commits in \
            \(Int(seconds)) s: \(tally.failures) failed
            """)
        print(tally.deathsAt.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
        if tally.failures > 0 { throw ExitCode(1) }
    }

    /// What all threads came to.
    struct Tally {
        var scripts = 0
        var lives = 0
        var deaths = 0
        var commits = 0
        var deathsAt: [String: Int] = [:]
        var failures = 0

        mutating func add(_ outcome: History.Outcome) {
            scripts += 1
            lives += outcome.lives
            deaths += outcome.deaths
            commits += outcome.commits
            deathsAt.merge(outcome.deathsAt, uniquingKeysWith: +)
            if outcome.failure != nil { failures += 1 }
        }
    }
}

extension Mistake: ExpressibleByArgument {}

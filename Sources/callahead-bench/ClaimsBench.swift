import ArgumentParser
import Casework
import Glibc
import Outreach
import Persistence
import Telemetry

/// Has several processes take and finish tasks, and prints how long a claim took.
///
/// With `--seed` the database is filled first; beside a running `callahead serve` it may be drained meanwhile.
struct Claims: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time claims of several processes on one queue.", subcommands: [Seed.self, Worker.self])
}

extension Claims {
    /// Fills a database with cases and calls.
    struct Seed: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add open calls to a database that the service has made; it must not run.")

        @Option(help: "The database.") var db: String
        @Option(help: "How many tasks.") var tasks = 10_000
        @Option(help: "The key of the first asset.") var first: Int64 = 1_000_000

        func run() throws {
            let connection = try StoreConnection(path: db, role: .command(create: true))
            defer { try? connection.close() }
            try connection.seedCalls(tasks, from: first, at: BenchClock.now)
        }
    }

    /// One dispatcher in a loop: claims the next task and finishes it, until nothing is left.
    ///
    /// Prints a line for each claim, `TASK TOKEN MICROSECONDS STARTED_MS`, at once: a killed worker's claims are known.
    struct Worker: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Claim and finish until nothing is left.", shouldDisplay: false)

        @Option(help: "The database.") var db: String
        @Option(name: .customLong("as"), help: "The dispatcher's name.") var name: String
        @Option(help: "Seconds until a claim that nobody finishes is over.") var lease: Int64 = 5
        @Option(help: "Of so many claims one is left to expire; 0 leaves none.") var abandon = 0
        @Option(help: "Claims a second; 0 is as many as go.") var rate = 0
        @Option(help: "At most so many claims.") var limit = Int.max
        @Option(help: "Ends after so many seconds without a task.") var patience = 0.0
        @Option(help: "Outcome of each call.") var outcome = "no_need"

        func run() throws {
            let connection = try StoreConnection(path: db, role: .command(create: false))
            defer { try? connection.close() }
            let desk = Desk(connection)
            let actor = DeskActor(name: name)
            let ending = Outcome(rawValue: outcome) ?? .noNeed
            var claims = 0
            var idleSince = BenchClock.monotonic
            while claims < limit {
                let start = BenchClock.monotonic
                let startedAt = BenchClock.now
                guard let claimed = try desk.claimNext(as: actor, lease: lease, at: BenchClock.now) else {
                    if BenchClock.monotonic - idleSince > UInt64(patience * 1e9) { return }
                    usleep(5_000)
                    continue
                }
                let took = (BenchClock.monotonic - start) / 1_000
                claims += 1
                let task = claimed.detail.entry.row.id
                print("claimed \(task) \(claimed.token) \(took) \(startedAt.milliseconds)")
                fflush(nil)
                if abandon == 0 || claims % abandon != 0 {
                    do {
                        try desk.finish(
                            task, token: claimed.token, CallResult(ending), as: actor, at: BenchClock.now)
                        print("finished \(task) \(claimed.token)")
                        fflush(nil)
                    } catch is DeskError {
                        print("refused \(task) \(claimed.token)")
                    }
                }
                if rate > 0 {
                    let next = start + UInt64(1_000_000_000 / rate)
                    let now = BenchClock.monotonic
                    if next > now { usleep(UInt32(clamping: (next - now) / 1_000)) }
                }
                idleSince = BenchClock.monotonic
            }
        }
    }
}

/// The clocks of a benchmark.
enum BenchClock {
    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec)).adding(milliseconds: Int64(time.tv_nsec / 1_000_000))
    }

    /// Nanoseconds.
    static var monotonic: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

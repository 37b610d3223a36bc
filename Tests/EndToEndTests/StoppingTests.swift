import GRDB
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// The end of a service, a second service, and processes that hold on to the database.
    @Suite("Stopping and holding")
    struct StoppingTests {
        @Test(
            "SIGTERM and SIGINT finish the batch: everything is acknowledged", .timeLimit(.minutes(1)),
            arguments: [SIGTERM, SIGINT])
        func stops(signal: Int32) throws {
            try withCentre { centre in
                try centre.prepare(Reference(units: 1, cars: 40))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish((1...40).map { Native.stop("car-\($0)") })
                try centre.waitForCase(of: "car-40")
                serve.send(signal)
                #expect(try serve.waitForEnd() == .exited(0), "\(serve.errors)")
                let figures = try centre.serveUntilIdle()
                #expect(figures.messages == 0)
                #expect(try centre.number("SELECT count(*) FROM case_file") == 40)
            }
        }

        @Test("a stop in the middle of a stream loses nothing", .timeLimit(.minutes(1)))
        func stopsUnderLoad() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 300))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try serve.waitForWords("connected as")
                for start in stride(from: 1, through: 300, by: 20) {
                    try peer.publish((start..<start + 20).map { Native.stop("car-\($0)") })
                    if start == 101 { serve.send(SIGTERM) }
                }
                #expect(try serve.waitForEnd() == .exited(0), "\(serve.errors)")
                let figures = try centre.serveUntilIdle()
                #expect(figures.messages > 0)
                #expect(figures.duplicates == 0)
                #expect(try centre.number("SELECT count(*) FROM case_file") == 300)
            }
        }

        @Test("a second service on the same database ends with 75 and says why", .timeLimit(.minutes(1)))
        func second() throws {
            try withCentre { centre in
                try centre.prepare()
                let first = try centre.serve()
                try first.waitForWords("connected as")
                let second = try centre.serve(more: ["--client-id", "another"])
                #expect(try second.waitForEnd() == .exited(75))
                #expect(second.errors.hasPrefix("callahead: "))
                #expect(second.errors.contains("another"), "\(second.errors)")
                #expect(first.end == nil)
            }
        }

        /// What the kernel and SQLite see of a process that was stopped in a read is its snapshot and its locks; this
        /// process holds the same.
        @Test("a read that never ends does not hold up the lane", .timeLimit(.minutes(1)))
        func openSnapshot() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 60))
                let peer = try Peer(centre.broker.port)
                _ = try centre.serve()
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")

                var configuration = Configuration()
                configuration.readonly = true
                configuration.allowsUnsafeTransactions = true
                let reader = try DatabaseQueue(path: centre.database, configuration: configuration)
                try reader.inDatabase { try $0.execute(sql: "BEGIN; SELECT count(*) FROM case_file") }
                let waiting = open(centre.database + ".wait", O_RDWR)
                #expect(flock(waiting, LOCK_SH) == 0)
                defer { close(waiting) }

                let clock = ContinuousClock()
                var slowest = Duration.zero
                for number in 2...60 {
                    let start = clock.now
                    try peer.publish([Native.stop("car-\(number)")])
                    try centre.waitForCase(of: "car-\(number)")
                    slowest = max(slowest, clock.now - start)
                }
                print("beside a reader that never ends, published to visible: at most \(slowest)")
                #expect(slowest < .seconds(2))
                let seen = try reader.inDatabase { try Int.fetchOne($0, sql: "SELECT count(*) FROM case_file") }
                #expect(seen == 1)
                try reader.inDatabase { try $0.execute(sql: "ROLLBACK") }
            }
        }
    }
}

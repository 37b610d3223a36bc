import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// A disk that takes nothing more: the process may write no file beyond 64 KB, which SQLite meets as a failed write.
    @Suite("Full disk")
    struct FullDiskTests {
        @Test("a batch that can't be written is kept until it can, and acknowledged only then", .timeLimit(.minutes(1)))
        func waits() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 200))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")
                try limitFiles(of: serve, to: 65_536, in: centre.directory)
                try peer.publish((2...200).map { Native.stop("car-\($0)") })
                try serve.waitForWords("tried again")
                #expect(serve.end == nil)
                let before = try centre.number("SELECT count(*) FROM case_file")
                #expect(before < 200)
                try limitFiles(of: serve, to: nil, in: centre.directory)
                try eventually("all cases are there", said: serve.errors) {
                    try centre.number("SELECT count(*) FROM case_file") == 200 ? true : nil
                }
                #expect(try centre.texts("PRAGMA integrity_check") == ["ok"])
                serve.send(SIGTERM)
                #expect(try serve.waitForEnd() == .exited(0))
                #expect(try centre.serveUntilIdle().messages == 0)
            }
        }

        @Test("killed while the disk is full, the next start has the whole batch again", .timeLimit(.minutes(1)))
        func killed() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 200))
                let peer = try Peer(centre.broker.port)
                let serve = try centre.serve()
                try serve.waitForWords("connected as")
                try limitFiles(of: serve, to: 65_536, in: centre.directory)
                try peer.publish((1...200).map { Native.stop("car-\($0)") })
                try serve.waitForWords("tried again")
                serve.kill()
                try centre.serveUntilIdle()
                #expect(try centre.number("SELECT count(*) FROM case_file") == 200)
                #expect(try centre.number("SELECT count(*) FROM quarantine") == 0)
            }
        }

        /// Only the soft limit, so that it can be lifted again.
        private func limitFiles(of command: Command, to bytes: Int?, in directory: String) throws {
            let pid = try #require(command.pid)
            let limit = bytes.map(String.init) ?? "unlimited"
            let prlimit = try Command(
                "prlimit", ["--pid", "\(pid)", "--fsize=\(limit):"], directory: directory)
            try #require(try prlimit.waitForEnd() == .exited(0), "\(prlimit.errors)")
        }
    }
}

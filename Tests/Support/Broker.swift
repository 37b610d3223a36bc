internal import Foundation
internal import Glibc

/// A real Mosquitto for one test, on a free loopback port with a directory of its own.
///
/// It runs under `timeout`, so that it ends even if the test process is killed.
package final class Broker: @unchecked Sendable {  // each test drives its broker from one place at a time
    /// What a test wants of its broker.
    package struct Options: Sendable {
        /// Whether clients need no user name.
        package var allowAnonymous = true
        /// Whether sessions and retained messages survive a stop; a SIGKILL loses what was not saved.
        package var persistence = false
        /// More lines of configuration.
        package var extraLines: [String] = []

        /// A broker that lets everyone in and keeps nothing on disk.
        package init(allowAnonymous: Bool = true, persistence: Bool = false, extraLines: [String] = []) {
            self.allowAnonymous = allowAnonymous
            self.persistence = persistence
            self.extraLines = extraLines
        }
    }

    /// The port on 127.0.0.1; the same after a restart.
    package private(set) var port: UInt16 = 0
    /// Directory of the broker, removed in the end; tests may put files there.
    package let directory: String
    private let options: Options
    private var process: pid_t?

    init(_ options: Options) throws {
        self.options = options
        directory = NSTemporaryDirectory() + "broker-" + UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    /// Everything the broker has written to its log since it was last started.
    package var log: String {
        (try? String(contentsOfFile: directory + "/broker.log", encoding: .utf8)) ?? ""
    }

    /// Starts the broker, for the first time on a port of its choice, later on the same one.
    ///
    /// - Throws: ``BrokerError`` with the end of its log if it does not get ready.
    package func start() throws {
        let isFirst = port == 0
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            if isFirst { port = try freePort() }
            try writeConfiguration()
            let pid = try spawn()
            if waitUntilReady(pid) {
                process = pid
                return
            }
            end(pid, with: SIGKILL)
        }
        throw BrokerError("the broker does not start on port \(port): \(log.suffix(500))")
    }

    /// Ends the broker as an administrator would; with persistence it saves its sessions.
    package func stop() {
        guard let process else { return }
        end(process, with: SIGTERM)
        self.process = nil
    }

    /// Ends the broker at once, as a crash would.
    package func kill() {
        guard let process else { return }
        // `timeout` must outlive the broker in order to reap it.
        if let text = try? String(contentsOfFile: directory + "/broker.pid", encoding: .utf8), let pid = pid_t(text),
            Glibc.kill(pid, SIGKILL) == 0
        {
            waitUntilEnded(process)
        }
        end(process, with: SIGKILL)
        self.process = nil
    }

    /// Stops the broker's execution without closing anything; see ``resume()``.
    package func suspend() { process.map { _ = Glibc.kill(-$0, SIGSTOP) } }

    /// Lets a suspended broker go on.
    package func resume() { process.map { _ = Glibc.kill(-$0, SIGCONT) } }

    func remove() {
        kill()
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func writeConfiguration() throws {
        var lines = [
            "listener \(port) 127.0.0.1",
            "allow_anonymous \(options.allowAnonymous)",
            "pid_file \(directory)/broker.pid",
            "max_queued_messages 0",
            "max_inflight_messages 0",
            "log_dest file \(directory)/broker.log",
            "log_type all",
        ]
        // Mosquitto started by root would become a user who cannot write here.
        if geteuid() == 0 { lines.append("user root") }
        if options.persistence {
            lines += ["persistence true", "persistence_location \(directory)/"]
        }
        lines += options.extraLines
        try lines.joined(separator: "\n").appending("\n")
            .write(toFile: directory + "/broker.conf", atomically: true, encoding: .utf8)
        try? FileManager.default.removeItem(atPath: directory + "/broker.log")
    }

    /// Starts the broker as the leader of a process group of its own.
    private func spawn() throws -> pid_t {
        guard let program = Self.program else {
            throw BrokerError("there is no mosquitto: install the package \"mosquitto\"")
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A test runner may have blocked or ignored the signals by which the broker is to be ended.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)

        let words = ["timeout", "-k", "1", "600", program, "-c", directory + "/broker.conf"]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var pid = pid_t()
        let failure = posix_spawnp(&pid, "timeout", &actions, &attributes, &arguments, environ)
        guard failure == 0 else { throw BrokerError("cannot start the broker: \(String(cString: strerror(failure)))") }
        return pid
    }

    /// Waits until the broker says that it runs and takes a connection; `false` if it ended or took 5 seconds.
    ///
    /// So a configuration must not turn off what Mosquitto logs as `information`.
    private func waitUntilReady(_ pid: pid_t) -> Bool {
        let deadline = ContinuousClock.now + .seconds(5)
        while ContinuousClock.now < deadline {
            if hasEnded(pid) { return false }
            if log.contains(" running"), canConnect(port) { return true }
            _ = poll(nil, 0, 5)
        }
        return false
    }

    private func hasEnded(_ pid: pid_t) -> Bool {
        var status: siginfo_t = siginfo_t()
        guard waitid(P_PID, id_t(pid), &status, WEXITED | WNOHANG | WNOWAIT) == 0 else { return true }
        return status.si_signo != 0
    }

    /// Ends the whole group and waits until the port is closed.
    private func end(_ pid: pid_t, with signal: Int32) {
        _ = Glibc.kill(-pid, SIGCONT)
        _ = Glibc.kill(-pid, signal)
        waitUntilEnded(pid)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        _ = Glibc.kill(-pid, SIGKILL)
    }

    private func waitUntilEnded(_ pid: pid_t) {
        let deadline = ContinuousClock.now + .seconds(5)
        while !hasEnded(pid) || (process == pid && canConnect(port)) {
            if ContinuousClock.now >= deadline { _ = Glibc.kill(-pid, SIGKILL) }
            _ = poll(nil, 0, 2)
        }
    }

    private static let program: String? = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let directories = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin"]
        return directories.map { $0 + "/mosquitto" }.first { access($0, X_OK) == 0 }
    }()
}

/// Why a test has no broker.
package struct BrokerError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Runs a test with a broker, which is ended and removed whatever happens.
package func withBroker<Result>(
    _ options: Broker.Options = Broker.Options(), _ body: (Broker) throws -> Result
) throws -> Result {
    let broker = try Broker(options)
    defer { broker.remove() }
    try broker.start()
    return try body(broker)
}

/// Runs an asynchronous test with a broker, which is ended and removed whatever happens.
package func withBroker<Result>(
    _ options: Broker.Options = Broker.Options(), _ body: (Broker) async throws -> Result
) async throws -> Result {
    let broker = try Broker(options)
    defer { broker.remove() }
    try broker.start()
    return try await body(broker)
}

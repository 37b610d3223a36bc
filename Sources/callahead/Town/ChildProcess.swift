internal import CSpawn
internal import Foundation

/// A program that this one starts and that never outlives it.
final class ChildProcess {
    let name: String
    private let pid: pid_t
    private var status: Int32?

    /// - Parameters:
    ///   - program: Absolute path.
    ///   - environment: Set in addition to ours.
    ///   - log: File that takes what it prints, output and errors alike.
    /// - Throws: ``TownServiceError`` if the system refuses.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:], log: String) throws {
        name = (program as NSString).lastPathComponent
        let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TownServiceError("can't write \(log): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        pid = try ChildProcess.spawn(program, arguments, environment, output: descriptor, errors: descriptor)
    }

    deinit { stop() }

    /// Its exit status once it has ended, 128 and more for a signal.
    var exitStatus: Int32? {
        if status == nil {
            var word: Int32 = 0
            if waitpid(pid, &word, WNOHANG) == pid { status = ChildProcess.code(word) }
        }
        return status
    }

    /// Sends a signal, unless it has ended.
    func send(_ signal: Int32) { if exitStatus == nil { kill(pid, signal) } }

    /// Ends it at once, as a power cut does, and waits for that.
    func killNow() {
        guard exitStatus == nil else { return }
        kill(pid, SIGKILL)
        var word: Int32 = 0
        if waitpid(pid, &word, 0) == pid { status = ChildProcess.code(word) }
    }

    /// Asks it to end, and ends it if it takes longer than `grace` seconds.
    func stop(grace: Double = 5) {
        guard exitStatus == nil else { return }
        kill(pid, SIGTERM)
        // It may have been stopped.
        kill(pid, SIGCONT)
        let deadline = ContinuousClock.now + .milliseconds(Int64(grace * 1_000))
        while exitStatus == nil, ContinuousClock.now < deadline { poll(nil, 0, 10) }
        killNow()
    }

    /// Runs a program to its end.
    ///
    /// - Parameter limit: Seconds after which it is killed.
    /// - Returns: Its exit status and what it printed.
    static func run(
        _ program: String, _ arguments: [String], limit: Double = 30
    ) throws -> (status: Int32, output: String, errors: String) {
        let output = try Pipe()
        let errors = try Pipe()
        let pid = try spawn(program, arguments, [:], output: output.writing, errors: errors.writing)
        output.closeWriting()
        errors.closeWriting()
        let deadline = ContinuousClock.now + .milliseconds(Int64(limit * 1_000))
        var open = [output, errors]
        while !open.isEmpty {
            var requests = open.map { pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0) }
            poll(&requests, nfds_t(requests.count), 100)
            if ContinuousClock.now >= deadline { kill(pid, SIGKILL) }
            open = zip(open, requests).filter { pipe, request in request.revents == 0 || pipe.read() }.map(\.0)
        }
        var word: Int32 = 0
        while waitpid(pid, &word, 0) < 0, errno == EINTR {}
        return (code(word), output.text, errors.text)
    }

    private static func spawn(
        _ program: String, _ arguments: [String], _ environment: [String: String], output: Int32, errors: Int32
    ) throws -> pid_t {
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var values: [UnsafeMutablePointer<CChar>?] =
            variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + values).forEach { free($0) } }
        let pid = csp_spawn_child(program, &words, &values, output, errors)
        guard pid > 0 else { throw TownServiceError("can't start \(program): \(String(cString: strerror(errno)))") }
        return pid
    }

    /// The exit status inside of the word of `waitpid`.
    private static func code(_ word: Int32) -> Int32 { word & 0x7F == 0 ? (word >> 8) & 0xFF : 128 + (word & 0x7F) }
}

/// What a child prints, read while it runs.
private final class Pipe {
    let reading: Int32
    private(set) var writing: Int32
    private var bytes: [UInt8] = []

    init() throws {
        var pair: [Int32] = [-1, -1]
        guard pipe(&pair) == 0 else { throw TownServiceError("no pipe: \(String(cString: strerror(errno)))") }
        for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (pair[0], pair[1])
    }

    deinit {
        close(reading)
        closeWriting()
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func closeWriting() {
        guard writing >= 0 else { return }
        close(writing)
        writing = -1
    }

    /// Takes what is there; false at the end.
    func read() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Foundation.read(reading, &buffer, buffer.count)
        guard count > 0 else { return count < 0 && (errno == EINTR || errno == EAGAIN) }
        bytes += buffer.prefix(count)
        return true
    }
}

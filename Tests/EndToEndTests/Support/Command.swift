import Foundation
import Glibc
import Testing

/// A running program, mostly `callahead`.
///
/// It runs under `timeout`, so that it ends even if the test process is killed.
final class Command {
    /// How a process ended.
    enum Ending: Equatable {
        case exited(Int32)
        /// By SIGKILL, as a failpoint does.
        case killed
    }

    private let leader: pid_t
    private var ending: Ending?
    private let outputPath: String
    private let errorPath: String

    /// Starts `callahead` with these words.
    convenience init(_ words: [String], directory: String, environment: [String: String] = [:]) throws {
        try self.init(try Command.callahead.get(), words, directory: directory, environment: environment)
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - directory: Where its output is kept.
    ///   - environment: Set in addition to ours; everything else of the name `CALLAHEAD_…` is taken away.
    init(_ program: String, _ words: [String], directory: String, environment: [String: String] = [:]) throws {
        let id = UUID().uuidString.prefix(8)
        outputPath = "\(directory)/\(id).out"
        errorPath = "\(directory)/\(id).err"
        // Without a limit on files SIGXFSZ never comes; with one a write must fail instead of ending the process.
        let shell = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh", program]
        var arguments = (["timeout", "-k", "20", "100"] + shell + words).map { strdup($0) }
        arguments.append(nil)
        defer { arguments.forEach { free($0) } }
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("CALLAHEAD_") }
        variables.merge(environment) { $1 }
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") }
        environment.append(nil)
        defer { environment.forEach { free($0) } }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
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
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var pid = pid_t()
        let failure = posix_spawnp(&pid, "timeout", &actions, &attributes, &arguments, &environment)
        guard failure == 0 else { throw Trouble("cannot start \(program): \(String(cString: strerror(failure)))") }
        leader = pid
    }

    deinit { kill() }

    /// What it printed.
    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }
    /// What it said on stderr.
    var errors: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }

    /// How it ended; `nil` while it runs.
    var end: Ending? {
        if let ending { return ending }
        var status: Int32 = 0
        guard waitpid(leader, &status, WNOHANG) == leader else { return nil }
        let signal = status & 0x7f
        let code = (status >> 8) & 0xff
        ending = signal == SIGKILL || code == 128 + SIGKILL ? .killed : .exited(signal == 0 ? code : 128 + signal)
        return ending
    }

    /// The process id of the program itself.
    var pid: pid_t? {
        let text = try? String(contentsOfFile: "/proc/\(leader)/task/\(leader)/children", encoding: .utf8)
        return text?.split(separator: " ").first.flatMap { pid_t($0) }
    }

    /// Sends a signal to the program, as a terminal or a service manager does.
    func send(_ signal: Int32) { if let pid { _ = Glibc.kill(pid, signal) } }

    /// Waits until it has ended.
    func waitForEnd(seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation) throws -> Ending {
        try eventually("the process ends", within: seconds, said: errors, sourceLocation: sourceLocation) { end }
    }

    /// Waits until stderr holds a text.
    func waitForWords(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try eventually("\"\(text)\" is said", said: errors, sourceLocation: sourceLocation) {
            errors.contains(text) ? true : nil
        }
    }

    /// Ends the whole group at once.
    func kill() {
        guard end == nil else { return }
        _ = Glibc.kill(-leader, SIGKILL)
        var status: Int32 = 0
        waitpid(leader, &status, 0)
        ending = .killed
    }

    /// The program beside the test bundle.
    static let callahead = Result<String, Trouble> { () throws(Trouble) in try program("callahead") }

    /// Another program beside the test bundle.
    static func program(_ name: String) throws(Trouble) -> String {
        let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        for path in [own] + bundles {
            var folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            for _ in 0..<4 {
                let program = folder.appending(path: name).path
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: program, isDirectory: &isFolder), !isFolder.boolValue {
                    return program
                }
                folder.deleteLastPathComponent()
            }
        }
        throw Trouble("there is no \(name) beside \(own)")
    }
}

/// Why a test can't go on.
struct Trouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Asks again and again until there is an answer; fails the test after a deadline.
@discardableResult
func eventually<Answer>(
    _ what: String, within seconds: Double = 15, said: @autoclosure () -> String = "",
    sourceLocation: SourceLocation = #_sourceLocation, _ question: () throws -> Answer?
) throws -> Answer {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
        if let answer = try question() { return answer }
        guard ContinuousClock.now < deadline else {
            let words = said()
            try #require(Bool(false), "not in \(seconds) s: \(what)\n\(words)", sourceLocation: sourceLocation)
            throw Trouble(what)
        }
        pause(milliseconds: 2)
    }
}

/// Gives the processor away for a moment: between two looks at a condition, or between two publishes.
func pause(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }

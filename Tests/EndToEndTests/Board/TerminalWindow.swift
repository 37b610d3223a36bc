import Foundation
import Testing

/// A real terminal for a program, held by a tmux server of its own, which ends with the test.
final class TerminalWindow {
    /// Whether there is a tmux; without one these tests can't run.
    static let isPossible: Bool = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/tmux") }
    }()

    private let directory: String
    private let socket: String
    private let pidPath: String

    /// Starts `callahead` with these words.
    ///
    /// - Parameter inShell: In a shell with job control, as at a desk.
    ///
    /// When it has ended, the window shows `ended with` its code, and `terminal as before` if its settings are again
    /// what they were.
    init(
        _ words: [String], directory: String, columns: Int = 80, rows: Int = 24, environment: [String: String] = [:],
        inShell: Bool = false
    ) throws {
        self.directory = directory
        let id = UUID().uuidString.prefix(8).lowercased()
        socket = "\(directory)/\(id).tmux"
        pidPath = "\(directory)/\(id).pid"
        let program = ([try Command.callahead.get()] + words).map { "'\($0)'" }.joined(separator: " ")
        let variables = environment.map { "export \($0.key)='\($0.value)'" }.joined(separator: "\n")
        let script = """
            \(variables)
            printf 'the shell before\\n'
            before=$(stty -g)
            sh -c 'echo $$ >\(pidPath); exec "$@"' sh timeout --foreground -k 5 90 \(program)
            echo "ended with $?"
            [ "$before" = "$(stty -g)" ] && echo 'terminal as before'
            exec timeout 60 cat
            """
        guard !inShell else {
            try tmux([
                "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
                "timeout --foreground -k 5 90 bash --norc --noprofile -i",
            ])
            try type(program)
            try press("Enter")
            return
        }
        try script.write(toFile: "\(directory)/\(id).sh", atomically: true, encoding: .utf8)
        try tmux([
            "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "sh \(directory)/\(id).sh",
        ])
    }

    deinit { _ = try? tmux(["kill-server"]) }

    /// The process of the program.
    var pid: pid_t? {
        // `timeout` starts it and waits.
        guard let text = try? String(contentsOfFile: pidPath, encoding: .utf8),
            let leader = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return nil }
        let children = try? String(contentsOfFile: "/proc/\(leader)/task/\(leader)/children", encoding: .utf8)
        return children?.split(separator: " ").first.flatMap { pid_t($0) }
    }

    /// Sends a signal to the program.
    func send(_ signal: Int32) throws { kill(try #require(pid), signal) }

    /// Presses keys by tmux's names: `c`, `Enter`, `Escape`.
    func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

    /// Types a text.
    func type(_ text: String) throws { try tmux(["send-keys", "-l", text]) }

    func resize(columns: Int, rows: Int) throws {
        try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// Begins to count how often the terminal rings.
    func countBells() throws -> () throws -> Int {
        let path = "\(directory)/bells"
        try tmux(["set-hook", "-g", "alert-bell", "run-shell 'echo ring >>\(path)'"])
        return { ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").count { $0 == "\n" } }
    }

    /// What stands on the terminal.
    ///
    /// - Parameter withStyles: With the control sequences of its colours.
    func screen(withStyles: Bool = false) throws -> String {
        try tmux(["capture-pane", "-p"] + (withStyles ? ["-e"] : []))
    }

    /// Something that tmux knows about the terminal, such as `pane_title`.
    func value(_ name: String) throws -> String { try tmux(["display-message", "-p", "#{\(name)}"]) }

    /// Waits until the terminal shows a text.
    @discardableResult
    func wait(
        for text: String, within seconds: Double = 15, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        try wait("\"\(text)\" is on the screen", within: seconds, sourceLocation: sourceLocation) { $0.contains(text) }
    }

    /// Waits until the terminal shows what a test looks for.
    @discardableResult
    func wait(
        _ what: String, within seconds: Double = 15, sourceLocation: SourceLocation = #_sourceLocation,
        until isThere: (String) -> Bool
    ) throws -> String {
        var last = ""
        return try eventually(what, within: seconds, said: last, sourceLocation: sourceLocation) {
            last = try screen()
            return isThere(last) ? last : nil
        }
    }

    @discardableResult
    private func tmux(_ words: [String]) throws -> String {
        let command = try Command(
            "tmux", ["-u", "-S", socket, "-f", "/dev/null"] + words, directory: directory,
            environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"])
        let end = try command.waitForEnd()
        try #require(end == .exited(0), "tmux \(words): \(command.errors)")
        return command.output
    }
}

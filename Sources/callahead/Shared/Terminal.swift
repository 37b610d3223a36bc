import Foundation

/// Results go to stdout, talk goes to stderr.
enum Terminal {
    /// Whether a person reads stdout.
    static let isInteractive = isatty(STDOUT_FILENO) == 1

    /// Prints a result; one that nobody gets is a failure of the command.
    static func show(_ text: String) {
        guard !StandardStream.output.write("\(text)\n") else { return }
        say("the output can't be written: \(String(cString: strerror(errno)))")
        exit(EXIT_FAILURE)
    }

    /// Prints lines of a result.
    static func show(_ lines: [String]) { show(lines.joined(separator: "\n")) }

    /// Tells the person at the terminal something that is no result.
    static func say(_ text: String) { StandardStream.errors.write("callahead: \(text)\n") }
}

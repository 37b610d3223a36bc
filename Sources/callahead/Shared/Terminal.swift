import Foundation

/// Results go to stdout, talk goes to stderr.
enum Terminal {
    /// Whether a person reads stdout.
    static let isInteractive = isatty(STDOUT_FILENO) == 1

    /// Prints a result.
    static func show(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

    /// Prints lines of a result.
    static func show(_ lines: [String]) { show(lines.joined(separator: "\n")) }

    /// Tells the person at the terminal something that is no result.
    static func say(_ text: String) { FileHandle.standardError.write(Data("callahead: \(text)\n".utf8)) }
}

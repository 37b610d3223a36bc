import ArgumentParser
import Foundation
import Pipeline

/// `profiles check`: whether profiles are sound and their examples come true.
struct ProfilesCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Load profiles and run the examples inside them.",
        discussion: """
            Without files the whole folder is checked. A file alone is checked by itself; with --profiles as part of \
            that folder, where it replaces a file of the same name. Exit codes: 0 fine, 1 mistakes.
            """)

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @Argument(help: "Profiles to check instead of the whole folder.")
    var files: [String] = []

    @Flag(help: "Print the mistakes as a JSON array.")
    var json = false

    func validate() throws {
        for file in files where !FileManager.default.fileExists(atPath: file) {
            throw ValidationError("There is no file \(file).")
        }
    }

    func run() throws {
        let code: Int32 = try reportingFailures {
            let directory =
                files.isEmpty || profiles != nil ? try Installation.find(profiles: profiles).deviceProfiles : nil
            let checking = ProfileChecking(directory: directory, files: files)
            if json {
                Terminal.show(try checking.json.text(indented: Terminal.isInteractive))
            } else if !checking.lines.isEmpty {
                Terminal.show(checking.lines)
            }
            if checking.exitCode != 0 {
                let count = checking.mistakes.count
                Terminal.say(count == 1 ? "1 mistake" : "\(count) mistakes")
            }
            return checking.exitCode
        }
        if code != 0 { throw ExitCode(code) }
    }
}

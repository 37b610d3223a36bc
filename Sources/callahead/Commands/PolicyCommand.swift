import ArgumentParser
import Foundation
import Pipeline

/// `policy`: what an installation does otherwise than others.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Look at the policy in force, and check a policy file.",
        subcommands: [PolicyShow.self, PolicyCheck.self])
}

/// `policy show`: every setting with its value.
struct PolicyShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print every setting with its value.",
        discussion: """
            What is printed is a policy file itself; a value that is not the default has the default beside it. Exit \
            codes: 0 fine, 1 the file has mistakes.
            """)

    @OptionGroup var policy: PolicyOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        try reportingFailures {
            let installation = try Installation.find()
            let values = try policy.values(in: installation)
            let path = policy.path(in: installation)
            if json {
                Terminal.show(try PolicyFile.json(of: values, file: path).text(indented: Terminal.isInteractive))
            } else {
                Terminal.say(path.map { "the policy of \($0)" } ?? "there is no policy file: the defaults")
                StandardStream.output.write(PolicyFile.text(of: values))
            }
        }
    }
}

/// `policy check`: whether a policy file can be used.
struct PolicyCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a policy file and tell every mistake with its line.",
        discussion: "Without a file it is the one in force. Exit codes: 0 fine, 1 mistakes.")

    @Argument(help: "The file; else policy.yaml of the installation.")
    var file: String?

    @Flag(help: "Print the mistakes as a JSON array.")
    var json = false

    func run() throws {
        let mistakes = try reportingFailures { try self.mistakes() }
        if json {
            let values = mistakes.map { mistake in
                JSONValue.object([
                    "file": .text(mistake.file), "line": JSONValue(mistake.line), "problem": .text(mistake.problem),
                ])
            }
            Terminal.show(try JSONValue.array(values).text(indented: Terminal.isInteractive))
        } else if !mistakes.isEmpty {
            Terminal.show(mistakes.map(\.description))
        }
        guard !mistakes.isEmpty else { return }
        Terminal.say(mistakes.count == 1 ? "1 mistake" : "\(mistakes.count) mistakes")
        throw ExitCode.failure
    }

    private func mistakes() throws -> [PolicyMistake] {
        guard let path = try file ?? PolicyOptions.path(nil, in: Installation.find()) else {
            Terminal.say("there is no policy file: the defaults")
            return []
        }
        do {
            let changes = PolicyFile.changes(in: try PolicyFile.load(path).values)
            let told = changes.isEmpty ? "the defaults" : changes.joined(separator: ", ")
            if !json { Terminal.show("\(path): fine, \(told)") }
            return []
        } catch {
            return error.mistakes
        }
    }
}

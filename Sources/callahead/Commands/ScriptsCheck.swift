import ArgumentParser
import Outreach
import Pipeline

/// `scripts check`: whether the files of sentences can be used.
struct ScriptsCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the files of sentences and tell every mistake with its line.",
        discussion: """
            A variable that is unknown or may not stand there, a key or a plural form that is missing or too many, a \
            sentence that is too long for a text message. Exit codes: 0 fine, 1 mistakes.
            """)

    @OptionGroup var folder: OutreachFolder

    @Flag(help: "Print the mistakes as a JSON array.")
    var json = false

    func run() throws {
        let check = try reportingFailures {
            try PhrasebookCheck(directory: folder.dir ?? Installation.find().outreach)
        }
        if json {
            let values = check.mistakes.map { mistake in
                JSONValue.object([
                    "file": .text(mistake.file), "line": JSONValue(mistake.line), "problem": .text(mistake.problem),
                ])
            }
            Terminal.show(try JSONValue.array(values).text(indented: Terminal.isInteractive))
        } else if check.mistakes.isEmpty {
            Terminal.show(summary(of: check))
        } else {
            Terminal.show(check.mistakes.map(\.description))
        }
        guard !check.mistakes.isEmpty else { return }
        Terminal.say(check.mistakes.count == 1 ? "1 mistake" : "\(check.mistakes.count) mistakes")
        throw ExitCode.failure
    }

    private func summary(of check: PhrasebookCheck) -> [String] {
        var table = Columns()
        for language in check.languages { table.add(row: [language.tag, "\(language.sentences) sentences"]) }
        for country in check.countries {
            let reviewed = country.reviewedBy.map { "reviewed by \($0)" } ?? "not reviewed"
            let said = country.reviewedBy == nil && country.country != "XX" ? ": the neutral sentences are said" : ""
            table.add(row: [
                country.country,
                "safety in \(country.languages.joined(separator: ", ")), \(country.emergencyNumber), \(reviewed)\(said)",
            ])
        }
        return table.lines
    }
}

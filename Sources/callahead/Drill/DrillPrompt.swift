import ArgumentParser
import Foundation

/// What a trainee types.
enum DrillPrompt {
    case next, dial, listen, screen, release, help, quit
    case fact(TasksFact)
    case finish(CallResultOptions)

    static let words = """
        next                     the next call: its screen with the words to say
        dial                     ring them; what they say comes in quotation marks
        (Enter)                  listen on
        fact KEY=VALUE           write down what they told you: people=3, smoke=yes, height_limit_m=2.5
        finish OUTCOME           how it ended: reached, no_answer, voicemail, in_danger, call_back --call-back-at 30m,
                                 accepted --eta 25; what stayed open: --open-question who_pays
        screen                   the task's screen as it is now
        release                  give the task back
        quit                     end here and see the score
        """

    /// - Throws: what is wrong with the line, in words.
    init(_ line: String) throws {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        switch words.first {
        case nil: self = .listen
        case "next", "n": self = .next
        case "dial", "d": self = .dial
        case "listen", "l": self = .listen
        case "screen", "s": self = .screen
        case "release", "r": self = .release
        case "?", "help", "h": self = .help
        case "quit", "q": self = .quit
        case "fact":
            // The number of the task is known here.
            self = .fact(try DrillPrompt.parse(TasksFact.self, ["1", words.dropFirst().joined(separator: " ")]))
        case "finish", "f":
            var rest = Array(words.dropFirst())
            if let outcome = rest.first, !outcome.hasPrefix("-") { rest.insert("--outcome", at: 0) }
            self = .finish(try DrillPrompt.parse(CallResultOptions.self, rest))
        case let other?: throw ValidationError("\(other): no such word; ? shows them")
        }
    }

    private static func parse<Options: ParsableArguments>(_ type: Options.Type, _ words: [String]) throws -> Options {
        do {
            return try type.parse(words)
        } catch {
            throw ValidationError(type.message(for: error))
        }
    }
}

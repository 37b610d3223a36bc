import ArgumentParser
import Foundation

/// Questions at a terminal, a line for each answer.
///
/// Nothing is open in the database while one is asked.
enum LineQuestions {
    /// Whether a person types and reads.
    static var arePossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks until the answer makes sense.
    ///
    /// - Parameter parse: The meaning of an answer; `nil` asks again.
    /// - Throws: A sentence if the input ends.
    static func ask<Answer>(_ question: String, _ parse: (String) -> Answer?) throws -> Answer {
        while true {
            StandardStream.errors.write("\(question) ")
            guard let line = readLine() else {
                throw ValidationError("No answer came: nothing was changed, and the task is still yours.")
            }
            if let answer = parse(line.trimmingCharacters(in: .whitespaces)) { return answer }
            Terminal.say("that is none of the answers")
        }
    }
}

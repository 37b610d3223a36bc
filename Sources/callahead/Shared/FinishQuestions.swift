import Casework
import Foundation
import Outreach
import Persistence
import Telemetry

/// Asks how a call ended, step by step.
struct FinishQuestions {
    let task: TaskRow

    /// The outcomes that make sense for the task, in the order in which they are offered.
    var outcomes: [Outcome] {
        let isForHelpers = !task.isCall || task.asksApproval || task.kind == .preventOffer
        let first: [Outcome] = isForHelpers ? [.accepted, .declined] : [.reached]
        let others = Outcome.allCases.filter { !first.contains($0) && (isForHelpers || $0 != .accepted) }
        return first + others
    }

    /// What the person said, with what the flags said already.
    func ask(beside given: CallResultOptions) throws -> CallResult {
        let outcomes = outcomes
        let list = outcomes.enumerated().map { "\($0.offset + 1) \($0.element.rawValue)" }.joined(separator: "  ")
        let outcome = try LineQuestions.ask("How did it end?\n  \(list)\nNumber or word:") {
            FinishQuestions.choice($0, of: outcomes)
        }
        var result = CallResult(
            outcome, etaMinutes: given.eta ?? given.etaMinutes, openQuestions: given.openQuestions, note: given.note,
            slotStart: given.slotStart?.time, callBackAt: given.callBackAt?.time)
        if outcome == .accepted, task.kind == .providerCall, result.etaMinutes == nil {
            result.etaMinutes = try LineQuestions.ask("Minutes until they arrive (Enter if they did not say):") {
                FinishQuestions.optional($0) { Double($0).flatMap { (0...10_000).contains($0) ? $0 : nil } }
            }
        }
        if outcome == .callBack, result.callBackAt == nil {
            result.callBackAt = try LineQuestions.ask("When shall we call back? 20m, 2h or ISO 8601 (Enter: soon):") {
                FinishQuestions.optional($0, FinishQuestions.moment)
            }
        }
        if task.isCall, outcome == .reached || outcome.consequence == .done, result.openQuestions.isEmpty {
            result.openQuestions = try LineQuestions.ask(
                """
                What did they ask that you could not answer? \(FinishQuestions.questionList)
                Numbers, words or their own question, with ; between (Enter: nothing):
                """, FinishQuestions.questions)
        }
        if result.note == nil {
            result.note = try LineQuestions.ask("Your own words (Enter: none):") { .some($0.isEmpty ? nil : $0) }
        }
        return result
    }

    private static var questionList: String {
        OpenQuestion.allCases.enumerated().map { "\($0.offset + 1) \($0.element.rawValue)" }.joined(separator: "  ")
    }

    /// A member of a list by its number from 1, or by its word.
    static func choice<Word: RawRepresentable>(_ answer: String, of words: [Word]) -> Word?
    where Word.RawValue == String {
        if let number = Int(answer) { return words.indices.contains(number - 1) ? words[number - 1] : nil }
        let word = answer.lowercased().replacing(" ", with: "_")
        return words.first { $0.rawValue == word }
    }

    /// Questions by number, by word, or as they were asked.
    static func questions(_ answer: String) -> [String]? {
        var questions: [String] = []
        for part in answer.split(separator: ";") {
            let text = part.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty else { continue }
            if let known = choice(text, of: OpenQuestion.allCases) {
                questions.append(known.rawValue)
            } else if Int(text) != nil {
                return nil
            } else {
                questions.append(text)
            }
        }
        return questions
    }

    private static func moment(_ answer: String) -> Timestamp? {
        if let span = Span(argument: answer) { return Timestamp.now.adding(seconds: span.seconds) }
        return Timestamp(iso8601: answer)
    }

    /// An answer that may be left out; `nil` in place of one that makes no sense.
    private static func optional<Answer>(_ answer: String, _ parse: (String) -> Answer?) -> Answer?? {
        if answer.isEmpty { return .some(nil) }
        return parse(answer).map { .some($0) }
    }
}

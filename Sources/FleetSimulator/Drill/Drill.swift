/// Practice calls for a new dispatcher: what breaks, and what the people on the telephone say and want.
package struct Drill: Sendable, Equatable {
    /// One sentence of a person, and what a dispatcher must write down of it.
    package struct Remark: Sendable, Equatable, Decodable {
        package var words: String
        /// Facts by key, as `tasks fact` takes them.
        package var facts: [String: String]
        /// The key of a question that nobody can answer yet: it must be noted as open.
        package var question: String?

        enum CodingKeys: String, CodingKey { case words, facts, question }

        package init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            words = try fields.decode(String.self, forKey: .words)
            facts = try fields.decodeIfPresent([String: String].self, forKey: .facts) ?? [:]
            question = try fields.decodeIfPresent(String.self, forKey: .question)
        }
    }

    /// What happens when somebody dials.
    package struct Answer: Sendable, Equatable, Decodable {
        /// What is heard first: a ringing tone that nobody ends, a voice.
        package var hears: String
        package var says: [Remark]
        /// The outcome that is true of this call.
        package var outcome: String
        /// Minutes after which the person wishes to be called again.
        package var callBackIn: Int?
        /// Minutes that a provider says it needs.
        package var eta: Int?

        enum CodingKeys: String, CodingKey {
            case hears, says, outcome, eta
            case callBackIn = "call_back_in"
        }

        package init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            hears = try fields.decode(String.self, forKey: .hears)
            says = try fields.decodeIfPresent([Remark].self, forKey: .says) ?? []
            outcome = try fields.decode(String.self, forKey: .outcome)
            callBackIn = try fields.decodeIfPresent(Int.self, forKey: .callBackIn)
            eta = try fields.decodeIfPresent(Int.self, forKey: .eta)
        }
    }

    /// One breakdown with the person who has it.
    package struct Call: Sendable, Equatable {
        package var breakdown: Town.Breakdown
        /// The first for the first time that somebody dials, and so on; the last stays.
        package var answers: [Answer]
    }

    package var name: String
    /// What a trainee learns, in a sentence.
    package var about: String
    package var calls: [Call]

    /// The call about an asset.
    package func call(about asset: String) -> Call? { calls.first { $0.breakdown.asset == asset } }

    /// A town in which this breaks, and nothing else.
    package func town(_ town: Town) -> Town {
        var town = town
        town.breakdowns = calls.map(\.breakdown)
        return town
    }
}

extension Drill.Call {
    /// What is heard at a try, counted from 0.
    package func answer(at attempt: Int) -> Drill.Answer? { answers[safe: min(max(attempt, 0), answers.count - 1)] }
}

extension Array {
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

package import Telemetry

/// What a trainee did about one breakdown, as the store knows it.
package struct DrillRecord: Sendable, Equatable {
    /// One time that somebody dialled the people with the asset.
    package struct Try: Sendable, Equatable {
        /// `nil` if the outcome was given without dialling.
        package var dialledAt: Timestamp?
        /// `nil` if the trainee never said how it ended.
        package var outcome: String?
        package var endedAt: Timestamp?
        package var callBackAt: Timestamp?

        package init(
            dialledAt: Timestamp?, outcome: String?, endedAt: Timestamp? = nil, callBackAt: Timestamp? = nil
        ) {
            self.dialledAt = dialledAt
            self.outcome = outcome
            self.endedAt = endedAt
            self.callBackAt = callBackAt
        }
    }

    /// Oldest first.
    package var tries: [Try]
    /// When its first task was due.
    package var dueAt: Timestamp?
    /// The last value of each fact that was written down.
    package var facts: [String: String]
    package var openQuestions: [String]

    package init(
        tries: [Try] = [], dueAt: Timestamp? = nil, facts: [String: String] = [:], openQuestions: [String] = []
    ) {
        self.tries = tries
        self.dueAt = dueAt
        self.facts = facts
        self.openQuestions = openQuestions
    }
}

/// How well a trainee did one call: points, and a sentence for each that was missed.
package struct DrillScore: Sendable, Equatable {
    /// One thing that counted.
    package struct Mark: Sendable, Equatable {
        package var what: String
        package var points: Int
        package var of: Int
        /// What to do next time; `nil` if it was right.
        package var advice: String?
    }

    package var asset: String
    package var what: String
    package var marks: [Mark]

    package var points: Int { marks.reduce(0) { $0 + $1.points } }
    package var of: Int { marks.reduce(0) { $0 + $1.of } }

    /// Marks what was done against what was true.
    package init(_ call: Drill.Call, _ record: DrillRecord) {
        asset = call.breakdown.asset
        what = call.breakdown.what
        marks = []
        if record.tries.isEmpty {
            add("call", 30, "nobody rang \(call.breakdown.asset)")
        } else {
            add("dialled in time", 10, DrillScore.promptness(record))
        }
        for (index, attempt) in record.tries.enumerated() {
            guard let answer = call.answer(at: index) else { continue }
            let name = record.tries.count > 1 ? "outcome of try \(index + 1)" : "outcome"
            add(name, 20, DrillScore.outcome(attempt, answer))
            if let wish = answer.callBackIn, attempt.outcome == answer.outcome {
                add("wished time", 10, DrillScore.wish(attempt, minutes: wish))
            }
        }
        // What was never heard can't be written down.
        let heard = record.tries.indices.compactMap { call.answer(at: $0) }
        let expected = heard.isEmpty ? call.answers : heard
        for (key, value) in expected.flatMap({ $0.says.flatMap(\.facts) }).sorted(by: { $0.key < $1.key }) {
            add("\(key)=\(value)", 10, DrillScore.fact(key, value, record.facts[key]))
        }
        for question in expected.flatMap({ $0.says.compactMap(\.question) }) {
            let noted = record.openQuestions.contains(question)
            add(
                "open question", 10,
                noted ? nil : "the question \(question) stayed open: note it, they ring back for it")
        }
    }

    private mutating func add(_ what: String, _ of: Int, _ advice: String?) {
        marks.append(Mark(what: what, points: advice == nil ? of : 0, of: of, advice: advice))
    }

    private static func promptness(_ record: DrillRecord) -> String? {
        guard let first = record.tries.first?.dialledAt else {
            return "dial before you finish: a call that nobody made"
        }
        guard let due = record.dueAt, first > due else { return nil }
        return "dialled \(first.seconds(since: due)) s after it was due"
    }

    private static func outcome(_ attempt: DrillRecord.Try, _ answer: Drill.Answer) -> String? {
        guard let outcome = attempt.outcome else { return "say how it ended: it was \(answer.outcome)" }
        return outcome == answer.outcome ? nil : "it was \(answer.outcome), not \(outcome)"
    }

    private static func wish(_ attempt: DrillRecord.Try, minutes: Int) -> String? {
        guard let wished = attempt.callBackAt, let ended = attempt.endedAt else {
            return "they wished to be called in \(minutes) minutes: give the time"
        }
        let off = wished.seconds(since: ended.adding(seconds: Int64(minutes) * 60))
        return abs(off) <= 300 ? nil : "they wished to be called in \(minutes) minutes"
    }

    private static func fact(_ key: String, _ value: String, _ told: String?) -> String? {
        guard let told else { return "write down what they told you: \(key)=\(value)" }
        return told.lowercased() == value.lowercased() ? nil : "\(key) is \(value), not \(told)"
    }
}

import Telemetry

/// What a person told: one key for what it is, and the answer.
package struct FactForm: Sendable, Equatable {
    /// How it is answered.
    private enum Answer: Sendable, Equatable { case yesOrNo, number, place, words }

    /// One thing that can be told.
    private struct Choice: Sendable, Equatable {
        var key: Character
        var fact: String
        var words: String
        var answer: Answer
    }

    package let task: Int64
    /// What is wrong with what was typed.
    package private(set) var problem: String?
    private var chosen: Choice?
    private var field = TextField(limit: 120)

    private static let choices: [Choice] = [
        Choice(key: "p", fact: "position", words: "where they are (59.437, 24.754)", answer: .place),
        Choice(key: "s", fact: "safe_place", words: "they are in a safe place", answer: .yesOrNo),
        Choice(key: "l", fact: "live_lane", words: "it stands in a live lane", answer: .yesOrNo),
        Choice(key: "d", fact: "in_danger", words: "somebody is in danger", answer: .yesOrNo),
        Choice(key: "k", fact: "smoke", words: "smoke or fire", answer: .yesOrNo),
        Choice(key: "i", fact: "injured", words: "somebody is injured", answer: .yesOrNo),
        Choice(key: "u", fact: "trapped", words: "somebody is trapped", answer: .yesOrNo),
        Choice(key: "n", fact: "people", words: "number of people", answer: .number),
        Choice(key: "c", fact: "children", words: "children are there", answer: .yesOrNo),
        Choice(key: "m", fact: "reduced_mobility", words: "somebody can't walk well", answer: .yesOrNo),
        Choice(key: "w", fact: "wheels_turn", words: "the wheels turn", answer: .yesOrNo),
        Choice(key: "y", fact: "key", words: "the key is there", answer: .yesOrNo),
        Choice(key: "t", fact: "trailer", words: "it has a trailer", answer: .yesOrNo),
        Choice(key: "h", fact: "height_limit_m", words: "height limit in metres", answer: .number),
        Choice(key: "o", fact: "others_called", words: "they have called others", answer: .yesOrNo),
        Choice(key: "r", fact: "road", words: "road", answer: .words),
        Choice(key: "x", fact: "destination", words: "where they want to go", answer: .words),
        Choice(key: "f", fact: "scene_released", words: "the scene is released", answer: .yesOrNo),
    ]

    package init(task: Int64) { self.task = task }

    /// Takes a key.
    package mutating func press(_ key: Key) -> FormReaction<TypedFact> {
        problem = nil
        guard let chosen else { return choose(key) }
        switch key {
        case .escape, .control("c"):
            self.chosen = nil
            field = TextField(limit: field.limit)
            return .stays
        default: break
        }
        if chosen.answer == .yesOrNo {
            guard case .character(let character) = key else { return .stays }
            switch character.lowercased() {
            case "y": return .filled(TypedFact(key: chosen.fact, value: "yes"))
            case "n": return .filled(TypedFact(key: chosen.fact, value: "no"))
            default: problem = "y is yes, n is no"
            }
            return .stays
        }
        guard key == .enter else {
            _ = field.press(key)
            return .stays
        }
        return answer(chosen)
    }

    private mutating func choose(_ key: Key) -> FormReaction<TypedFact> {
        switch key {
        case .escape, .control("c"): return .cancelled
        case .character(let character):
            chosen = Self.choices.first { $0.key == character }
            if chosen == nil { problem = "\(character) is none of these keys" }
        default: break
        }
        return .stays
    }

    private mutating func answer(_ chosen: Choice) -> FormReaction<TypedFact> {
        guard let text = field.value else {
            problem = "type an answer, or Esc"
            return .stays
        }
        switch chosen.answer {
        case .number:
            guard let number = Double(text.replacing(",", with: ".")), (0...1_000).contains(number) else {
                problem = "\(text) is no number"
                return .stays
            }
            return .filled(TypedFact(key: chosen.fact, value: text.replacing(",", with: ".")))
        case .place:
            let numbers = text.split { $0 == "," || $0 == " " || $0 == ";" }.map { Double($0) }
            guard numbers.count == 2, let latitude = numbers[0], let longitude = numbers[1],
                let place = try? Coordinate(latitude: latitude, longitude: longitude), !place.isNullIsland
            else {
                problem = "type latitude, longitude in degrees: 59.437, 24.754"
                return .stays
            }
            return .filled(TypedFact(key: chosen.fact, value: "\(latitude),\(longitude)", place: place))
        case .words, .yesOrNo: return .filled(TypedFact(key: chosen.fact, value: text))
        }
    }

    /// What the screen shows.
    package var lines: [FormLine] {
        guard let chosen else {
            return [FormLine("What did they tell you about task \(task)? One key:", style: .bold)]
                + Self.choices.map { FormLine($0.words, key: String($0.key)) }
        }
        guard chosen.answer == .yesOrNo else {
            return [FormLine("\(chosen.words): \(field.text)_", style: .bold)]
        }
        return [FormLine(chosen.words + "?", style: .bold), FormLine("yes", key: "y"), FormLine("no", key: "n")]
    }

    /// The keys that work now.
    package var keys: [(key: String, words: String)] {
        switch chosen?.answer {
        case nil: [("Esc", "back")]
        case .yesOrNo: [("y", "yes"), ("n", "no"), ("Esc", "back")]
        default: [("Enter", "save"), ("Esc", "back")]
        }
    }
}

/// For how long a task is put off.
package struct SnoozeForm: Sendable, Equatable {
    package let held: Held
    /// What is wrong with what was typed.
    package private(set) var problem: String?
    private var minutes: TextField?

    private static let choices: [(key: Character, minutes: Int64)] = [
        ("1", 5), ("2", 10), ("3", 30), ("4", 60), ("5", 240),
    ]

    package init(_ held: Held) { self.held = held }

    /// Takes a key; a filled form says how many seconds.
    package mutating func press(_ key: Key) -> FormReaction<Int64> {
        problem = nil
        guard var typed = minutes else {
            switch key {
            case .escape, .control("c"): return .cancelled
            case .character("t"): minutes = TextField(limit: 5)
            case .character(let character):
                if let choice = Self.choices.first(where: { $0.key == character }) {
                    return .filled(choice.minutes * 60)
                }
                problem = "\(character) is none of these keys"
            default: break
            }
            return .stays
        }
        switch key {
        case .escape, .control("c"): minutes = nil
        case .enter:
            guard let text = typed.value, let number = Int64(text), (1...20_160).contains(number) else {
                problem = "type whole minutes, 1 to 20160"
                return .stays
            }
            return .filled(number * 60)
        default:
            _ = typed.press(key)
            minutes = typed
        }
        return .stays
    }

    /// What the screen shows.
    package var lines: [FormLine] {
        var lines = [FormLine("Put task \(held.task) off; nobody gets it until then:", style: .bold)]
        lines += Self.choices.map { choice in
            FormLine(
                choice.minutes < 60 ? "\(choice.minutes) minutes" : "\(choice.minutes / 60) h", key: "\(choice.key)")
        }
        if let minutes {
            lines.append(FormLine("Minutes: \(minutes.text)_", style: .bold))
        } else {
            lines.append(FormLine("another time", key: "t"))
        }
        return lines
    }

    /// The keys that work now.
    package var keys: [(key: String, words: String)] {
        minutes == nil ? [("Esc", "back")] : [("Enter", "put it off"), ("Esc", "back")]
    }
}

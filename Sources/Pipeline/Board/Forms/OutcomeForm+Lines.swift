import Outreach
import Telemetry

extension OutcomeForm {
    /// What the screen shows.
    package var lines: [FormLine] {
        guard let outcome else {
            return [FormLine("How did the call about task \(held.task) end? One key:", style: .bold)]
                + choices.map {
                    FormLine($0.words, key: String($0.key), style: $0.outcome == .inDanger ? .warning : .plain)
                }
        }
        var lines = [FormLine("Task \(held.task): \(outcome.rawValue.wordsOfKey)", style: .bold)]
        if !choosable.isEmpty { lines.append(FormLine("The time that they chose; none marked is the first:")) }
        for index in choosable.indices {
            let words = offeredWords.indices.contains(index) ? " · \(offeredWords[index])" : ""
            lines.append(mark("OFFER \(index + 1)\(words)", isSet: chosenOffer == index, number: index + 1))
        }
        for (field, key) in fields {
            if field == .question {
                lines.append(FormLine("Questions that stayed open:"))
                for (index, question) in QuestionKey.common.enumerated() {
                    lines.append(
                        mark(question.words, isSet: open.contains(question), number: choosable.count + index + 1))
                }
            }
            let isTyped = editing == field
            lines.append(
                FormLine(
                    "\(label(of: field)): \(self[field].text)\(isTyped ? "_" : "")", key: isTyped ? nil : String(key),
                    style: isTyped ? .bold : .plain))
        }
        return lines
    }

    private func mark(_ words: String, isSet: Bool, number: Int) -> FormLine {
        FormLine("\(isSet ? "[x]" : "[ ]") \(words)", key: "\(number)", style: isSet ? .bold : .plain)
    }

    private func label(of field: Field) -> String {
        switch field {
        case .eta: "Minutes until they arrive"
        case .callBack: "Call back (30 = in 30 min, 14:30 UTC)"
        case .slot:
            kind == .preventOffer
                ? "The same, typed (its number, or its time by UTC)" : "Another time they named (UTC; empty: as held)"
        case .question: "Another open question"
        case .note: "Note"
        }
    }

    /// The keys that work now.
    package var keys: [(key: String, words: String)] {
        if editing != nil { return [("Enter", "done"), ("Esc", "leave it out"), ("Ctrl-U", "clear")] }
        if outcome == nil { return [("Esc", "back, nothing is saved")] }
        return [("Enter", "SAVE"), ("Esc", "another outcome")]
    }
}

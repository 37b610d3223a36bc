package import Outreach
package import Telemetry

/// How a call ended: one key for the outcome, one for each question that stayed open, and a few words.
package struct OutcomeForm: Sendable, Equatable {
    /// What can be typed.
    package enum Field: Sendable, Equatable { case eta, callBack, slot, question, note }

    package let held: Held
    package let kind: TaskKind
    package let choices: [OutcomeChoice]
    /// The times that are on offer, the best first: each has the number under which it stands on the screen.
    package let offered: [Timestamp]
    /// The same as a dispatcher reads them.
    let offeredWords: [String]
    package private(set) var outcome: Outcome?
    package private(set) var editing: Field?
    /// What is wrong with what was typed.
    package private(set) var problem: String?
    private var eta = TextField(limit: 6)
    private var callBack = TextField(limit: 16)
    private var slot = TextField(limit: 16)
    private var question = TextField(limit: 200)
    private var note = TextField()
    private(set) var open: [QuestionKey] = []

    package init(
        _ held: Held, kind: TaskKind, asksApproval: Bool, offered: [Timestamp] = [], offeredWords: [String] = []
    ) {
        self.held = held
        self.offered = offered
        self.offeredWords = offeredWords
        self.kind = kind
        choices = OutcomeChoice.choices(kind, asksApproval: asksApproval)
    }

    /// Takes a key.
    package mutating func press(_ key: Key, at now: Timestamp) -> FormReaction<TypedOutcome> {
        problem = nil
        if let field = editing { return type(key, in: field, at: now) }
        guard outcome != nil else { return choose(key) }
        switch key {
        case .escape, .control("c"): outcome = nil
        case .enter: return save(at: now)
        case .character(let character): press(character)
        default: break
        }
        return .stays
    }

    private mutating func choose(_ key: Key) -> FormReaction<TypedOutcome> {
        switch key {
        case .escape, .control("c"): return .cancelled
        case .character(let character):
            guard let choice = choices.first(where: { $0.key == character }) else {
                problem = "\(character) is none of these keys"
                return .stays
            }
            outcome = choice.outcome
            if choice.outcome == .callBack { editing = .callBack }
            if choice.outcome == .accepted, kind == .providerCall { editing = .eta }
            return .stays
        default: return .stays
        }
    }

    private mutating func press(_ character: Character) {
        if let number = character.wholeNumberValue, number > 0, mark(number - 1) { return }
        guard let field = fields.first(where: { $0.key == character })?.field else {
            problem = "\(character) is none of these keys"
            return
        }
        editing = field
    }

    /// Marks what stands under a number, or takes the mark away: first the times on offer, then the questions.
    private mutating func mark(_ index: Int) -> Bool {
        if index < choosable.count {
            slot = TextField(chosenOffer == index ? "" : "\(index + 1)", limit: slot.limit)
            return true
        }
        let index = index - choosable.count
        guard asksQuestions, QuestionKey.common.indices.contains(index) else { return false }
        let question = QuestionKey.common[index]
        if let index = open.firstIndex(of: question) { open.remove(at: index) } else { open.append(question) }
        return true
    }

    /// The times on offer, where this outcome takes one.
    var choosable: [Timestamp] { kind == .preventOffer && outcome == .accepted ? offered : [] }

    /// The time that was chosen by its number; `nil` if none was, or if it was typed.
    var chosenOffer: Int? {
        slot.value.flatMap { Int($0) }.map { $0 - 1 }.flatMap { choosable.indices.contains($0) ? $0 : nil }
    }

    private mutating func type(_ key: Key, in field: Field, at now: Timestamp) -> FormReaction<TypedOutcome> {
        switch key {
        case .enter:
            problem = mistake(in: field, at: now)
            if problem == nil { editing = nil }
        case .escape, .control("c"):
            self[field] = TextField(limit: self[field].limit)
            editing = nil
        default: _ = self[field].press(key)
        }
        return .stays
    }

    private mutating func save(at now: Timestamp) -> FormReaction<TypedOutcome> {
        guard let outcome else { return .stays }
        for (field, _) in fields {
            guard let mistake = mistake(in: field, at: now) else { continue }
            problem = mistake
            editing = field
            return .stays
        }
        var call = TypedOutcome(outcome)
        for (field, _) in fields {
            switch field {
            case .eta: call.etaMinutes = eta.value.flatMap { Double($0.replacing(",", with: ".")) }
            case .callBack: call.callBackAt = callBack.value.flatMap { Timestamp(typed: $0, at: now) }
            case .slot: call.slotStart = slot.value.flatMap { slotStart($0, at: now) }
            case .question: call.openQuestions = open.map(\.rawValue) + [question.value].compactMap { $0 }
            case .note: call.note = note.value
            }
        }
        return .filled(call)
    }

    private func mistake(in field: Field, at now: Timestamp) -> String? {
        switch field {
        case .eta:
            guard let text = eta.value else { return nil }
            guard let minutes = Double(text.replacing(",", with: ".")), (0...10_000).contains(minutes) else {
                return "\(text) is no number of minutes: type 25"
            }
        case .callBack:
            guard let text = callBack.value else { return "when? Type 30 for in 30 minutes, or 14:30 (UTC)" }
            guard let time = Timestamp(typed: text, at: now), time > now else {
                return "\(text) is no time to come: 30 is in 30 minutes, 14:30 by UTC"
            }
        case .slot:
            guard let text = slot.value else { return nil }
            guard let time = slotStart(text, at: now), time > now else {
                return kind == .preventOffer
                    ? "\(text) is none of the times on offer: type \(offerNumbers)"
                    : "\(text) is no time to come: 2026-11-23 14:30, or 14:30 by UTC"
            }
        case .question, .note: break
        }
        return nil
    }

    /// The time that was typed; of an offer one by its number or as it stands there, and no other.
    private func slotStart(_ text: String, at now: Timestamp) -> Timestamp? {
        guard kind == .preventOffer else { return Timestamp(typed: text, at: now) }
        if let number = Int(text) { return offered.indices.contains(number - 1) ? offered[number - 1] : nil }
        let time = Timestamp(typed: text, at: now)
        return time.flatMap { offered.contains($0) ? $0 : nil }
    }

    /// What can be typed for an offer: "1 to 3".
    private var offerNumbers: String {
        offered.count > 1 ? "1 to \(offered.count)" : "1"
    }

    private var asksQuestions: Bool { fields.contains { $0.field == .question } }

    /// What this outcome asks for, with the key of each.
    var fields: [(field: Field, key: Character)] {
        guard let outcome else { return [] }
        var fields: [(Field, Character)] = []
        if outcome == .accepted, kind == .providerCall { fields.append((.eta, "e")) }
        if outcome == .callBack { fields.append((.callBack, "t")) }
        if outcome == .accepted, kind == .workshopCall || !choosable.isEmpty { fields.append((.slot, "t")) }
        if [.reached, .accepted, .hungUp, .callBack, .inDanger].contains(outcome) { fields.append((.question, "o")) }
        fields.append((.note, "n"))
        return fields
    }

    private(set) subscript(_ field: Field) -> TextField {
        get {
            switch field {
            case .eta: eta
            case .callBack: callBack
            case .slot: slot
            case .question: question
            case .note: note
            }
        }
        set {
            switch field {
            case .eta: eta = newValue
            case .callBack: callBack = newValue
            case .slot: slot = newValue
            case .question: question = newValue
            case .note: note = newValue
            }
        }
    }
}

extension Timestamp {
    /// A moment as people type it: `30` is in 30 minutes, `14:30` the next time that it is so late by UTC, else ISO.
    init?(typed text: String, at now: Timestamp) {
        if let minutes = Int64(text) {
            guard (1...20_160).contains(minutes) else { return nil }
            self = now.adding(seconds: minutes * 60)
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, let hour = Int64(parts[0]), let minute = Int64(parts[1]), parts[1].count == 2 {
            guard (0...23).contains(hour), (0...59).contains(minute),
                let midnight = Timestamp(iso8601: "\(now.day)T00:00:00Z")
            else { return nil }
            let today = midnight.adding(seconds: hour * 3_600 + minute * 60)
            self = today > now ? today : today.adding(seconds: 86_400)
            return
        }
        guard let time = Timestamp(iso8601: text.replacing(" ", with: "T")) else { return nil }
        self = time
    }
}

import Outreach
import Persistence
import Telemetry

/// What is wrong in a cell, and where it begins.
struct SheetMistake: Error {
    var offset: Int
    var text: String
}

/// One row of a file that came back, not checked yet.
struct SheetForm {
    private let record: [CSVReader.Field]
    private let places: [String: Int]

    init(_ record: [CSVReader.Field], places: [String: Int]) {
        self.record = record
        self.places = places
    }

    /// Whether nobody has written anything on the page.
    var isEmpty: Bool {
        SheetColumns.names.dropFirst(2).allSatisfy { text($0) == nil }
    }

    /// - Throws: ``SheetMistake``, or what `printedAt` throws.
    func row(
        caller: String, clock: WallClock, now: Timestamp, printedAt: (Int64) throws -> Timestamp?
    ) throws -> SheetRow {
        guard record.count == places.count else {
            throw SheetMistake(
                offset: record.first?.offset ?? 0,
                text: "this row has \(record.count) fields, the header has \(places.count)")
        }
        let task = try number("task")
        let sheet = try number("sheet")
        guard let printed = try printedAt(sheet) else { throw mistake("sheet", "no sheet \(sheet) was ever printed") }
        let outcome = try outcome()
        let at = try time("at", from: printed, clock)
        guard at <= now else { throw mistake("at", "\(text("at") ?? "") is in the future") }
        guard at >= printed.adding(seconds: -60) else {
            throw mistake("at", "the sheet was printed later, at \(clock.day(printed))")
        }
        var result = CallResult(outcome, etaMinutes: try minutes(outcome))
        result.openQuestions = (text("open_questions") ?? "").split(separator: ";").map { trimmed($0) }
            .filter { !$0.isEmpty }
        result.note = text("note")
        if text("call_back_at") != nil {
            guard outcome == .callBack else {
                throw mistake("call_back_at", "only call_back has a wished time; the outcome is \(outcome.rawValue)")
            }
            result.callBackAt = try time("call_back_at", from: at, clock)
        }
        return SheetRow(sheet: sheet, task: task, result: result, at: at, by: text("by") ?? caller)
    }

    private func outcome() throws(SheetMistake) -> Outcome {
        let text = (text("outcome") ?? "").lowercased().replacing(" ", with: "_")
        guard let outcome = Outcome(rawValue: text) else {
            let words = Outcome.allCases.map(\.rawValue)
            let near = nearestWord(to: text, in: words).map { "; did you mean \($0)?" } ?? ""
            throw mistake("outcome", "“\(text)” is not one of \(words.joined(separator: ", "))\(near)")
        }
        return outcome
    }

    private func minutes(_ outcome: Outcome) throws(SheetMistake) -> Double? {
        guard let text = text("eta_minutes") else { return nil }
        guard let minutes = Double(text), (0...10_000).contains(minutes) else {
            throw mistake("eta_minutes", "“\(text)” is not a number from 0 to 10000")
        }
        guard outcome != .declined else { throw mistake("eta_minutes", "whoever declined has no arrival") }
        return minutes
    }

    /// A time of day is the first such one after `start`; a whole one has its date and zone.
    private func time(_ column: String, from start: Timestamp, _ clock: WallClock) throws(SheetMistake) -> Timestamp {
        guard let text = text(column) else { throw mistake(column, "\(column) is empty: when was the call?") }
        if let time = clock.first(text, from: start) { return time }
        guard let time = Timestamp(iso8601: text), text.contains(where: { "Tt ".contains($0) }) else {
            throw mistake(column, "“\(text)” is not a time; write 14:30, or 2027-03-01T14:30+02:00")
        }
        let hasZone = text.dropFirst(10).contains { "Zz+-".contains($0) }
        guard hasZone else { throw mistake(column, "“\(text)” has no zone; write it like 2027-03-01T14:30+02:00") }
        return time
    }

    private func number(_ column: String) throws(SheetMistake) -> Int64 {
        guard let number = Int64(text(column) ?? ""), number > 0 else {
            throw mistake(column, "“\(text(column) ?? "")” is not the number of a \(column)")
        }
        return number
    }

    private func text(_ column: String) -> String? {
        guard let place = places[column], record.indices.contains(place) else { return nil }
        let text = trimmed(record[place].text)
        return text.isEmpty ? nil : text
    }

    private func mistake(_ column: String, _ text: String) -> SheetMistake {
        let field = places[column].flatMap { record.indices.contains($0) ? record[$0] : nil }
        return SheetMistake(offset: field?.offset ?? record.first?.offset ?? 0, text: text)
    }
}

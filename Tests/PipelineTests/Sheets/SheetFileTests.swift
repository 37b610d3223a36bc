import Outreach
import Persistence
import Telemetry
import Testing

@testable import Pipeline

@Suite("The file in which sheets come back")
struct SheetFileTests {
    /// 2026-11-22 10:05:40 in Tallinn, two hours ahead of UTC.
    private static let printed = Timestamp(milliseconds: 1_795_334_740_000)
    private static let clock = WallClock(name: "Europe/Tallinn") { _ in 120 }

    @Test("a row becomes an outcome at the time of the call")
    func row() throws {
        let rows = try read(
            """
            task,sheet,outcome,at,by,eta_minutes,call_back_at,open_questions,note
            12,3,reached,10:20,Jaan,,,how_long; who_pays,"calm, said ""thanks\"""
            """)
        let row = try #require(rows.first)
        #expect(row.task == 12)
        #expect(row.sheet == 3)
        #expect(row.at == time("2026-11-22T10:20:00+02:00"))
        #expect(row.by == "Jaan")
        #expect(row.result.openQuestions == ["how_long", "who_pays"])
        #expect(row.result.note == "calm, said \"thanks\"")
    }

    @Test(
        "a time of day is the first one after the printing, a whole time has its zone",
        arguments: [
            ("10:05", "2026-11-22T10:05:00+02:00"), ("10:20", "2026-11-22T10:20:00+02:00"),
            ("9:30", "2026-11-23T09:30:00+02:00"), ("00:10", "2026-11-23T00:10:00+02:00"),
            ("2026-11-22T08:30Z", "2026-11-22T10:30:00+02:00"), ("2026-11-22 10:30+02:00", "2026-11-22T10:30:00+02:00"),
        ])
    func times(text: String, expected: String) throws {
        let rows = try read("task,sheet,outcome,at\n1,3,reached,\(text)\n", now: time("2026-11-24T00:00:00Z"))
        #expect(rows.map(\.at) == [time(expected)])
        #expect(rows.map(\.by) == ["Mari"])
    }

    @Test("a call-back may lie ahead, and is the first such time after the call")
    func callBack() throws {
        let rows = try read("task,sheet,outcome,at,call_back_at\n1,3,call_back,10:20,10:10\n")
        #expect(rows.first?.result.callBackAt == time("2026-11-23T10:10:00+02:00"))
    }

    @Test(
        "a mistake is told with its place, and nothing of the file counts",
        arguments: [
            ("1,3,reached,23:00,,,", "f.csv:2:13: 23:00 is in the future"),
            ("1,3,reached,2026-11-22T06:00Z,,,", "f.csv:2:13: the sheet was printed later"),
            ("1,3,reached,2026-11-22T08:30,,,", "has no zone"), ("1,3,reached,soon,,,", "“soon” is not a time"),
            ("1,3,reached,,,,", "when was the call?"), ("1,9,reached,10:20,,,", "no sheet 9 was ever printed"),
            ("x,3,reached,10:20,,,", "f.csv:2:1: “x” is not the number of a task"),
            ("0,3,reached,10:20,,,", "“0” is not the number of a task"),
            ("99999999999999999999,3,reached,10:20,,,", "is not the number of a task"),
            ("1,3,reched,10:20,,,", "did you mean reached?"), ("1,3,,10:20,x,,", "is not one of reached"),
            ("1,3,accepted,10:20,,many,", "“many” is not a number"), ("1,3,accepted,10:20,,-5,", "“-5” is not"),
            ("1,3,accepted,10:20,,nan,", "“nan” is not"), ("1,3,declined,10:20,,5,", "has no arrival"),
            ("1,3,reached,10:20,,,12:00", "only call_back has a wished time"), ("1,3,reached", "this row has 3 fields"),
            ("1,3,\"reached", "never closed"),
        ])
    func mistakes(line: String, words: String) throws {
        let error = #expect(throws: SheetMistakes.self) {
            try read("task,sheet,outcome,at,by,eta_minutes,call_back_at\n\(line)\n")
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasSuffix("nothing was taken over") == true)
    }

    @Test(
        "a header that lacks something or has too much is refused",
        arguments: [
            ("", "the file is empty"), ("task,sheet,outcome", "the column at is missing"),
            ("task,sheet,outcome,at,task", "stands there twice"), ("task,sheet,outcom,at", "did you mean outcome?"),
            ("\u{FF}", "is no column"),
        ])
    func header(line: String, words: String) throws {
        let error = #expect(throws: SheetMistakes.self) { try read(line) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test("a printed form that nobody has filled in is no row, and columns may stand in any order")
    func empty() throws {
        #expect(try read(SheetColumns.template(sheet: 3, tasks: [1, 2])).isEmpty)
        let rows = try read("at,outcome,sheet,task\r\n10:20,busy,3,1\r\n")
        #expect(rows.map(\.task) == [1])
    }

    @Test(
        "of several rows of a page one says how it ended: danger first, then the newest answer, then the newest try",
        arguments: [
            (["no_answer 10:10", "reached 10:20"], ["reached"]), (["reached 10:10", "no_answer 10:20"], ["reached"]),
            (["busy 10:20", "no_answer 10:10"], ["busy"]), (["in_danger 10:10", "reached 10:20"], ["in_danger"]),
            (["reached 10:10", "declined 10:20"], ["declined"]), (["busy 10:10", "busy 10:10"], ["busy", "busy"]),
        ])
    func several(lines: [String], ends: [String]) throws {
        let text = lines.map { line in
            let parts = line.split(separator: " ")
            return "1,3,\(parts[0]),\(parts[1])"
        }
        let rows = try read("task,sheet,outcome,at\n" + text.joined(separator: "\n"))
        #expect(rows.count == lines.count)
        #expect(rows.filter { !$0.isOnlyATry }.map(\.result.outcome.rawValue) == ends)
        #expect(rows.map(\.at) == rows.map(\.at).sorted())
    }

    @Test("a wall clock finds its times across a change of the clock")
    func summerTime() {
        // 2026-10-25 04:00 in Tallinn the clock goes back an hour, at 01:00 UTC.
        let change = time("2026-10-25T01:00:00Z")
        let clock = WallClock(name: "Europe/Tallinn") { $0 < change ? 180 : 120 }
        #expect(clock.first("09:00", from: time("2026-10-25T00:00:00Z")) == time("2026-10-25T07:00:00Z"))
        #expect(clock.first("24:00", from: change) == nil)
        #expect(clock.first("9", from: change) == nil)
        #expect(clock.first("", from: change) == nil)
    }

    private func read(_ text: String, now: Timestamp = time("2026-11-22T13:00:00Z")) throws -> [SheetRow] {
        let printed: (Int64) throws -> Timestamp? = { $0 == 3 ? SheetFileTests.printed : nil }
        return try SheetFile(
            Array(text.utf8), name: "f.csv", caller: "Mari", clock: SheetFileTests.clock, now: now, printedAt: printed
        ).rows
    }
}

private func time(_ text: String) -> Timestamp { Timestamp(iso8601: text) ?? Timestamp(milliseconds: 0) }

import Prognostics
import Telemetry
import Testing

@Suite("Reading a fleet's record")
struct ReadingTests {
    /// Reads a text in pieces of a size.
    private func read(
        _ kind: HistoryFile, _ text: String, piece: Int = 7
    ) throws(HistoryFileError) -> (history: History, notes: HistoryFileNotes) {
        var builder = HistoryBuilder()
        var reader = HistoryFileReader(kind, name: "log.csv")
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try reader.feed(Array(bytes[start..<min(bytes.count, start + piece)]), isLast: false, into: &builder)
        }
        try reader.feed([], isLast: true, into: &builder)
        return (builder.history(learntUntil: Timestamp(milliseconds: .max)), reader.notes)
    }

    private func mistakes(_ kind: HistoryFile, _ text: String) -> [String] {
        do {
            _ = try read(kind, text)
            return []
        } catch {
            return error.mistakes
        }
    }

    @Test(
        "Columns are found by their names, in any order, with others between, in pieces of any size",
        arguments: [1, 3, 1_000])
    func columns(piece: Int) throws {
        let text =
            "\u{FEFF}Code,note,TIME,asset\r\nP1,\"a, \"\"b\"\"\nc\",2015-01-03 07:00:00,7\r\n\r\nP2,,1420268400000,7"
        let (history, notes) = try read(.faults, text, piece: piece)
        let faults = Array(history.faults(of: 0))
        #expect(faults.map { history.vocabulary[$0.code] } == ["P1", "P2"])
        #expect(faults.map(\.time) == [Timestamp(seconds: 1_420_268_400), Timestamp(seconds: 1_420_268_400)])
        #expect(notes.ignoredColumns == ["note"])
        #expect(notes.withoutZone == 1)
    }

    @Test(
        "Times in any of the usual forms are the same time",
        arguments: [
            "2015-01-03 07:00:00", "2015-01-03T07:00:00Z", "2015-01-03T09:00:00+02:00", "1420268400000",
            "2015-01-03T07:00",
        ])
    func times(text: String) throws {
        let history = try read(.faults, "asset,time,code\n1,\(text),P1").history
        #expect(history.faults(of: 0).first?.time == Timestamp(seconds: 1_420_268_400))
    }

    @Test(
        "Each mistake is told with its line",
        arguments: [
            (
                .faults, "asset,time,code\n1,soon,P1\n2,2015-01-03,P1\n,2015-01-03,P1",
                [
                    "log.csv:2: the time 'soon' is neither ISO 8601 nor milliseconds since 1970",
                    "log.csv:4: the asset is missing",
                ]
            ),
            (
                .repairs, "asset,time,part,reason\n1,2015-01-03,belt,broken",
                [
                    "log.csv:2: the reason 'broken' is not one of failure, planned"
                ]
            ),
            (.signals, "asset,time,name,value\n1,2015-01-03,volts,high", ["log.csv:2: the value 'high' is no number"]),
            (.faults, "asset,time\n", ["log.csv:1: faults need the column code; there are: asset, time"]),
            (.faults, "asset,time,code\n1,2015-01-03", ["log.csv:2: 2 fields, and the header has 3"]),
            (
                .faults, "asset,time,code\n1,0001-01-03,P1",
                ["log.csv:2: the time '0001-01-03' lies outside 1971 to 2105"]
            ),
            (.faults, "asset,time,code\n\n1,\"2015", ["log.csv:3: a quote is opened here and never closed"]),
            (.faults, "", ["log.csv:1: the file is empty; it needs a line with the names of the columns"]),
            (.assets, "asset,age\n1,minus one", ["log.csv:2: the age 'minus one' is no number of years"]),
        ] as [(HistoryFile, String, [String])])
    func told(kind: HistoryFile, text: String, expected: [String]) {
        #expect(mistakes(kind, text) == expected)
    }

    @Test("What is no text in a file does not reach a terminal")
    func control() {
        #expect(mistakes(.faults, "asset,time,code\n1,\u{1B}[2J,P1").allSatisfy { !$0.contains("\u{1B}") })
        #expect(
            mistakes(.faults, "asset,\u{1B}[2J\u{9B}\n").allSatisfy { !$0.contains("\u{1B}") && !$0.contains("\u{9B}") }
        )
    }

    @Test("Of many mistakes twenty are told and the rest counted")
    func many() {
        let text = "asset,time,code\n" + String(repeating: "1,soon,P1\n", count: 50)
        let error = #expect(throws: HistoryFileError.self) { try read(.faults, text) }
        #expect(error?.mistakes.count == 20)
        #expect(error?.untold == 30)
    }

    @Test("Doubles count once, rows out of order are sorted, empty values are passed over")
    func untidy() throws {
        let (history, notes) = try read(
            .signals,
            "asset,time,name,value\n1,2015-01-04,v,2\n1,2015-01-03,v,1\n1,2015-01-04,v,2\n1,2015-01-05,v,\n1,2015-01-05,v,NaN"
        )
        #expect(history.signals(of: 0).map(\.value) == [1, 2])
        #expect(history.notes.duplicates == 1)
        #expect(history.notes.outOfOrder == 1)
        #expect(notes.withoutValue == 2)
    }

    @Test("A battery whose voltage is known is a part before anybody has replaced it")
    func battery() throws {
        let text = "asset,time,name,value\n1,2015-01-04,Vehicle.LowVoltageBattery.CurrentVoltage,12.6"
        let history = try read(.signals, text).history
        #expect(history.parts.map { history.vocabulary[$0] } == ["alternator", "starter_battery"])
        #expect(try read(.signals, text.replacing("Vehicle.", with: "My.")).history.parts.isEmpty)
    }

    @Test("A failure and a planned replacement at one time are the failure")
    func oneEvent() throws {
        let history = try read(
            .repairs, "asset,time,part,reason\n1,2015-01-04,belt,planned\n1,2015-01-04,belt,failure"
        ).history
        #expect(history.repairs(of: 0).map(\.failed) == [true])
    }
}

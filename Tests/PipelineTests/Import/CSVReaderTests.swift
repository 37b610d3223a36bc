import Testing

@testable import Pipeline

@Suite("Comma-separated values")
struct CSVReaderTests {
    private func records(_ text: String) throws -> [[String]] {
        var reader = try CSVReader(Array(text.utf8))
        var records: [[String]] = []
        while let record = try reader.record() { records.append(record.map(\.text)) }
        return records
    }

    @Test(
        "what RFC 4180 allows is read",
        arguments: [
            ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
            ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
            ("\u{FEFF}a,b\n", [["a", "b"]]),
            ("\"a\",\"\"\n", [["a", ""]]),
            ("\"say \"\"hi\"\"\",x\n", [["say \"hi\"", "x"]]),
            ("\"\"\"\"\n", [["\""]]),
            ("\"two\nlines\",x\r\ny,z\r\n", [["two\nlines", "x"], ["y", "z"]]),
            ("\"a,b\",c", [["a,b", "c"]]),
            ("a,\n,b\n,\n", [["a", ""], ["", "b"], ["", ""]]),
            ("\n\r\na\n\n\nb\n\n", [["a"], ["b"]]),
            ("õ,ä\n", [["õ", "ä"]]),
            ("", []),
        ])
    func reads(text: String, expected: [[String]]) throws {
        #expect(try records(text) == expected)
    }

    @Test(
        "what RFC 4180 does not allow is refused with its place",
        arguments: [
            ("a,b\nc,d\"e\n", 2, 4, "a quote inside a field; put the whole field in quotes and write \"\""),
            ("a\n\"õä\"x,y\n", 2, 5, "only a comma or the end of the line may follow a closing quote"),
            ("a,b\nc,\"d\ne\n", 2, 3, "a quote is opened here and never closed"),
            ("a\rb\n", 1, 2, "a carriage return alone; lines end with LF or CRLF"),
            ("a,b\nc,d\u{0}\n", 2, 3, "this field holds a zero byte; is it a text file?"),
        ])
    func refuses(text: String, line: Int, column: Int, message: String) throws {
        var reader = try CSVReader(Array(text.utf8))
        let mistake = #expect(throws: CSVMistake.self) { while try reader.record() != nil {} }
        let place = reader.place(of: try #require(mistake).offset)
        #expect(place.line == line)
        #expect(place.column == column)
        #expect(mistake?.text == message)
    }

    @Test("bytes that are not UTF-8 are refused with their place")
    func refusesOtherEncodings() throws {
        var reader = try CSVReader(Array("id,name\nc1,J".utf8) + [0xF5] + Array("gi\n".utf8))
        let mistake = #expect(throws: CSVMistake.self) { while try reader.record() != nil {} }
        #expect(reader.place(of: try #require(mistake).offset) == (2, 4))
        #expect(throws: CSVMistake.self) { try CSVReader([0xFF, 0xFE, 0x61, 0]) }
    }

    @Test("after a field with line breaks the next record knows its line")
    func countsLines() throws {
        var reader = try CSVReader(Array("h\n\"1\r\n2\n3\"\n\n\nz\n".utf8))
        var lines: [Int] = []
        while let record = try reader.record() {
            lines.append(reader.line)
            #expect(reader.place(of: record[0].offset).line == reader.line)
        }
        #expect(lines == [1, 2, 7])
    }
}

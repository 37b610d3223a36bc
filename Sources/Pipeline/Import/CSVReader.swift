/// Reads comma-separated values after RFC 4180, record by record, and knows where everything stands.
///
/// Ours, because a mistake must be told with its line and column, and the known libraries keep no positions. Fields
/// keep their byte offset only; a place is computed when somebody asks for it.
struct CSVReader {
    /// A field and where it begins.
    struct Field {
        var text: String
        var offset: Int
    }

    private let bytes: [UInt8]
    private var next = 0
    /// The line, from 1, on which the newest record begins.
    private(set) var line = 1
    /// The line that `next` is on.
    private var nextLine = 1

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// - Throws: ``CSVMistake`` if the bytes are the text of another encoding.
    init(_ bytes: [UInt8]) throws(CSVMistake) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw CSVMistake(offset: 0, text: "the file is UTF-16; save it as UTF-8")
        }
    }

    /// The next record, or `nil` at the end.
    ///
    /// Lines with nothing on them are passed over.
    ///
    /// - Throws: ``CSVMistake`` for what RFC 4180 does not allow; nothing can be read after it.
    mutating func record() throws(CSVMistake) -> [Field]? {
        while next < bytes.count, try isLineEnd() { skipLineEnd() }
        guard next < bytes.count else { return nil }
        line = nextLine
        var fields: [Field] = []
        while true {
            fields.append(try field())
            guard next < bytes.count, bytes[next] == CSVReader.comma else { break }
            next += 1
        }
        if next < bytes.count { skipLineEnd() }
        return fields
    }

    /// Line and column of an offset, both from 1; columns count characters of Unicode, not bytes.
    func place(of offset: Int) -> (line: Int, column: Int) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 1
        var lineStart = start
        let end = min(offset, bytes.count)
        for index in start..<max(start, end) where bytes[index] == CSVReader.lineFeed {
            line += 1
            lineStart = index + 1
        }
        let column = bytes[lineStart..<max(lineStart, end)].count { $0 & 0xC0 != 0x80 } + 1
        return (line, column)
    }

    /// Stops at the comma, the line end or the end of the file after the field.
    private mutating func field() throws(CSVMistake) -> Field {
        let start = next
        guard start < bytes.count, bytes[start] == CSVReader.quote else {
            while next < bytes.count, bytes[next] != CSVReader.comma {
                if bytes[next] == CSVReader.quote {
                    throw CSVMistake(
                        offset: next, text: "a quote inside a field; put the whole field in quotes and write \"\"")
                }
                if try isLineEnd() { break }
                next += 1
            }
            return Field(text: try text(bytes[start..<next], at: start), offset: start)
        }
        next += 1
        var pieces: [UInt8] = []
        var pieceStart = next
        defer { nextLine += bytes[start..<next].count { $0 == CSVReader.lineFeed } }
        while true {
            guard let end = bytes[next...].firstIndex(of: CSVReader.quote) else {
                throw CSVMistake(offset: start, text: "a quote is opened here and never closed")
            }
            next = end + 1
            guard next < bytes.count, bytes[next] == CSVReader.quote else { break }
            pieces += bytes[pieceStart...end]
            next += 1
            pieceStart = next
        }
        pieces += bytes[pieceStart..<next - 1]
        if next < bytes.count, bytes[next] != CSVReader.comma, try !isLineEnd() {
            throw CSVMistake(offset: next, text: "only a comma or the end of the line may follow a closing quote")
        }
        return Field(text: try text(pieces[...], at: start), offset: start)
    }

    private func isLineEnd() throws(CSVMistake) -> Bool {
        if bytes[next] == CSVReader.lineFeed { return true }
        guard bytes[next] == CSVReader.carriageReturn else { return false }
        guard next + 1 == bytes.count || bytes[next + 1] == CSVReader.lineFeed else {
            throw CSVMistake(offset: next, text: "a carriage return alone; lines end with LF or CRLF")
        }
        return true
    }

    private mutating func skipLineEnd() {
        next += bytes[next] == CSVReader.carriageReturn && next + 1 < bytes.count ? 2 : 1
        nextLine += 1
    }

    private func text(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(CSVMistake) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CSVMistake(offset: offset, text: "this field is not UTF-8; save the file as UTF-8")
        }
        guard !bytes.contains(0) else {
            throw CSVMistake(offset: offset, text: "this field holds a zero byte; is it a text file?")
        }
        return text
    }
}

/// Something in a file that can't be taken, and the byte where it stands.
struct CSVMistake: Error, Equatable {
    var offset: Int
    var text: String
}

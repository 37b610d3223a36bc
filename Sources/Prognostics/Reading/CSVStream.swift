/// Cuts comma-separated values after RFC 4180 into records as their bytes arrive, and knows their lines.
///
/// For logs of any length: what is held is one piece of the file and never the whole of it.
package struct CSVStream {
    /// A record longer than this is a mistake, usually a quote that is never closed.
    package static let recordLimit = 1 << 20

    /// Why a file can't be cut into records.
    package struct Mistake: Error, Equatable {
        package let line: Int
        package let text: String
    }

    /// A record: its fields without their quotes, and the line on which it begins, from 1.
    package struct Record {
        private let bytes: UnsafeRawBufferPointer
        private let fields: [Field]
        package let line: Int

        fileprivate init(bytes: UnsafeRawBufferPointer, fields: [Field], line: Int) {
            self.bytes = bytes
            self.fields = fields
            self.line = line
        }

        /// How many fields there are.
        package var count: Int { fields.count }

        /// A field as text, spaces around it left out; bytes that are not UTF-8 are repaired with U+FFFD.
        package subscript(field: Int) -> String {
            let raw = raw(field)
            let text = String(decoding: raw, as: UTF8.self)
            return fields[field].isDoubled ? text.replacing("\"\"", with: "\"") : text
        }

        /// A field's bytes, spaces around it left out, doubled quotes left as they are.
        package func raw(_ field: Int) -> UnsafeRawBufferPointer {
            var start = fields[field].start
            var end = fields[field].end
            while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
            while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
            return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        }
    }

    fileprivate struct Field {
        var start: Int
        var end: Int
        var isDoubled = false
    }

    private var held: [UInt8] = []
    private var line = 1
    private var isFirst = true
    private var fields: [Field] = []

    package init() {}

    /// Takes the next piece of a file.
    ///
    /// - Parameters:
    ///   - piece: Any number of bytes.
    ///   - isLast: Whether nothing follows.
    ///   - body: Takes each record that is complete; valid only during the call. Empty lines are passed over.
    /// - Throws: ``Mistake`` for what RFC 4180 does not allow, and what `body` throws; nothing can be read after it.
    package mutating func feed(_ piece: [UInt8], isLast: Bool, _ body: (Record) throws -> Void) throws {
        held += piece
        if isFirst, held.count >= 3 || isLast {
            isFirst = false
            if held.starts(with: [0xEF, 0xBB, 0xBF]) { held.removeFirst(3) }
            if held.starts(with: [0xFF, 0xFE]) || held.starts(with: [0xFE, 0xFF]) {
                throw Mistake(line: 1, text: "the file is UTF-16; save it as UTF-8")
            }
        }
        guard !isFirst else { return }
        let buffer = held
        let used = try buffer.withUnsafeBytes { bytes in
            var next = 0
            while next < bytes.count, let end = try cut(bytes, from: next, isLast: isLast) {
                if fields.count > 1 || fields.first.map({ $0.start < $0.end }) == true {
                    try body(Record(bytes: bytes, fields: fields, line: line))
                }
                line += bytes[next..<end].count { $0 == 0x0A }
                next = end
            }
            return next
        }
        held.removeFirst(used)
        if held.count > CSVStream.recordLimit {
            throw Mistake(line: line, text: "a record of more than 1 MiB begins here; is a quote never closed?")
        }
    }

    /// Finds the fields of the record at `start` and returns where the next begins; `nil` if it is not all there.
    private mutating func cut(_ bytes: UnsafeRawBufferPointer, from start: Int, isLast: Bool) throws -> Int? {
        fields.removeAll(keepingCapacity: true)
        var at = start
        while true {
            var field = Field(start: at, end: at)
            if at < bytes.count, bytes[at] == 0x22 {
                field.start = at + 1
                at += 1
                while true {
                    guard at < bytes.count else {
                        guard isLast else { return nil }
                        throw Mistake(line: line, text: "a quote is opened here and never closed")
                    }
                    if bytes[at] == 0x22 {
                        guard at + 1 < bytes.count || isLast else { return nil }
                        guard at + 1 < bytes.count, bytes[at + 1] == 0x22 else { break }
                        field.isDoubled = true
                        at += 1
                    }
                    at += 1
                }
                field.end = at
                at += 1
                guard at == bytes.count || [0x2C, 0x0A, 0x0D].contains(bytes[at]) else {
                    throw Mistake(
                        line: line, text: "only a comma or the end of the line may follow a closing quote")
                }
            } else {
                while at < bytes.count, bytes[at] != 0x2C, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
                field.end = at
            }
            guard at < bytes.count || isLast else { return nil }
            fields.append(field)
            guard at < bytes.count, bytes[at] == 0x2C else { break }
            at += 1
        }
        if at < bytes.count, bytes[at] == 0x0D {
            at += 1
            guard at < bytes.count || isLast else { return nil }
        }
        if at < bytes.count, bytes[at] == 0x0A { at += 1 }
        return at
    }
}

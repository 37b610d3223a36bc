package import Telemetry

/// Reads one file of a fleet's record piece by piece into a ``HistoryBuilder``.
///
/// Columns are found by the header, in any order; columns that mean nothing here are passed over. A row that can't be
/// understood is a mistake with its line, and the file is then refused as a whole at its end, so that one reading
/// shows all that is wrong.
package struct HistoryFileReader {
    /// How many mistakes are told at most.
    package static let mistakesTold = 20
    /// More records than this are refused: at about 100 bytes each they would take 3 GB.
    package static let recordLimit = 30_000_000

    private let kind: HistoryFile
    private let name: String
    private let latest: Timestamp?
    private var stream = CSVStream()
    /// For each column of the kind its field, or `nil` if it is not there.
    private var places: [Int?]?
    private var width = 0
    private var mistakes: [String] = []
    private var untold = 0
    package private(set) var notes = HistoryFileNotes()

    /// - Parameters:
    ///   - kind: What the file holds.
    ///   - name: What it is called in messages.
    ///   - latest: Rows of a later time are counted and passed over: one of them would stretch the whole record.
    package init(_ kind: HistoryFile, name: String, latest: Timestamp? = nil) {
        self.kind = kind
        self.name = name
        self.latest = latest
    }

    /// Takes the next piece of the file.
    ///
    /// - Throws: ``HistoryFileError`` if nothing more can be read; with the last piece also if any row was wrong.
    package mutating func feed(
        _ piece: [UInt8], isLast: Bool, into builder: inout HistoryBuilder
    ) throws(HistoryFileError) {
        do {
            var stream = stream
            self.stream = CSVStream()
            defer { self.stream = stream }
            try stream.feed(piece, isLast: isLast) { record in
                if places == nil {
                    try header(record)
                } else {
                    take(record, into: &builder)
                }
                guard builder.count <= HistoryFileReader.recordLimit else {
                    throw CSVStream.Mistake(
                        line: record.line, text: "more than 30 million records; give a shorter stretch of time")
                }
            }
            if isLast, places == nil {
                throw CSVStream.Mistake(
                    line: 1, text: "the file is empty; it needs a line with the names of the columns")
            }
        } catch let mistake as CSVStream.Mistake {
            note(mistake.line, mistake.text)
            throw HistoryFileError(mistakes: mistakes, untold: untold)
        } catch {
            throw HistoryFileError(mistakes: ["\(name): \(error)"])
        }
        if isLast, !mistakes.isEmpty { throw HistoryFileError(mistakes: mistakes, untold: untold) }
    }

    private mutating func header(_ record: CSVStream.Record) throws {
        let names = (0..<record.count).map { record[$0].lowercased() }
        for (index, name) in names.enumerated() where names[..<index].contains(name) {
            throw CSVStream.Mistake(
                line: record.line, text: "the column \(HistoryFileReader.shown(name)) is there twice")
        }
        let columns = kind.columns
        let missing = columns.filter { $0.isNeeded && !names.contains($0.name) }.map(\.name)
        guard missing.isEmpty else {
            throw CSVStream.Mistake(
                line: record.line,
                text: "\(kind.rawValue) need the column\(missing.count == 1 ? "" : "s") "
                    + "\(missing.joined(separator: ", ")); there are: "
                    + names.prefix(20).map(HistoryFileReader.shown).joined(separator: ", "))
        }
        places = columns.map { names.firstIndex(of: $0.name) }
        width = names.count
        notes.ignoredColumns = names.filter { name in !columns.contains { $0.name == name } }
            .map(HistoryFileReader.shown)
    }

    private mutating func take(_ record: CSVStream.Record, into builder: inout HistoryBuilder) {
        guard let places else { return }
        guard record.count == width else {
            note(record.line, "\(record.count) fields, and the header has \(width)")
            return
        }
        for case let place? in places where !HistoryFileReader.isText(record.raw(place)) {
            note(record.line, "\(HistoryFileReader.quoted(record[place])) holds a control character")
            return
        }
        func field(_ column: Int) -> String { places[column].map { record[$0] } ?? "" }
        let asset = field(0)
        guard !asset.isEmpty else {
            note(record.line, "the asset is missing")
            return
        }
        if kind == .assets {
            takeAsset(asset, model: field(1), age: field(2), line: record.line, into: &builder)
            return
        }
        guard let timeField = places[1], let time = time(record, timeField) else { return }
        let third = field(2)
        guard !third.isEmpty else {
            note(record.line, "the \(kind.columns[2].name) is missing")
            return
        }
        switch kind {
        case .faults:
            let status = field(3).lowercased()
            builder.fault(asset: asset, at: time, code: third, pending: status == "pending")
        case .signals:
            let text = field(3)
            let value = Double(text)
            if value == nil, !["", "null", "na", "n/a", "none", "-"].contains(text.lowercased()) {
                note(record.line, "the value \(HistoryFileReader.quoted(text)) is no number")
                return
            }
            guard let value, value.isFinite else {
                notes.withoutValue += 1
                return
            }
            builder.signal(asset: asset, at: time, name: third, value: value)
        case .repairs:
            let reason = field(3).lowercased()
            guard reason == "failure" || reason == "planned" else {
                note(
                    record.line,
                    "the reason \(HistoryFileReader.quoted(field(3))) is not one of failure, planned")
                return
            }
            builder.repair(asset: asset, at: time, part: third, failed: reason == "failure")
        case .assets: break
        }
        notes.rows += 1
    }

    private mutating func takeAsset(
        _ asset: String, model: String, age: String, line: Int, into builder: inout HistoryBuilder
    ) {
        let years = Double(age)
        if !age.isEmpty, years.map({ $0.isFinite && $0 >= 0 && $0 <= 1_000 }) != true {
            note(line, "the age \(HistoryFileReader.quoted(age)) is no number of years")
            return
        }
        builder.describe(asset: asset, model: model.isEmpty ? nil : model, years: years)
        notes.rows += 1
    }

    private mutating func time(_ record: CSVStream.Record, _ field: Int) -> Timestamp? {
        switch HistoryTime(record.raw(field)) {
        case .time(let time, let hasZone):
            if !hasZone { notes.withoutZone += 1 }
            guard let latest, time > latest else { return time }
            notes.inFuture += 1
            if notes.firstInFuture == nil {
                notes.firstInFuture = "line \(record.line), \(HistoryFileReader.quoted(record[field]))"
            }
            return nil
        case .outside:
            note(record.line, "the time \(HistoryFileReader.quoted(record[field])) lies outside 1971 to 2105")
        case .unreadable:
            note(
                record.line,
                "the time \(HistoryFileReader.quoted(record[field])) is neither ISO 8601 nor milliseconds since 1970")
        }
        return nil
    }

    private mutating func note(_ line: Int, _ text: String) {
        guard mistakes.count < HistoryFileReader.mistakesTold else {
            untold += 1
            return
        }
        mistakes.append("\(name):\(line): \(text)")
    }

    private static func quoted(_ text: String) -> String { "'\(shown(text))'" }

    /// Whether no control character is among the bytes, neither C0 nor C1.
    private static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for (index, byte) in bytes.enumerated() {
            if byte < 0x20 || byte == 0x7F { return false }
            if byte == 0xC2, index + 1 < bytes.count, (0x80..<0xA0).contains(bytes[index + 1]) { return false }
        }
        return true
    }

    /// The beginning of a text as a terminal may show it: what is no text in a file must not command a terminal.
    private static func shown(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(40) {
            shown.append(scalar.properties.generalCategory == .control ? "?" : scalar)
        }
        return String(shown)
    }
}

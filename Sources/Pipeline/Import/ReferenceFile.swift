package import Persistence

/// A reference file that was read and checked as a whole; nothing of it has been written yet.
package struct ReferenceFile: Sendable {
    /// The rows, ready to be written.
    package let batch: ReferenceBatch
    /// Names of columns that the kind does not have; they are passed over.
    package let ignoredColumns: [String]
    /// Ids that the rows refer to, once each, with the line of the first.
    let mentions: [Mention]

    struct Mention: Sendable, Hashable {
        var target: ReferenceTarget
        var id: String
        var column: String
        var line: Int
    }

    /// How many mistakes are told at most.
    package static let mistakesTold = 20

    /// Reads and checks a file.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - kind: What it is a list of.
    ///   - name: What the file is called in messages.
    /// - Throws: ``ImportError`` with every mistake that is told.
    package init(_ bytes: [UInt8], kind: ReferenceKind, name: String) throws(ImportError) {
        var reading = Reading(name: name)
        var rows: [[StoredValue]] = []
        var layout = Layout(columns: [], width: 0, ignored: [])
        do throws(CSVMistake) {
            reading.reader = try CSVReader(bytes)
            guard let header = try reading.reader?.record() else {
                throw CSVMistake(offset: 0, text: "the file is empty; it needs a line with the names of the columns")
            }
            layout = try Layout(header: header, kind: kind)
            while let record = try reading.reader?.record() {
                if let row = reading.row(record, layout: layout, kind: kind) { rows.append(row) }
            }
        } catch {
            reading.note(error.offset, error.text)
        }
        guard reading.mistakes.isEmpty else { throw ImportError(mistakes: reading.mistakes, untold: reading.untold) }
        batch = ReferenceBatch(
            table: kind.table, columns: layout.columns.map(\.column.name), rows: rows)
        ignoredColumns = layout.ignored
        mentions = reading.mentions.filter { mention in
            mention.target.table != kind.table || !reading.ids.contains(mention.id)
        }
    }
}

/// Why a file was not imported: every mistake that was found, in the order of the file.
package struct ImportError: Error, Sendable, CustomStringConvertible {
    /// `file:line:column: what is wrong, what is allowed`.
    package var mistakes: [String]
    /// How many more there are.
    package var untold: Int

    package var description: String {
        let rest = untold > 0 ? ["… and \(untold) more"] : []
        return (mistakes + rest).joined(separator: "\n")
    }
}

/// Which field of a record is which column.
private struct Layout {
    var columns: [(column: Column, field: Int)]
    /// Fields of every record.
    var width: Int
    var ignored: [String]

    init(columns: [(column: Column, field: Int)], width: Int, ignored: [String]) {
        self.columns = columns
        self.width = width
        self.ignored = ignored
    }

    init(header: [CSVReader.Field], kind: ReferenceKind) throws(CSVMistake) {
        let names = header.map { trimmed($0.text).lowercased() }
        for (index, name) in names.enumerated() where names[..<index].contains(name) {
            throw CSVMistake(offset: header[index].offset, text: "the column \(name) is there twice")
        }
        let known = kind.columns
        let missing = known.filter { $0.need != .never && !names.contains($0.name) }.map(\.name)
        guard missing.isEmpty else {
            var text =
                "\(kind.rawValue) need the column\(missing.count == 1 ? "" : "s") \(missing.joined(separator: ", "))"
            if names.count == 1, let only = names.first, only.contains(";") || only.contains("\t") {
                text += "; fields are separated by commas"
            } else {
                text += "; there are: \(names.joined(separator: ", "))"
            }
            throw CSVMistake(offset: header.first?.offset ?? 0, text: text)
        }
        columns = known.compactMap { column in
            names.firstIndex(of: column.name).map { (column, $0) }
        }
        width = header.count
        let knownNames = known.map(\.name)
        ignored = names.filter { !knownNames.contains($0) }
    }
}

/// What has been found while a file is read.
private struct Reading {
    let name: String
    var reader: CSVReader?
    var mistakes: [String] = []
    var untold = 0
    var mentions: [ReferenceFile.Mention] = []
    var ids: Set<String> = []
    private var mentioned: Set<ReferenceFile.Mention> = []
    private var keys: [[StoredValue]: Int] = [:]

    init(name: String) { self.name = name }

    mutating func note(_ offset: Int, _ text: String) {
        guard mistakes.count < ReferenceFile.mistakesTold else {
            untold += 1
            return
        }
        let place = reader?.place(of: offset) ?? (line: 1, column: 1)
        mistakes.append("\(name):\(place.line):\(place.column): \(text)")
    }

    /// The values of a record, or `nil` if something is wrong with it.
    mutating func row(_ record: [CSVReader.Field], layout: Layout, kind: ReferenceKind) -> [StoredValue]? {
        let offset = record.first?.offset ?? 0
        guard record.count == layout.width else {
            let count = "\(record.count) field\(record.count == 1 ? "" : "s")"
            note(offset, "this row has \(count), the header has \(layout.width)")
            return nil
        }
        var values: [StoredValue] = []
        values.reserveCapacity(layout.columns.count)
        var isSound = true
        for (column, place) in layout.columns {
            let text = trimmed(record[place].text)
            if text.isEmpty {
                values.append(column.empty)
                if column.need == .always {
                    note(record[place].offset, "\(column.name) is empty, and every row needs one")
                    isSound = false
                }
                continue
            }
            do {
                values.append(try column.cell.value(of: text))
            } catch {
                note(record[place].offset, "\(column.name): \(error.text)")
                isSound = false
                values.append(.null)
            }
        }
        guard isSound else { return nil }
        if let (column, text) = RowRules.mistake(in: values, columns: layout.columns.map(\.column), kind: kind) {
            note(record[layout.columns[column].field].offset, text)
            return nil
        }
        guard isFirst(values, at: offset, layout: layout, kind: kind) else { return nil }
        mention(values, layout)
        return values
    }

    /// Two rows with one key contradict each other, or one of them is too much.
    private mutating func isFirst(
        _ values: [StoredValue], at offset: Int, layout: Layout, kind: ReferenceKind
    ) -> Bool {
        let key = kind.table.key.map { name in
            layout.columns.firstIndex { $0.column.name == name }.map { values[$0] } ?? .null
        }
        if let line = keys[key] {
            let what = kind.table.key.filter { name in layout.columns.contains { $0.column.name == name } }
            note(offset, "the same \(what.joined(separator: ", ")) as in line \(line)")
            return false
        }
        keys[key] = reader?.line ?? 1
        if kind.table.key == ["id"], case .text(let id)? = key.first { ids.insert(id) }
        return true
    }

    private mutating func mention(_ values: [StoredValue], _ layout: Layout) {
        for (index, (column, _)) in layout.columns.enumerated() {
            guard case .text(let id) = values[index] else { continue }
            var target = column.target
            if column.name == "of_id", let kind = layout.columns.firstIndex(where: { $0.column.name == "of_kind" }),
                case .text(let word) = values[kind]
            {
                target = ReferenceTarget(rawValue: word)
            }
            guard let target else { continue }
            let key = ReferenceFile.Mention(target: target, id: id, column: column.name, line: 0)
            guard mentioned.insert(key).inserted else { continue }
            mentions.append(
                ReferenceFile.Mention(target: target, id: id, column: column.name, line: reader?.line ?? 1))
        }
    }
}

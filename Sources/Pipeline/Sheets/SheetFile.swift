import Outreach
package import Persistence
package import Telemetry

/// What came back on paper, typed into a file: checked before any of it is taken over.
package struct SheetFile: Sendable {
    /// More than a centre prints in weeks.
    private static let mostRows = 50_000

    /// In the order of the calls; a try that a later row of its page ends is marked as one.
    package let rows: [SheetRow]

    /// - Parameters:
    ///   - name: Stands in front of each mistake.
    ///   - caller: Who made a call if the row does not say.
    ///   - printedAt: When a sheet was printed, `nil` if there is none of this number.
    /// - Throws: ``SheetMistakes`` with every mistake, if there is any: then nothing of the file is taken over.
    package init(
        _ bytes: [UInt8], name: String, caller: String, clock: WallClock, now: Timestamp,
        printedAt: (Int64) throws -> Timestamp?
    ) throws {
        var mistakes: [String] = []
        var rows: [SheetRow] = []
        do {
            var reader = try CSVReader(bytes)
            let places = try SheetFile.places(try reader.record())
            while let record = try reader.record() {
                guard rows.count < SheetFile.mostRows else { throw CSVMistake(offset: 0, text: "too many rows") }
                let form = SheetForm(record, places: places)
                // Printed forms come back with pages that nobody has filled in.
                if form.isEmpty { continue }
                do {
                    rows.append(try form.row(caller: caller, clock: clock, now: now, printedAt: printedAt))
                } catch let mistake as SheetMistake {
                    guard mistakes.count < ReferenceFile.mistakesTold else { continue }
                    let place = reader.place(of: mistake.offset)
                    mistakes.append("\(name):\(place.line):\(place.column): \(mistake.text)")
                }
            }
        } catch let mistake as CSVMistake {
            let place = (try? CSVReader(bytes))?.place(of: mistake.offset) ?? (line: 1, column: 1)
            mistakes.append("\(name):\(place.line):\(place.column): \(mistake.text)")
        }
        guard mistakes.isEmpty else { throw SheetMistakes(lines: mistakes) }
        self.rows = SheetFile.ordered(rows)
    }

    /// By the time of the call; of each page one row says how it ended, the others are tries.
    ///
    /// Danger counts before anything else, then the newest answer, then the newest try.
    private static func ordered(_ rows: [SheetRow]) -> [SheetRow] {
        var sorted = rows.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        var ends: [[Int64]: Int] = [:]
        for (index, row) in sorted.enumerated() {
            let page = [row.sheet, row.task]
            if let end = ends[page], weight(sorted[end].result.outcome) > weight(row.result.outcome) { continue }
            ends[page] = index
        }
        for index in sorted.indices {
            guard let end = ends[[sorted[index].sheet, sorted[index].task]] else { continue }
            // A row that stands there twice is one row.
            if end != index, sorted[end] != sorted[index] { sorted[index].isOnlyATry = true }
        }
        return sorted
    }

    private static func weight(_ outcome: Outcome) -> Int {
        switch outcome.consequence {
        case .escalate: 3
        case .done: 2
        case .nextContact: 1
        case .tryAgain: 0
        }
    }

    private static func places(_ header: [CSVReader.Field]?) throws(CSVMistake) -> [String: Int] {
        guard let header else {
            throw CSVMistake(offset: 0, text: "the file is empty; its first line names the columns")
        }
        var places: [String: Int] = [:]
        for (index, field) in header.enumerated() {
            let name = trimmed(field.text).lowercased()
            guard SheetColumns.names.contains(name) else {
                let near = nearestWord(to: name, in: SheetColumns.names).map { "; did you mean \($0)?" } ?? ""
                throw CSVMistake(
                    offset: field.offset,
                    text: "“\(name)” is no column; there are \(SheetColumns.names.joined(separator: ", "))\(near)")
            }
            guard places.updateValue(index, forKey: name) == nil else {
                throw CSVMistake(offset: field.offset, text: "the column \(name) stands there twice")
            }
        }
        for name in SheetColumns.needed where places[name] == nil {
            throw CSVMistake(offset: 0, text: "the column \(name) is missing")
        }
        return places
    }
}

/// Every mistake of a file, each with its place.
package struct SheetMistakes: Error, Equatable, CustomStringConvertible {
    package let lines: [String]
    package var description: String { lines.joined(separator: "\n") + "\nnothing was taken over" }
}

package import Persistence
internal import Telemetry

/// Takes a reference file into the database.
package struct ReferenceImport {
    /// What became of a file.
    package struct Report: Sendable {
        /// How many rows did what.
        package var counts: ImportCounts
        /// `imported 60 assets (58 new, 2 changed)`.
        package var summary: String
        /// What somebody should know, one sentence each.
        package var notes: [String]
    }

    private let store: StoreConnection

    /// An import into an open database.
    package init(into store: StoreConnection) {
        self.store = store
    }

    /// Checks the whole file, then writes it; a mistake anywhere means that nothing is written.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - kind: What it is a list of.
    ///   - name: What the file is called in messages.
    ///   - inOnePart: Whether no lane runs, so that even a long list may be written in one transaction.
    /// - Throws: ``ImportError`` for mistakes in the file, `StoreError` for trouble with the database.
    package func run(
        _ bytes: [UInt8], kind: ReferenceKind, name: String, inOnePart: Bool = false
    ) throws -> Report {
        let file = try ReferenceFile(bytes, kind: kind, name: name)
        let counts = try store.write(file.batch, inOnePart: inOnePart)
        var notes: [String] = []
        if !file.ignoredColumns.isEmpty {
            let known = kind.columns.map(\.name)
            notes.append(
                contentsOf: file.ignoredColumns.map { column in
                    let nearest = nearestWord(to: column, in: known).map { "; did you mean “\($0)”?" } ?? ""
                    return "the column “\(column)” is ignored\(nearest)"
                })
        }
        notes += try unknownIDs(of: file)
        notes += try forgottenIDs(of: file.batch)
        if counts.held > 0 {
            notes.append(
                counts.held == 1
                    ? "1 slot is held for a case and left as it is"
                    : "\(counts.held) slots are held for cases and left as they are")
        }
        if counts.withdrawn > 0 {
            notes.append(
                counts.withdrawn == 1
                    ? "1 slot is taken away while it is held for a case: the hold stays, and the workshop must be asked"
                    : "\(counts.withdrawn) slots are taken away while they are held for cases: the holds stay, and the "
                        + "workshops must be asked")
        }
        if counts.parts > 1 {
            let (seconds, fraction) = counts.longestPart.components
            let milliseconds = seconds * 1_000 + fraction / 1_000_000_000_000_000
            notes.append(
                "written in \(counts.parts) transactions of at most \(milliseconds) ms, so as not to hold up the service"
            )
        }
        return Report(counts: counts, summary: ReferenceImport.summary(counts, kind: kind), notes: notes)
    }

    /// Files may come in any order, so an id that nobody knows is told and not refused.
    private func unknownIDs(of file: ReferenceFile) throws -> [String] {
        var notes: [String] = []
        for (target, mentions) in Dictionary(grouping: file.mentions, by: \.target).sorted(by: {
            $0.key.rawValue < $1.key.rawValue
        }) {
            let unknown = Set(try store.unknown(mentions.map(\.id), of: target))
            let missing = mentions.filter { unknown.contains($0.id) }
            guard let first = missing.first else { continue }
            let named = missing.prefix(5).map { "\($0.id) (line \($0.line))" }.joined(separator: ", ")
            let rest = missing.count > 5 ? " and \(missing.count - 5) more" : ""
            notes.append("\(first.column): not known yet, import \(target.importedAs) too: \(named)\(rest)")
        }
        return notes
    }

    /// Whoever keeps the list may not know that somebody asked to be forgotten.
    private func forgottenIDs(of batch: ReferenceBatch) throws -> [String] {
        guard batch.table == .contact || batch.table == .customer, let place = batch.columns.firstIndex(of: "id")
        else { return [] }
        let ids = batch.rows.compactMap { row in
            if case .text(let id) = row[place] { id } else { nil as String? }
        }
        let forgotten = try store.forgotten(among: ids)
        let named = forgotten.prefix(5).map { "\($0.id) (\($0.at.iso8601.prefix(10)))" }.joined(separator: ", ")
        let rest = forgotten.count > 5 ? " and \(forgotten.count - 5) more" : ""
        return forgotten.isEmpty
            ? []
            : [
                "were forgotten, and this file brings them back: \(named)\(rest); take them out of the list, or "
                    + "`callahead forget` them again"
            ]
    }

    private static func summary(_ counts: ImportCounts, kind: ReferenceKind) -> String {
        var parts: [String] = []
        if counts.new > 0 { parts.append("\(counts.new) new") }
        if counts.changed > 0 { parts.append("\(counts.changed) changed") }
        if counts.same > 0 { parts.append("\(counts.same) as before") }
        if counts.held > 0 { parts.append("\(counts.held) held") }
        if counts.withdrawn > 0 { parts.append("\(counts.withdrawn) withdrawn though held") }
        let what = counts.total == 1 ? kind.one : kind.rawValue
        return "imported \(counts.total) \(what)" + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
    }
}

extension ReferenceKind {
    /// One of them.
    var one: String {
        switch self {
        case .stock: "stock"
        default: String(rawValue.dropLast())
        }
    }
}

extension ReferenceTarget {
    /// The table in which a row of the file itself would be found.
    var table: ReferenceTable? {
        switch self {
        case .customer: .customer
        case .contact: .contact
        case .person: nil
        case .asset: .asset
        case .site: .site
        case .provider: .provider
        case .unit: .unit
        case .workshop: .workshop
        case .holder: nil
        }
    }

    /// The kinds of file that would make it known.
    var importedAs: String {
        switch self {
        case .person: "contacts or customers"
        case .holder: "workshops or units"
        default: "\(rawValue)s"
        }
    }
}

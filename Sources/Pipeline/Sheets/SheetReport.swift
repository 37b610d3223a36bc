package import Persistence

/// What is told of an import of outcomes.
package enum SheetReport {
    /// One line: how many of each.
    package static func summary(_ takings: [SheetTaking]) -> String {
        var counts: [(name: String, count: Int)] = []
        for taking in takings {
            if let place = counts.firstIndex(where: { $0.name == taking.name }) {
                counts[place].count += 1
            } else {
                counts.append((taking.name, 1))
            }
        }
        let parts = counts.map { "\($0.count) \($0.name)" }
        return parts.isEmpty ? "nothing was written on these pages" : parts.joined(separator: ", ")
    }

    /// A row with what became of it.
    package static func json(_ row: SheetRow, _ taking: SheetTaking) -> JSONValue {
        var changed = false
        if case .applied(true) = taking { changed = true }
        return .object([
            "task": .whole(row.task), "sheet": .whole(row.sheet), "outcome": .init(word: row.result.outcome),
            "at": .init(row.at), "by": .text(row.by), "result": .text(taking.name.replacing(" ", with: "_")),
            "changed": .flag(changed), "reason": .init(taking.reason),
        ])
    }
}

extension SheetTaking {
    /// What a dispatcher must know of the row; `nil` if it went as they expect.
    package var trouble: String? {
        switch self {
        case .applied(true): "taken over; it says something new since the page was printed, and will come again"
        case .kept(let reason): "kept as a note: \(reason)"
        case .unknown: "was not on that sheet; look at the numbers"
        case .applied(false), .noted, .again: nil
        }
    }

    /// Whether the outcome stands.
    package var counts: Bool {
        switch self {
        case .applied, .noted, .again: true
        case .kept, .unknown: false
        }
    }

    fileprivate var name: String {
        switch self {
        case .applied: "taken over"
        case .noted: "noted as tries"
        case .again: "known already"
        case .kept: "kept as notes"
        case .unknown: "not printed"
        }
    }

    fileprivate var reason: String? {
        if case .kept(let reason) = self { return reason }
        return nil
    }
}

/// The four files that a fleet's record comes in.
package enum HistoryFile: String, Sendable, CaseIterable {
    case faults
    case signals
    case repairs
    case assets

    /// A column, and whether the file can be without it.
    struct Column {
        let name: String
        let isNeeded: Bool
    }

    var columns: [Column] {
        switch self {
        case .faults: HistoryFile.columns("asset time code", optional: "status")
        case .signals: HistoryFile.columns("asset time name value")
        case .repairs: HistoryFile.columns("asset time part reason")
        case .assets: HistoryFile.columns("asset", optional: "model age")
        }
    }

    private static func columns(_ needed: String, optional: String = "") -> [Column] {
        needed.split(separator: " ").map { Column(name: String($0), isNeeded: true) }
            + optional.split(separator: " ").map { Column(name: String($0), isNeeded: false) }
    }
}

/// What a file was like that could be read.
package struct HistoryFileNotes: Equatable, Sendable {
    /// Rows that were taken.
    package var rows = 0
    /// Times without a zone, which were read as UTC.
    package var withoutZone = 0
    /// Signals whose value is empty or no number of this world, which were passed over.
    package var withoutValue = 0
    /// Rows of a time that has not come, which were passed over; the first of them by line and time.
    package var inFuture = 0
    package var firstInFuture: String?
    /// Names of columns that mean nothing here.
    package var ignoredColumns: [String] = []

    package init() {}
}

/// Why a file of a record was not taken: `file:line: what is wrong`, at most 20 of them.
package struct HistoryFileError: Error, Equatable, Sendable, CustomStringConvertible {
    package var mistakes: [String]
    /// How many more there are.
    package var untold: Int

    package init(mistakes: [String], untold: Int = 0) {
        self.mistakes = mistakes
        self.untold = untold
    }

    package var description: String {
        (mistakes + (untold > 0 ? ["… and \(untold) more"] : [])).joined(separator: "\n")
    }
}

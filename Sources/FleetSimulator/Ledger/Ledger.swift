#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A truth ledger as it was read: what happened in a run, in the order in which it was written.
package struct Ledger: Sendable, Equatable {
    package var lines: [LedgerLine]
    /// What is wrong with the file: a line that can't be read, with its number.
    package var problems: [String]
    /// Whether the last line was cut off: the run was killed while it wrote.
    package var isCutOff: Bool

    package init(lines: [LedgerLine], problems: [String] = [], isCutOff: Bool = false) {
        (self.lines, self.problems, self.isCutOff) = (lines, problems, isCutOff)
    }

    /// The run that it tells of; `nil` if the first line is missing.
    package var run: LedgerEntry.Run? {
        guard case .run(let run) = lines.first?.entry else { return nil }
        return run
    }

    /// Whether the run came to its end.
    package var isFinished: Bool {
        lines.contains { line in
            if case .finished = line.entry { return true }
            return false
        }
    }
}

extension Ledger {
    /// At most this many unreadable lines are named.
    private static let problemsNamed = 20

    /// Reads a ledger; what can't be read is told in ``problems`` and left out.
    ///
    /// Only a last line without its line break may be broken without being a problem: a run that was killed leaves one.
    package init(bytes: [UInt8]) {
        let decoder = JSONDecoder()
        var lines: [LedgerLine] = []
        var problems: [String] = []
        var unreadable = 0
        var isCutOff = false
        var number = 0
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A)
            number += 1
            let text = bytes[start..<(end ?? bytes.count)]
            start = (end ?? bytes.count) + 1
            guard !text.isEmpty else { continue }
            do {
                lines.append(try decoder.decode(LedgerLine.self, from: Data(text)))
                // Whole, but perhaps not all: the line break is written with its line.
                if end == nil { isCutOff = true }
            } catch {
                if end == nil {
                    isCutOff = true
                } else {
                    unreadable += 1
                    if unreadable <= Ledger.problemsNamed { problems.append("line \(number) is no line of a ledger") }
                }
            }
        }
        if unreadable > Ledger.problemsNamed {
            problems.append("and \(unreadable - Ledger.problemsNamed) more lines that can't be read")
        }
        if case .run = lines.first?.entry {} else { problems.insert("the first line does not tell of the run", at: 0) }
        self.init(lines: lines, problems: problems, isCutOff: isCutOff)
    }
}

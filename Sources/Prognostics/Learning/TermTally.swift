/// How often each single fact held, and how often the part failed then.
struct TermTally {
    struct Entry: Equatable {
        let term: EvidenceTerm
        var rows: Int
        var failures: Int
    }

    /// Sorted by term.
    private(set) var entries: [Entry]
    private let totalRows: Int
    private let totalFailures: Int

    init(_ patterns: [PatternTable.Pattern], admitting admits: (EvidenceTerm) -> Bool) {
        var all: [Entry] = []
        var places: [EvidenceTerm: Int] = [:]
        for pattern in patterns {
            for term in pattern.terms where admits(term) {
                if let place = places[term] {
                    all[place].rows += pattern.rows
                    all[place].failures += pattern.failures
                } else {
                    places[term] = all.count
                    all.append(Entry(term: term, rows: pattern.rows, failures: pattern.failures))
                }
            }
        }
        entries = all.sorted { $0.term < $1.term }
        totalRows = patterns.reduce(0) { $0 + $1.rows }
        totalFailures = patterns.reduce(0) { $0 + $1.failures }
    }

    /// At most so many facts: those whose failures are furthest from what the whole fleet's rate lets expect.
    func strongest(_ limit: Int) -> TermTally {
        guard entries.count > limit, totalRows > 0 else { return self }
        let rate = Double(totalFailures) / Double(totalRows)
        func score(_ entry: Entry) -> Double {
            let expected = Double(entry.rows) * rate
            let distance = Double(entry.failures) - expected
            return distance * distance / (expected + 1)
        }
        var copy = self
        let ranked = entries.map { (entry: $0, score: score($0)) }
            .sorted { ($0.score, $1.entry.term) > ($1.score, $0.entry.term) }
        copy.entries = ranked.prefix(limit).map(\.entry).sorted { $0.term < $1.term }
        return copy
    }

    /// Where a fact stands in ``entries``, or `nil`.
    func place(of term: EvidenceTerm) -> Int? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].term < term { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].term == term ? low : nil
    }
}

/// Two files of a record that have no asset in common: what one tells can say nothing of the other.
package struct FileMismatch: Equatable, Sendable, CustomStringConvertible {
    let file: HistoryFile
    let other: HistoryFile
    /// An asset of each; of the same one, as far as can be seen.
    let example: String
    let otherExample: String

    /// Every file of which no asset was ever repaired: nothing can be learnt from it.
    package static func all(in record: HistoryBuilder) -> [FileMismatch] {
        let repaired = record.assets(in: .repairs)
        return [HistoryFile.faults, .signals, .assets].compactMap { other in
            FileMismatch(.repairs, repaired, other, record.assets(in: other))
        }
    }

    private init?(_ file: HistoryFile, _ ids: Set<String>, _ other: HistoryFile, _ others: Set<String>) {
        guard var example = ids.min(), var otherExample = others.min(), ids.isDisjoint(with: others) else {
            return nil
        }
        // One that is only written otherwise shows at once what is wrong.
        let alike = Dictionary(others.sorted().map { (FileMismatch.bare($0), $0) }) { first, _ in first }
        if let near = ids.sorted().first(where: { alike[FileMismatch.bare($0)] != nil }) {
            example = near
            otherExample = alike[FileMismatch.bare(near)] ?? otherExample
        }
        self.file = file
        self.other = other
        self.example = example
        self.otherExample = otherExample
    }

    /// Small letters and digits alone.
    private static func bare(_ id: String) -> String { id.lowercased().filter { $0.isLetter || $0.isNumber } }

    package var description: String {
        "no asset of the \(file.rawValue) is among the \(other.rawValue): '\(example.prefix(40))' there, "
            + "'\(otherExample.prefix(40))' here; ids are compared as they are"
    }
}

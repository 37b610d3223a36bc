/// Values with a label before each, as wide as the terminal.
struct Labelled {
    private var rows: [(label: String, value: String)] = []
    private let width: Int?

    init(width: Int?) { self.width = width }

    /// Adds a value; one that is missing or empty is left out.
    mutating func add(_ label: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        rows.append((label, value))
    }

    /// The rows; a value that is too wide goes on below itself.
    var lines: [String] {
        let column = (rows.map(\.label.count).max() ?? 0) + 2
        return rows.flatMap { label, value in
            Paragraph.lines(
                value, width: width, first: label + String(repeating: " ", count: column - label.count),
                rest: String(repeating: " ", count: column))
        }
    }
}

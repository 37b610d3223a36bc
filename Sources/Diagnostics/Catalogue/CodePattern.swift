/// A code with wildcards: `*` is any run of characters, also none; everything else is itself.
///
/// Matching is linear in code and pattern: the parts between the stars are looked for from left to right.
struct CodePattern: Sendable {
    let text: String
    let row: Int
    private let pieces: [[UInt8]]

    init(_ text: String, row: Int) {
        self.text = text
        self.row = row
        pieces = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map { Array($0) }
    }

    func matches(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        guard let first = pieces.first, let last = pieces.last else { return false }
        guard pieces.count > 1 else { return bytes == first }
        guard bytes.count >= first.count + last.count, bytes.starts(with: first), bytes.suffix(last.count) == last[...]
        else { return false }
        var at = first.count
        let end = bytes.count - last.count
        for piece in pieces[1..<(pieces.count - 1)] where !piece.isEmpty {
            while at + piece.count <= end, bytes[at..<(at + piece.count)] != piece[...] { at += 1 }
            guard at + piece.count <= end else { return false }
            at += piece.count
        }
        return true
    }
}

/// Parts that are free to be held: what was imported of each workshop and unit, less what is held.
package struct StockBook: Sendable, Equatable {
    private var imported: [String: [String: Int]] = [:]
    private var held: [String: Set<Int>] = [:]

    package init() {}

    /// Sets how many of a part a holder has; a number below 0 counts as 0.
    package mutating func set(_ quantity: Int, of part: String, at holder: String) {
        imported[holder, default: [:]][part] = max(0, quantity)
    }

    /// Whether anything is known about what a holder has; without a row of it nobody knows.
    package func isKnown(_ holder: String) -> Bool { imported[holder] != nil }

    /// How many of a part are there and not held; never negative, also if an import lowered the number below what is held.
    package func free(_ part: String, at holder: String) -> Int {
        max(0, (imported[holder]?[part] ?? 0) - (held[StockBook.key(part, holder)]?.count ?? 0))
    }

    /// The piece of a part to hold next, `holder:part:number`, or `nil` if none is free.
    ///
    /// Pieces are numbered from 1, so that each can have one live hold in the database.
    package func nextPiece(of part: String, at holder: String) -> String? {
        guard free(part, at: holder) > 0 else { return nil }
        let taken = held[StockBook.key(part, holder)] ?? []
        var number = 1
        while taken.contains(number) { number += 1 }
        return "\(holder):\(part):\(number)"
    }

    /// Notes that a piece is held; a name that is none changes nothing.
    package mutating func take(_ piece: String) {
        guard let (key, number) = StockBook.split(piece) else { return }
        held[key, default: []].insert(number)
    }

    /// Notes that a piece is free again.
    package mutating func giveBack(_ piece: String) {
        guard let (key, number) = StockBook.split(piece) else { return }
        held[key]?.remove(number)
    }

    /// Notes that one of a part was used up.
    package mutating func use(_ part: String, at holder: String) {
        guard let quantity = imported[holder]?[part] else { return }
        imported[holder]?[part] = max(0, quantity - 1)
    }

    /// Notes that a held piece was used up: it is no longer held, and there is one less of it.
    package mutating func consume(_ piece: String) {
        giveBack(piece)
        guard let (holder, part) = StockBook.holderAndPart(of: piece) else { return }
        use(part, at: holder)
    }

    /// The holder and the part in the name of a piece.
    package static func holderAndPart(of piece: String) -> (holder: String, part: String)? {
        let fields = piece.split(separator: ":")
        guard fields.count >= 3 else { return nil }
        return (fields.dropLast(2).joined(separator: ":"), String(fields[fields.count - 2]))
    }

    private static func key(_ part: String, _ holder: String) -> String { "\(holder):\(part)" }

    private static func split(_ piece: String) -> (key: String, number: Int)? {
        guard let colon = piece.lastIndex(of: ":"), let number = Int(piece[piece.index(after: colon)...]) else {
            return nil
        }
        return (String(piece[..<colon]), number)
    }
}

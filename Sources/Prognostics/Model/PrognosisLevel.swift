/// What a prognosis sets in motion.
package enum PrognosisLevel: String, Hashable, Codable, Sendable, CaseIterable, Comparable {
    /// Nothing.
    case none
    /// Shown in a lookup and on the board; nobody is called.
    case watch
    /// Worth a call that offers a slot.
    case book

    package static func < (left: PrognosisLevel, right: PrognosisLevel) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .none: 0
        case .watch: 1
        case .book: 2
        }
    }
}

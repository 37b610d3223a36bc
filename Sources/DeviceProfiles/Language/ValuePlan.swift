/// How the slots of a rule are filled: every field of a rule reads slots and does not care where they came from.
///
/// Level 0 is the whole payload; every `for_each` adds a level, whose slots are filled anew for each element.
struct ValuePlan: Sendable {
    /// The values of one scope.
    struct Level: Sendable {
        /// Values found in the document, in one walk.
        var trie = PathTrie([])
        /// Slots that the element's key and number go to; -1 if nobody asks.
        var keySlot = -1
        var indexSlot = -1
        /// Values made of others, in an order in which each finds what it needs.
        var steps: [ValueStep] = []
        /// What each step needs to have something to do.
        var stepGates = Gates([])
        /// Every slot of this level.
        var slots: [Int] = []
        /// The value whose elements are the next level; -1 on the innermost.
        var container = -1
        /// Whether an object is the one element of itself, in place of a list; else its members are the elements.
        var admitsOne = false
    }

    var levels: [Level]
    /// How each slot is called in a reason.
    var labels: [String]

    /// What is unusual about the way in which some numbers are written.
    var spellings: [NumberSpelling] = []

    /// How many slots there are.
    var width: Int { labels.count }
    /// Most documents inside texts that are open at the same time.
    var nestedDocuments: Int {
        levels.flatMap(\.steps).reduce(0) { count, step in
            if case .document = step { count + 1 } else { count }
        }
    }

    static let empty = ValuePlan(levels: [Level()], labels: [])
}

/// A value that is made of other values.
///
/// A value that can't be made is missing.
enum ValueStep: Sendable {
    /// The first that is there.
    case first(into: Int, of: [Int])
    /// What each of the rule's topics captured: numbers of the captures.
    case capture(into: Int, numbers: [Int])
    case fixed(into: Int, text: [UInt8])
    /// Texts and values one after the other; missing if a value is.
    case join(into: Int, pieces: [Piece])
    /// A piece of a text between separators, from 0, or from the end if negative.
    case piece(into: Int, of: Int, separators: [UInt8], number: Int)
    /// What a pattern, or its group with this number, finds in a text.
    case match(into: Int, of: Int, pattern: LinearPattern, group: Int?)
    /// A JSON document inside a text.
    case document(of: Int, trie: PathTrie, number: Int)
    case hexadecimal(into: Int, of: Int)
    case base64(into: Int, of: Int)
    /// Bytes, each from a number; missing if one is none.
    case pack(into: Int, of: [Int])
    /// A whole number of up to eight bytes.
    case bytes(into: Int, of: Int, first: Int, count: Int, littleEndian: Bool, signed: Bool)
    /// Some bits of a whole number.
    case bits(into: Int, of: Int, first: Int, count: Int)
    case sum(into: Int, of: [Int])
    case difference(into: Int, of: Int, less: Int)

    /// The slots without which the step does nothing; none if it always does something.
    var gateSlots: [Int] {
        switch self {
        case .capture, .fixed, .join: []
        case .first(_, let slots), .pack(_, let slots), .sum(_, let slots): slots
        case .piece(_, let of, _, _), .match(_, let of, _, _), .document(let of, _, _), .hexadecimal(_, let of),
            .base64(_, let of), .bytes(_, let of, _, _, _, _), .bits(_, let of, _, _), .difference(_, let of, _):
            [of]
        }
    }

    /// Part of a text that is put together.
    enum Piece: Sendable {
        case text([UInt8])
        case slot(Int)
    }
}

/// Something that must hold for a rule, or for an element, to be looked at.
struct Condition: Sendable {
    enum Test: Sendable {
        /// One of these words, in lower case.
        case words([String])
        case notWords([String])
        case prefix([UInt8])
        case present(Bool)
        case kind(ValueKind)
        case above(Double)
        case below(Double)
    }

    var slot: Int
    var test: Test
}

/// What a value in a payload is.
enum ValueKind: String, CaseIterable, Sendable {
    case object, array, text, number, flag, null
}

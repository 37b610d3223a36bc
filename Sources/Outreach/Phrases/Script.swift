/// What people ask on such a call, and what a caller's answer may leave open.
///
/// Raw values are stable.
package enum QuestionKey: String, Sendable, CaseIterable {
    case howLong = "how_long"
    case whereTo = "where_to"
    case whoPays = "who_pays"
    case mayIDrive = "may_i_drive"
    case passengers
    /// Whatever else was asked, such as whether the call is genuine.
    case other
}

/// What to say, block by block, in the order of saying it.
package struct Script: Sendable, Equatable {
    /// A question that people ask, and the answer to it.
    package struct Question: Sendable, Equatable {
        package var key: QuestionKey
        /// Question and answer in one line.
        package var text: String
    }

    /// One thing to say.
    package struct Block: Sendable, Equatable {
        /// What it is about.
        ///
        /// Raw values are stable.
        package enum Kind: String, Sendable, CaseIterable {
            case safety
            case opening
            /// What else the call is about.
            case bridge
            case change
            case place
            case symptom
            /// That others have the same.
            case campaign
            /// What people told about the scene.
            case told
            case facts
            case coming
            case next
            /// A line for each asset.
            case digest
            case questions
            case request
        }

        package var kind: Kind
        package var text: String
        /// The same as the text, one by one; empty for any other kind.
        package var questions: [Question] = []
    }

    /// The language it is in, which may be a fall-back of the one that was asked for.
    package var language: String
    package var blocks: [Block]
    /// Whether it begins with the question whether they can talk hands-free.
    package var asksHandsFree = false

    /// All blocks, an empty line between them.
    package var text: String { blocks.map(\.text).joined(separator: "\n\n") }

    /// What people ask, with the answers, in the order of asking.
    package var questions: [Question] { blocks.flatMap(\.questions) }
}

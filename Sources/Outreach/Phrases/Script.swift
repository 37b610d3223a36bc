/// What to say, block by block, in the order of saying it.
package struct Script: Sendable, Equatable {
    /// One thing to say.
    package struct Block: Sendable, Equatable {
        /// What it is about.
        ///
        /// Raw values are stable.
        package enum Kind: String, Sendable, CaseIterable {
            case safety
            case opening
            case change
            case place
            case symptom
            case facts
            case coming
            case next
            case questions
            case request
        }

        package var kind: Kind
        package var text: String
    }

    /// The language it is in, which may be a fall-back of the one that was asked for.
    package var language: String
    package var blocks: [Block]

    /// All blocks, an empty line between them.
    package var text: String { blocks.map(\.text).joined(separator: "\n\n") }
}

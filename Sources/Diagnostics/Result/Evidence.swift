/// A reason for the severity, in English, for dispatchers and the audit.
package struct Evidence: Sendable, Hashable {
    /// What kind of reason it is, strongest first.
    package enum Kind: String, Sendable, CaseIterable, Comparable {
        /// The asset itself says so: a red lamp, a severity byte, the maker's words.
        case native
        /// A measured value of a sensor that is trusted.
        case value
        /// A row of a catalogue.
        case catalogue
        /// What the form of the code says, because no catalogue has a row.
        case structure
        /// The code's status lowered what a table says.
        case status
        /// A rule was not applied, or faults were taken together.
        case `guard`

        private var rank: Int {
            switch self {
            case .native: 0
            case .value: 1
            case .catalogue: 2
            case .structure: 3
            case .status: 4
            case .guard: 5
            }
        }

        package static func < (left: Kind, right: Kind) -> Bool { left.rank < right.rank }
    }

    package var kind: Kind
    package var text: String
    /// Where the rule comes from: a standard, a maker's document, or our own choice.
    package var source: String

    package init(kind: Kind, text: String, source: String) {
        self.kind = kind
        self.text = text
        self.source = source
    }
}

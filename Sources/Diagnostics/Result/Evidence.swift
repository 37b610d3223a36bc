package import Telemetry

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
        /// The code's status changed what a table says.
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

    /// A measured value that a rule looked at.
    package struct Weighed: Sendable, Hashable {
        /// The name of the signal.
        package var signal: String
        package var value: Double
        package var unit: String
        /// Where the rule begins to hold, in the same unit; `nil` for a value that only was a condition.
        package var limit: Double?
        /// For how long the value has been beyond the limit, seconds; `nil` if nobody knows.
        package var heldSeconds: Double?
    }

    package var kind: Kind
    package var text: String
    /// Where the rule comes from: a standard, a maker's document, or our own choice.
    package var source: String
    /// The key of the rule that spoke; the keys of ``Diagnostician/rules``, or the kind for rows and structure.
    package var rule: String
    /// What it asks for; `nil` if it asks for nothing, as a rule that was passed over.
    package var severity: Severity?
    /// The code it is about; `nil` for signals and for several codes together.
    package var code: String?
    /// The values it looked at.
    package var weighed: [Weighed]

    package init(
        kind: Kind, text: String, source: String, rule: String? = nil, severity: Severity? = nil, code: String? = nil,
        weighed: [Weighed] = []
    ) {
        self.kind = kind
        self.text = text
        self.source = source
        self.rule = rule ?? kind.rawValue
        self.severity = severity
        self.code = code
        self.weighed = weighed
    }

    /// Strongest kind first; a total order for different texts.
    static func isFirst(_ left: Evidence, _ right: Evidence) -> Bool {
        if left.kind != right.kind { return left.kind < right.kind }
        return (left.text, left.source, left.rule) < (right.text, right.source, right.rule)
    }
}

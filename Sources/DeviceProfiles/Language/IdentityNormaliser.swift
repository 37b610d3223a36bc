/// A change that an id needs so that all spellings of it are one.
enum IdentityNormaliser: Sendable, Equatable {
    case upper
    case lower
    /// Hexadecimal digits become the decimal number.
    case hexToDecimal
    /// These bytes are dropped at both ends.
    case trim([UInt8])

    static let words = ["upper", "lower", "hex_to_decimal", "trim CHARACTERS"]

    /// `nil` for a word that is not known.
    init?(_ text: String) {
        switch text {
        case "upper": self = .upper
        case "lower": self = .lower
        case "hex_to_decimal": self = .hexToDecimal
        default:
            guard text.hasPrefix("trim "), text.utf8.count > 5 else { return nil }
            self = .trim(Array(text.utf8.dropFirst(5)))
        }
    }
}

/// What a code becomes: text around the code itself, its number, and values of the message.
///
/// In a profile: `TPMS.{index}`, `{service}.{}`, `{hex}`, `j1939/{}.SA{address}`.
struct CodeTemplate: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case text(String)
        /// The code as it was decoded, `{}`.
        case code
        /// The number of its place, `{index}`.
        case index
        /// The code as a number in hexadecimal, `{hex}`.
        case hex
        /// A value of the message, `{capture}`.
        case value(slot: Int)
    }

    var parts: [Part]

    /// The code itself.
    static let itself = CodeTemplate(parts: [.code])

    /// Whether the profile itself says the namespace: `j1939/{}`; values of a message must not.
    var namesNamespace: Bool {
        if case .text(let text) = parts.first { text.utf8.contains(0x2F) } else { false }
    }

    /// A whole number as registers are written: `0x1001`.
    static func hex(_ code: String) -> String? {
        guard let number = UInt64(code) else { return nil }
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

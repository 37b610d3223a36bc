internal import CSimdJSON

extension Decoder {
    /// Whether all conditions hold.
    func hasConditionsMet(_ conditions: [Condition]) -> Bool {
        conditions.allSatisfy { holds($0.test, slots[$0.slot]) }
    }

    private func holds(_ test: Condition.Test, _ value: csj_value) -> Bool {
        switch test {
        case .words(let words): value.isOne(of: words)
        case .notWords(let words): !value.isOne(of: words)
        case .prefix(let text): value.kind == csj_string && value.bytes.starts(with: text)
        case .present(let wanted): value.isMissing != wanted
        case .kind(let kind): kind == value.valueKind
        case .above(let limit): value.asNumber.map { $0 > limit } ?? false
        case .below(let limit): value.asNumber.map { $0 < limit } ?? false
        }
    }
}

extension csj_value {
    /// What it is in a profile's words; `nil` if there is nothing.
    fileprivate var valueKind: ValueKind? {
        switch kind {
        case csj_null: .null
        case csj_bool: .flag
        case csj_integer, csj_number: .number
        case csj_string: .text
        case csj_array: .array
        case csj_object: .object
        default: nil
        }
    }

    /// A number, or a text that is one.
    var asNumber: Double? {
        switch kind {
        case csj_integer, csj_number: number
        case csj_string: bytes.trimmed.number
        default: nil
        }
    }
}

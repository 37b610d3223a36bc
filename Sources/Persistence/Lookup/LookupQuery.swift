/// By what somebody is looked up.
package enum LookupKind: String, Sendable, CaseIterable {
    case phone, plate, asset, vin, `case`, contact
}

/// What a dispatcher typed, or a telephone system passed on, when somebody rang in.
package struct LookupQuery: Sendable, Equatable {
    /// Longer texts are nothing of ours.
    private static let longest = 200

    /// Without spaces around it.
    package let text: String
    /// `nil` tries everything that the text can mean.
    package let kind: LookupKind?

    package init(_ text: String, kind: LookupKind? = nil) {
        let bounded = text.prefix(LookupQuery.longest)
        let start = bounded.firstIndex { !$0.isWhitespace } ?? bounded.endIndex
        let end = bounded.lastIndex { !$0.isWhitespace }.map { bounded.index(after: $0) } ?? start
        self.text = String(bounded[start..<end])
        self.kind = kind
    }

    /// Whether there is nothing to look for.
    package var isEmpty: Bool { text.isEmpty }

    /// The telephone number that it can be.
    package var phone: PhoneNumber? { may(.phone) ? PhoneNumber(text) : nil }

    /// How the plate's key can stand in the table: in Latin letters, or in its own.
    var plates: [String] {
        guard may(.plate) else { return [] }
        let folded = PlateKey.folded(text)
        let plain = PlateKey.plain(text)
        guard folded.count >= 2 else { return [] }
        return plain == folded ? [folded] : [folded, plain]
    }

    var asset: String? { may(.asset) ? text : nil }

    var contact: String? { may(.contact) ? text : nil }

    /// A vehicle's number of 17 places, or the last six to eight of it as people read them out.
    ///
    /// I, O and Q are never used there (ISO 3779): whoever types them means 1 and 0.
    var vin: String? {
        guard may(.vin) else { return nil }
        let plain = PlateKey.folded(text)
        guard plain.utf8.count == plain.count, plain.count == 17 || kind == .vin && (6...8).contains(plain.count) else {
            return nil
        }
        return String(plain.map { $0 == "I" ? "1" : $0 == "O" || $0 == "Q" ? "0" : $0 })
    }

    /// The number of a case: `12`, `#12`, `case 12`.
    var caseNumber: Int64? {
        guard may(.case) else { return nil }
        var digits = text.lowercased()[...]
        for word in ["case", "no.", "nr.", "#", "№"] where digits.hasPrefix(word) {
            digits = digits.dropFirst(word.count).drop { $0 == " " || $0 == "#" }
        }
        guard !digits.isEmpty, digits.count <= 18, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int64(digits)
    }

    /// What kind of query it is for the log, if nothing was found.
    package var likeliest: LookupKind {
        if let kind { return kind }
        if phone != nil { return .phone }
        if caseNumber != nil { return .case }
        if vin != nil { return .vin }
        return text.contains(where: \.isNumber) && text.count <= 12 ? .plate : .asset
    }

    private func may(_ one: LookupKind) -> Bool { kind == nil || kind == one }
}

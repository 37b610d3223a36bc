/// A telephone number as people write it and as telephone systems pass it on, reduced to its digits.
///
/// Knows `+372 5551 2345`, `00372…`, `0372…`, `(0)`, national numbers with and without a trunk digit, extensions,
/// `tel:` and `sip:` addresses, and digits of other scripts.
package struct PhoneNumber: Sendable, Equatable {
    /// Fewer digits are an extension or a case, and more are nothing that can be dialled.
    static let lengths = 6...20
    /// How many digits the index keeps of the end.
    static let tailLength = 6

    /// With the country's code, if it is known that it is there.
    let digits: String
    let isInternational: Bool

    /// - Returns: `nil` for a text that is no telephone number.
    package init?(_ text: String) {
        guard let dialled = PhoneNumber.dialled(text) else { return nil }
        var digits = dialled.digits
        var isInternational = dialled.hasPlus
        if !isInternational, digits.hasPrefix("00"), digits.count >= 9, digits.dropFirst(2).first != "0" {
            digits = String(digits.dropFirst(2))
            isInternational = true
        }
        guard PhoneNumber.lengths.contains(digits.count) else { return nil }
        self.digits = digits
        self.isInternational = isInternational
    }

    /// What an index on the last digits is asked for.
    package var tail: String { String(digits.suffix(PhoneNumber.tailLength)) }

    /// How sure it is that two texts mean the same number; less is surer, `nil` that they don't.
    ///
    /// 0 the same digits, 1 the same without a trunk digit, 2 one of them without the country's code.
    package func distance(to other: PhoneNumber) -> Int? {
        if digits == other.digits { return 0 }
        switch (isInternational, other.isInternational) {
        case (true, true): return nil
        case (false, true): return other.distance(ofNational: self)
        case (true, false): return distance(ofNational: other)
        case (false, false):
            let readings = other.readings
            return self.readings.contains { readings.contains($0) } ? 1 : nil
        }
    }

    /// The distance of an international number from one that may lack the country's code.
    private func distance(ofNational national: PhoneNumber) -> Int? {
        for reading in national.readings where reading == digits { return 1 }
        for reading in national.readings where digits.hasSuffix(reading) {
            if CallingCode.isOne(digits.dropLast(reading.count)) { return 2 }
        }
        return nil
    }

    /// What the digits of a number that does not begin with a plus can mean, likeliest first: as they stand, without
    /// the trunk digits 0, 8 (Lithuania, Russia), 80 (Belarus) or 1 (North America), and without what is dialled there
    /// to reach another country.
    private var readings: [String] {
        var readings = [digits]
        let bare = String(digits.drop { $0 == "0" })
        if bare != digits { readings.append(bare) }
        for prefix in ["80", "8", "1", "810", "011"] where digits.hasPrefix(prefix) {
            readings.append(String(digits.dropFirst(prefix.count)))
        }
        return readings.filter { PhoneNumber.lengths.contains($0.count) }
    }

    /// The digits up to an extension; `nil` if something stands there that no telephone number has.
    private static func dialled(_ text: String) -> (digits: String, hasPlus: Bool)? {
        var rest = text.prefix(100).lowercased()[...]
        for scheme in ["tel:", "sip:", "sips:", "callto:"] where rest.hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            if let at = rest.firstIndex(of: "@") { rest = rest[..<at] }
        }
        let plain = rest.replacing("%2b", with: "+").replacing("%20", with: " ")
        var digits = ""
        var hasPlus = false
        for character in plain.unicodeScalars.map(Character.init) {
            if let digit = character.wholeNumberValue, character.isNumber, (0...9).contains(digit) {
                digits.append(String(digit))
            } else if character == "+" || character == "\u{FF0B}" {
                guard digits.isEmpty, !hasPlus else { return nil }
                hasPlus = true
            } else if endsNumber.contains(character) {
                guard digits.count >= lengths.lowerBound else { return nil }
                break
            } else if character == "(" || character == ")" {
                // Shown below: a trunk digit in brackets after the country's code is not dialled from abroad.
                digits.append(character)
            } else if !separators.contains(character), !isInvisible(character) {
                return nil
            }
        }
        if hasPlus || digits.hasPrefix("00") { digits = digits.replacing("(0)", with: "") }
        digits = digits.filter { $0 != "(" && $0 != ")" }
        return digits.isEmpty ? nil : (digits, hasPlus)
    }

    private static let separators: Set<Character> = [
        " ", "\t", "-", ".", "/", "\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}", "\u{2010}", "\u{2011}", "\u{2012}",
        "\u{2013}", "\u{2014}", "\u{2212}", "\u{B7}", "'", "_",
    ]
    /// What follows is an extension or a parameter.
    private static let endsNumber: Set<Character> = [";", ",", "#", "x", "e", "*", "?"]

    /// Marks of direction and the like, which are copied along with numbers.
    private static func isInvisible(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .format }
    }
}

/// A range of J2012 codes, `P0300-P0312`, both ends included.
///
/// Codes are hexadecimal, but older editions counted decimally and newer ones filled the letters with other things:
/// `P026A` is no injector between `P0261` and `P0296`. So a range whose ends have no letter among their last three digits
/// has only codes without letters; any other range has all.
struct CodeRange {
    /// A wider range is a slip of the pen.
    static let widest = 1_024

    let codes: [String]

    /// - Returns: `nil` unless both ends are codes with the same letter, in ascending order, not too far apart.
    init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = CodeRange.parse(ends[0]), let last = CodeRange.parse(ends[1]),
            first.letter == last.letter, first.number <= last.number,
            last.number - first.number < CodeRange.widest
        else { return nil }
        let isDecimal = ends.allSatisfy { $0.dropFirst(2).allSatisfy(\.isNumber) }
        codes = (first.number...last.number).compactMap { number in
            let digits = String(number, radix: 16, uppercase: true)
            if isDecimal, !digits.allSatisfy(\.isNumber) { return nil }
            return String(first.letter) + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    private static func parse(_ text: Substring) -> (letter: Character, number: Int)? {
        guard let letter = text.first, "PCBU".contains(letter), text.utf8.count == 5,
            text.dropFirst().utf8.allSatisfy({ isUpperHex($0) }), let number = Int(text.dropFirst(), radix: 16)
        else { return nil }
        return (letter, number)
    }

    private static func isUpperHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte)
    }
}

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
        var codes: [String] = []
        codes.reserveCapacity(last.number - first.number + 1)
        for number in first.number...last.number {
            guard !isDecimal || CodeRange.hasNoLetter(number) else { continue }
            codes.append(CodeRange.code(first.letter, number))
        }
        self.codes = codes
    }

    /// Whether none of the four hexadecimal digits is a letter.
    private static func hasNoLetter(_ number: Int) -> Bool {
        number & 0xF < 10 && number >> 4 & 0xF < 10 && number >> 8 & 0xF < 10 && number >> 12 < 10
    }

    /// The code as it is written: the letter and four digits.
    private static func code(_ letter: UInt8, _ number: Int) -> String {
        String(unsafeUninitializedCapacity: 5) { bytes in
            bytes[0] = letter
            for place in 1...4 {
                let digit = UInt8(truncatingIfNeeded: number >> (16 - 4 * place)) & 0xF
                bytes[place] = digit < 10 ? 0x30 + digit : 0x41 + digit - 10
            }
            return 5
        }
    }

    private static func parse(_ text: Substring) -> (letter: UInt8, number: Int)? {
        guard let letter = text.utf8.first, "PCBU".utf8.contains(letter), text.utf8.count == 5,
            text.dropFirst().utf8.allSatisfy({ isUpperHex($0) }), let number = Int(text.dropFirst(), radix: 16)
        else { return nil }
        return (letter, number)
    }

    private static func isUpperHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte)
    }
}

/// Country calling codes, as far as they are needed to tell a code from the beginning of a number.
///
/// Source: ITU-T Recommendation E.164, list of assigned codes: zones 1 and 7 have one digit, the codes below two, and
/// all others three.
enum CallingCode {
    private static let ofTwoDigits: Set<String> = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
        "86", "90", "91", "92", "93", "94", "95", "98",
    ]

    /// Whether these digits are all of a country's code.
    static func isOne(_ digits: Substring) -> Bool {
        switch digits.count {
        case 1: digits == "1" || digits == "7"
        case 2: ofTwoDigits.contains(String(digits))
        case 3:
            digits.first.map { !"017".contains($0) } ?? false && !ofTwoDigits.contains(String(digits.prefix(2)))
        default: false
        }
    }
}

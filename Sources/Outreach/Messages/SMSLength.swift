/// How long a text is as text messages (3GPP TS 23.038 and 23.040).
package struct SMSLength: Sendable, Equatable {
    /// The alphabet that a text needs.
    package enum Alphabet: String, Sendable {
        /// The 7-bit default alphabet with its extension table.
        case gsm7
        /// UTF-16 code units: one letter outside of the default alphabet makes the whole text long.
        case ucs2
    }

    package var alphabet: Alphabet
    /// Septets or UTF-16 code units.
    package var units: Int
    package var parts: Int

    package init(_ text: String) {
        var septets = 0
        for scalar in text.unicodeScalars {
            if SMSLength.basic.contains(scalar) {
                septets += 1
            } else if SMSLength.extended.contains(scalar) {
                septets += 2
            } else {
                alphabet = .ucs2
                units = text.utf16.count
                parts = units <= 70 ? 1 : (units + 66) / 67
                return
            }
        }
        alphabet = .gsm7
        units = septets
        parts = units <= 160 ? 1 : (units + 152) / 153
    }

    private static let basic = Set(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
            + "abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)
    private static let extended = Set("\u{0C}^{}\\[~]|€".unicodeScalars)
}

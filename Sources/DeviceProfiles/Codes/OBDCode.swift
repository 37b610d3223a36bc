/// A trouble code in two bytes, as SAE J2012 packs it: letter in the top two bits, a digit in the next two, then three
/// hexadecimal digits.
struct OBDCode: Sendable, Equatable {
    let high: UInt8
    let low: UInt8

    /// Fills answers that have fewer codes than places, or stands for "no data".
    var isFiller: Bool { high == 0 && low == 0 || high == 0xFF && low == 0xFF }

    /// `P0D14`.
    var text: String {
        let letter = ["P", "C", "B", "U"][Int(high >> 6)]
        let digits = ByteText.hexadecimal([high & 0x3F, low])
        return letter + digits
    }
}

/// A trouble code in four bytes: which parameter (SPN), how it failed (FMI), how often.
struct J1939TroubleCode: Sendable, Equatable {
    /// 19 bits.
    let spn: Int
    /// 5 bits.
    let fmi: Int
    /// 7 bits; 127 is "not available".
    let occurrences: Int

    init(spn: Int, fmi: Int, occurrences: Int = 127) {
        self.spn = spn
        self.fmi = fmi
        self.occurrences = occurrences
    }

    /// Four bytes of a DM1 or DM2 message.
    ///
    /// The top bit of the last byte tells control units before version 4; which of three packings those use can't be
    /// seen, so a profile may say it. The third is that of version 4, and stands in.
    init(dm1 bytes: ArraySlice<UInt8>, conversion: Int) {
        let four = Array(bytes.prefix(4)) + Array(repeating: 0xFF, count: max(0, 4 - bytes.count))
        let (first, second, third) = (Int(four[0]), Int(four[1]), Int(four[2]))
        let isOld = four[3] & 0x80 != 0
        switch (isOld, conversion) {
        case (true, 1): spn = first << 11 | second << 3 | third >> 5
        case (true, 2): spn = second << 11 | first << 3 | third >> 5
        default: spn = first | second << 8 | (third >> 5) << 16
        }
        fmi = third & 0x1F
        occurrences = Int(four[3] & 0x7F)
    }

    /// Four bytes of an RV-C DM_RV message: the most significant byte first.
    init(rvc bytes: ArraySlice<UInt8>) {
        let four = Array(bytes.prefix(4)) + Array(repeating: 0xFF, count: max(0, 4 - bytes.count))
        spn = Int(four[0]) << 11 | Int(four[1]) << 3 | Int(four[2]) >> 5
        fmi = Int(four[2] & 0x1F)
        occurrences = Int(four[3] & 0x7F)
    }

    /// Nothing is wrong (all zeros), or nothing is known (all ones).
    var isFiller: Bool { spn == 0 && fmi == 0 || spn == 0x7_FFFF && fmi == 31 }

    var isNotAvailable: Bool { spn == 0x7_FFFF && fmi == 31 }

    /// `SPN100.FMI1`.
    var text: String { "SPN\(spn).FMI\(fmi)" }
}

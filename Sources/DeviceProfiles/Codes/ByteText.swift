/// Bytes that stand in a payload as text.
enum ByteText {
    /// The bytes of hexadecimal digits, with or without spaces, colons or dashes between them and `0x` before them.
    ///
    /// `nil` if something else stands there or a digit lacks its pair.
    static func hex(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        var at = 0
        if text.count >= 2, text[0] == 0x30, text[1] | 0x20 == 0x78 { at = 2 }
        var high: UInt8?
        while at < text.count {
            let byte = text[at]
            at += 1
            if let digit = digit(byte) {
                if let first = high {
                    bytes.append(first << 4 | digit)
                    high = nil
                } else {
                    high = digit
                }
            } else {
                // Separators stand between bytes, never inside one.
                guard high == nil, byte == 0x20 || byte == 0x3A || byte == 0x2D || byte == 0x09 else { return nil }
            }
        }
        return high == nil ? bytes : nil
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        if byte &- 0x30 <= 9 { return byte &- 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    /// The bytes of base64 (RFC 4648), in either alphabet, with or without padding.
    static func base64(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var end = text.count
        while end > 0, text.count - end < 2, text[end - 1] == 0x3D { end -= 1 }
        guard end % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(end * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for at in 0..<end {
            guard let sextet = sextet(text[at]) else { return nil }
            bits = bits << 6 | UInt32(sextet)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func sextet(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
    }

    /// Two upper case digits a byte.
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            for digit in [byte >> 4, byte & 15] {
                text.unicodeScalars.append(Unicode.Scalar(digit < 10 ? 0x30 + digit : 0x37 + digit))
            }
        }
        return text
    }
}

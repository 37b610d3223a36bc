extension UnsafeRawBufferPointer {
    /// Without the spaces, tabs and line ends around it.
    @inline(__always)
    var trimmed: UnsafeRawBufferPointer {
        var start = 0
        var end = count
        while start < end, self[start] <= 0x20 { start += 1 }
        while end > start, self[end - 1] <= 0x20 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[start..<end])
    }

    /// Whether these bytes are the text, with ASCII letters compared without case.
    func equalsIgnoringCase(_ text: String) -> Bool {
        guard text.utf8.count == count else { return false }
        var text = text
        return text.withUTF8 { equalsIgnoringCase($0) }
    }

    /// Whether these bytes are others, with ASCII letters compared without case.
    @inline(__always)
    func equalsIgnoringCase(_ utf8: some Collection<UInt8>) -> Bool {
        guard utf8.count == count else { return false }
        var at = 0
        for byte in utf8 {
            if byte != self[at], UnsafeRawBufferPointer.lower(byte) != UnsafeRawBufferPointer.lower(self[at]) {
                return false
            }
            at += 1
        }
        return true
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// The number that a text is, decimal point, sign and exponent as in JSON (a leading plus and zeros too).
    ///
    /// Never infinite, never NaN; words such as "nan" are no numbers. `nil` if it is none.
    var number: Double? {
        guard count > 0, count <= 64 else { return nil }
        let negative = self[0] == 0x2D
        var at = negative || self[0] == 0x2B ? 1 : 0
        var mantissa: UInt64 = 0
        var digits = takeDigits(&at, &mantissa)
        var decimals = 0
        if at < count, self[at] == 0x2E {
            at &+= 1
            decimals = takeDigits(&at, &mantissa)
            digits += decimals
            if at < count, self[at] == 0x2E { return nil }
        }
        guard digits > 0 else { return nil }
        // Exact when digits fit into 53 bits and the power of ten into 22 (Clinger's fast path).
        if at == count, digits <= 18, mantissa < 1 << 53 {
            let value = Double(mantissa) / UnsafeRawBufferPointer.powersOfTen[decimals]
            return negative ? -value : value
        }
        guard allSatisfy({ $0 &- 0x30 <= 9 || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B || $0 | 0x20 == 0x65 }),
            let value = Double(String(decoding: self, as: UTF8.self)), value.isFinite
        else { return nil }
        return value
    }

    /// Passes over digits and returns how many; with more than 19 in all the mantissa is not theirs.
    @inline(__always)
    private func takeDigits(_ at: inout Int, _ mantissa: inout UInt64) -> Int {
        let start = at
        while at < count {
            let digit = self[at] &- 0x30
            if digit > 9 { break }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            at &+= 1
        }
        return at - start
    }

    /// The number that a text with a decimal comma is; see `number`.
    var numberWithComma: Double? {
        guard count <= 64, let comma = firstIndex(of: 0x2C) else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { copy in
            copy.copyMemory(from: self)
            copy[comma] = 0x2E
            return UnsafeRawBufferPointer(copy).number
        }
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}

/// Pieces of JSON text, written without Foundation.
package enum JSONText {
    /// A number in its shortest form; whole numbers without ".0".
    package static func number(_ value: Double) -> String {
        if value.rounded(.towardZero) == value, abs(value) < 1e15 { return String(Int64(value)) }
        return value.isFinite ? String(value) : "null"
    }

    /// A quoted and escaped string.
    package static func string(_ text: String) -> String {
        // Nearly all texts are written as they are.
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }
        if isPlain { return "\"\(text)\"" }
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\n": json += "\\n"
            case "\r": json += "\\r"
            case "\t": json += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let hex = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }
}

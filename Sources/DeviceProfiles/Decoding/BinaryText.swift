extension ScratchBuffer {
    /// The bytes that hexadecimal digits stand for; spaces, colons and dashes between them and "0x" before them don't
    /// count.
    ///
    /// `nil` if it is something else or there is no room.
    mutating func hexadecimal(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let start = text.count > 1 && text[0] == 0x30 && text[1] | 0x20 == 0x78 ? 2 : 0
        guard let bytes = take(text.count / 2) else { return nil }
        var count = 0
        var high: UInt8?
        for byte in text[start...] {
            if byte == 0x20 || byte == 0x3A || byte == 0x2D { continue }
            guard let digit = ScratchBuffer.hexDigit(byte) else {
                giveBack(bytes.count)
                return nil
            }
            if let upper = high {
                bytes[count] = upper << 4 | digit
                count += 1
                high = nil
            } else {
                high = digit
            }
        }
        giveBack(bytes.count - count)
        return high == nil ? UnsafeRawBufferPointer(rebasing: bytes[..<count]) : nil
    }

    /// The bytes that a base64 text stands for, both alphabets, with or without padding (RFC 4648).
    ///
    /// `nil` if it is something else or there is no room.
    mutating func base64(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard let bytes = take(text.count / 4 * 3 + 3) else { return nil }
        var count = 0
        var held: UInt32 = 0
        var bits = 0
        var isPadding = false
        for byte in text {
            if byte == 0x3D {
                isPadding = true
                continue
            }
            guard !isPadding, let digit = ScratchBuffer.base64Digit(byte) else {
                giveBack(bytes.count)
                return nil
            }
            held = held << 6 | UInt32(digit)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes[count] = UInt8(truncatingIfNeeded: held >> UInt32(bits))
                count += 1
            }
        }
        giveBack(bytes.count - count)
        // A rest of six bits is half a byte: something is missing.
        return bits < 6 ? UnsafeRawBufferPointer(rebasing: bytes[..<count]) : nil
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    private static func base64Digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The whole number that up to eight bytes are.
    func whole(littleEndian: Bool, signed: Bool) -> Int64 {
        var value: UInt64 = 0
        for index in 0..<count { value = value << 8 | UInt64(self[littleEndian ? count - 1 - index : index]) }
        let unused = UInt64(64 - 8 * count)
        guard signed, unused < 64 else { return Int64(bitPattern: value) }
        return Int64(bitPattern: value << unused) >> Int64(unused)
    }

    /// The piece with a number between separators, from 0, or from the end if negative; `nil` if there are fewer.
    ///
    /// Several separator bytes are one separator each.
    func piece(_ number: Int, separators: [UInt8]) -> UnsafeRawBufferPointer? {
        var starts = [0]
        for index in indices where separators.contains(self[index]) {
            starts.append(index + 1)
            if number >= 0, starts.count > number + 1 { break }
        }
        let wanted = number >= 0 ? number : starts.count + number
        guard starts.indices.contains(wanted) else { return nil }
        let end = wanted + 1 < starts.count ? starts[wanted + 1] - 1 : count
        return UnsafeRawBufferPointer(rebasing: self[starts[wanted]..<end]).trimmed
    }
}

extension IdentityNormaliser {
    /// The id after the change, or `nil` if it can't be made.
    func apply(to id: UnsafeRawBufferPointer, _ scratch: inout ScratchBuffer) -> UnsafeRawBufferPointer? {
        switch self {
        case .upper: return scratch.copy(id.map { $0 &- 0x61 < 26 ? $0 - 0x20 : $0 })
        case .lower: return scratch.copy(id.map { $0 &- 0x41 < 26 ? $0 + 0x20 : $0 })
        case .hexToDecimal:
            guard let number = UInt64(String(decoding: id, as: UTF8.self), radix: 16) else { return nil }
            return scratch.text(String(number))
        case .trim(let bytes):
            var rest = id[...]
            while let first = rest.first, bytes.contains(first) { rest = rest.dropFirst() }
            while let last = rest.last, bytes.contains(last) { rest = rest.dropLast() }
            return UnsafeRawBufferPointer(rebasing: rest)
        }
    }
}

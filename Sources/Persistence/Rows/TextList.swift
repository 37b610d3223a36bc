/// A list of texts in one column: a JSON array of strings, so that SQL can take it apart with `json_each`.
enum TextList {
    static func encode(_ texts: [String]) -> String {
        if texts.isEmpty { return "[]" }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(texts.reduce(2) { $0 + $1.utf8.count + 3 })
        bytes.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    bytes.append(UInt8(ascii: "\\"))
                    bytes.append(byte)
                case 0..<0x20:
                    bytes.append(contentsOf: "\\u00".utf8)
                    bytes.append(hexDigit(byte >> 4))
                    bytes.append(hexDigit(byte & 15))
                default: bytes.append(byte)
                }
            }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "]"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads what `encode` wrote; `nil` for anything else.
    static func decode(_ text: String) -> [String]? {
        var bytes = Array(text.utf8)[...]
        guard bytes.popFirst() == UInt8(ascii: "["), bytes.popLast() == UInt8(ascii: "]") else { return nil }
        var texts: [String] = []
        while let quote = bytes.popFirst() {
            guard quote == UInt8(ascii: "\""), let one = decodeOne(&bytes) else { return nil }
            texts.append(one)
            if let comma = bytes.popFirst(), comma != UInt8(ascii: ",") || bytes.isEmpty { return nil }
        }
        return texts
    }

    /// Reads up to and with the closing quote.
    private static func decodeOne(_ bytes: inout ArraySlice<UInt8>) -> String? {
        var text: [UInt8] = []
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = bytes.popFirst() else { return nil }
                guard escaped == UInt8(ascii: "u") else {
                    text.append(escaped)
                    continue
                }
                let digits = String(decoding: bytes.prefix(4), as: UTF8.self)
                guard digits.utf8.count == 4, let code = UInt8(digits, radix: 16) else { return nil }
                bytes.removeFirst(4)
                text.append(code)
            default: text.append(byte)
            }
        }
        return nil
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

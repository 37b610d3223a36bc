/// What may stand in a line of a log: everyone who keeps the machine running reads it.
extension String {
    /// Longer lines are cut.
    private static let logLimit = 4_000

    /// The text as one line: no control characters that could make a second one, and telephone numbers masked.
    package var logSafe: String {
        var text = terminalSafe.maskingPhoneNumbers
        if text.count > String.logLimit { text = text.prefix(String.logLimit) + "…" }
        return text
    }

    /// The text with the middle of each international telephone number taken out: `+999 555 … 12`.
    ///
    /// Numbers without `+` or `00` look like any other figure; nothing of ours writes one into a log.
    package var maskingPhoneNumbers: String {
        guard utf8.contains(UInt8(ascii: "+")) || contains("00") else { return self }
        let bytes = Array(utf8)
        var masked: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if let end = phoneEnd(bytes, from: position) {
                masked += mask(bytes[position..<end])
                position = end
            } else {
                masked.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: masked, as: UTF8.self)
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

/// Where the telephone number ends that begins here; `nil` if none does.
private func phoneEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    let first = bytes[start]
    if first == UInt8(ascii: "0") {
        guard start + 2 < bytes.count, bytes[start + 1] == first, (0x31...0x39).contains(bytes[start + 2]) else {
            return nil
        }
    } else if first != UInt8(ascii: "+") {
        return nil
    }
    // `1+1234567` and the end of a longer figure are no beginning.
    if start > 0, isDigit(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: ".") { return nil }
    var end = start + 1
    var digits = first == UInt8(ascii: "0") ? 1 : 0
    var last = start
    var gap = 0
    while end < bytes.count, digits < 20 {
        let byte = bytes[end]
        if isDigit(byte) {
            digits += 1
            last = end
            gap = 0
        } else {
            guard " -()./\u{00}".utf8.contains(byte), byte != 0, gap < 2 else { break }
            gap += 1
        }
        end += 1
    }
    return digits >= 7 ? last + 1 : nil
}

/// Keeps the last two digits, and as many of the first that at least five are gone.
private func mask(_ number: ArraySlice<UInt8>) -> [UInt8] {
    let digits = number.filter(isDigit)
    let shown = max(0, min(6, digits.count - 7))
    var text = number.first == UInt8(ascii: "+") ? "+" : ""
    let head = String(decoding: digits.prefix(shown), as: UTF8.self)
    text += shown > 3 ? "\(head.prefix(3)) \(head.dropFirst(3))" : head
    text += shown > 0 ? " … " : "… "
    return Array(text.utf8) + Array(digits.suffix(2))
}

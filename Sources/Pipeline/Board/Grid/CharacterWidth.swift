extension Character {
    /// How many columns of a terminal it takes: 1 or 2.
    ///
    /// For characters of a text that is ``Swift/String/terminalSafe``. Wide are the East Asian Wide and Fullwidth ones
    /// of Unicode's annex 11 and what is an emoji by itself.
    package var columns: Int {
        guard let first = unicodeScalars.first else { return 1 }
        return first.isWide ? 2 : 1
    }

    /// Whether terminals agree on its width, so that the cursor is known after it.
    var isPlain: Bool {
        guard let first = unicodeScalars.first, unicodeScalars.count == 1 else { return false }
        // Latin, Greek, Cyrillic, Armenian; Georgian; general punctuation, arrows, box drawing.
        return first.value < 0x590 || (0x10A0...0x10FF).contains(first.value) || (0x1E00...0x218F).contains(first.value)
            || (0x2500...0x257F).contains(first.value)
    }
}

extension String {
    /// How many columns it takes.
    package var columns: Int {
        utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.columns }
    }

    /// The text cut to a number of columns, with an ellipsis if something is missing.
    package func fitted(to width: Int) -> String {
        guard columns > width else { return self }
        guard width > 1 else { return width == 1 ? "…" : "" }
        var used = 0
        var kept = ""
        for character in self {
            guard used + character.columns <= width - 1 else { break }
            used += character.columns
            kept.append(character)
        }
        return kept + "…"
    }

    /// The text cut or filled with spaces to a number of columns.
    package func padded(to width: Int) -> String {
        let text = fitted(to: width)
        return text + String(repeating: " ", count: Swift.max(0, width - text.columns))
    }
}

extension Unicode.Scalar {
    fileprivate var isWide: Bool {
        if value < 0x1100 { return false }
        if properties.isEmojiPresentation { return true }
        switch value {
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
            return true
        default: return false
        }
    }
}

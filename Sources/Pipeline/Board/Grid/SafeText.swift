extension String {
    /// The text with nothing in it that a terminal could take for a command or that would move its neighbours.
    ///
    /// Names, notes and messages come from outside: control and format characters (escape sequences, direction marks,
    /// joiners) are dropped, every kind of space is a space, flags are their two letters, and a letter keeps at most
    /// three marks.
    package var terminalSafe: String {
        if utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return self }
        var safe = String.UnicodeScalarView()
        var marks = 0
        for scalar in unicodeScalars {
            guard let kept = scalar.shownAs else { continue }
            if kept.isMark {
                marks += 1
                if safe.last.map({ $0 == " " }) ?? true { safe.append("\u{25CC}") }
                if marks > 3 { continue }
            } else {
                marks = 0
            }
            safe.append(kept)
        }
        return String(safe)
    }
}

extension Unicode.Scalar {
    /// The scalar that stands for this one on a terminal; `nil` if none does.
    fileprivate var shownAs: Unicode.Scalar? {
        if value < 0x7F { return value < 0x20 ? isBreak ? " " : nil : self }
        // A flag is two of these; terminals disagree on how wide the pair is.
        if (0x1F1E6...0x1F1FF).contains(value) { return Unicode.Scalar(0x41 + (value - 0x1F1E6)) }
        // Skin tones change the emoji before them, or stand beside it: terminals disagree.
        if (0x1F3FB...0x1F3FF).contains(value) { return nil }
        switch properties.generalCategory {
        case .control: return value == 0x85 ? " " : nil
        case .format: return nil
        case .lineSeparator, .paragraphSeparator, .spaceSeparator: return " "
        case .surrogate, .privateUse, .unassigned: return "\u{FFFD}"
        default: return properties.isVariationSelector ? nil : self
        }
    }

    private var isBreak: Bool { value == 9 || value == 10 || value == 13 }

    /// Whether it is drawn upon the letter before it.
    var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }
}

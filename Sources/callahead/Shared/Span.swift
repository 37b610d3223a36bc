import ArgumentParser

/// A length of time as people type it: `90s`, `5m`, `1h30m`, `2d`.
struct Span: ExpressibleByArgument, Equatable {
    let seconds: Int64

    init(seconds: Int64) { self.seconds = seconds }

    init?(argument: String) {
        var total: Int64 = 0
        var digits = ""
        guard !argument.isEmpty else { return nil }
        for character in argument {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            let unit: Int64
            switch character {
            case "s": unit = 1
            case "m": unit = 60
            case "h": unit = 3_600
            case "d": unit = 86_400
            default: return nil
            }
            guard digits.count <= 7, let amount = Int64(digits) else { return nil }
            total += amount * unit
            digits = ""
        }
        // A bare number could mean seconds or minutes.
        guard digits.isEmpty, total > 0, total <= 366 * 86_400 else { return nil }
        seconds = total
    }

    var defaultValueDescription: String { seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s" }
}

/// Text for a page, and axes for its pictures.
enum HTML {
    /// The text with what means something in HTML written out.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }

    /// "1 asset", "12 assets".
    static func count(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }

    /// The text in at most so many letters.
    static func short(_ text: String, _ limit: Int) -> String {
        text.count <= limit ? text : "\(text.prefix(limit - 1))…"
    }

    /// A coordinate with one digit.
    static func point(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

/// A square from 0 to 1 in both directions, with its axes.
struct UnitSquare {
    let across: String
    let up: String
    static let side = 220.0
    private static let margin = 42.0

    /// Where a value between 0 and 1 stands.
    static func place(_ across: Double, _ up: Double) -> (x: Double, y: Double) {
        (margin + across * side, 10 + (1 - up) * side)
    }

    /// The picture with what stands inside.
    func figure(_ inside: String, caption: String) -> String {
        let (left, top) = UnitSquare.place(0, 1)
        let (right, bottom) = UnitSquare.place(1, 0)
        var svg = ""
        for tenth in [0, 5, 10] {
            let share = Double(tenth) / 10
            let (x, y) = UnitSquare.place(share, share)
            let label = tenth == 5 ? "0.5" : "\(tenth / 10)"
            svg += "<line class=\"grid\" x1=\"\(left)\" x2=\"\(right)\" y1=\"\(y)\" y2=\"\(y)\"/>"
            svg += "<text x=\"\(left - 6)\" y=\"\(y + 4)\" text-anchor=\"end\">\(label)</text>"
            svg += "<text x=\"\(x)\" y=\"\(bottom + 15)\" text-anchor=\"middle\">\(label)</text>"
        }
        svg += "<path class=\"axis\" d=\"M\(left) \(top)V\(bottom)H\(right)\"/>"
        svg += "<text x=\"\((left + right) / 2)\" y=\"\(bottom + 31)\" text-anchor=\"middle\">\(across)</text>"
        svg += "<text transform=\"translate(11 \((top + bottom) / 2)) rotate(-90)\" text-anchor=\"middle\">\(up)</text>"
        return "<figure><svg width=\"280\" height=\"268\" role=\"img\" aria-label=\"\(caption)\">\(svg)\(inside)</svg>"
            + "<figcaption>\(caption)</figcaption></figure>"
    }
}

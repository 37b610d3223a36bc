/// A word, number or sign of opening hours, and where it stands.
struct OpeningHoursToken {
    enum Kind: Equatable {
        /// In small letters.
        case word(String)
        case number(Int, digits: Int)
        /// A text in quotes.
        case comment(String)
        /// One of `- , ; : + [ ] /`, or `|` for `||`.
        case sign(Character)
        case end
    }

    var kind: Kind
    /// As it was written.
    var text: String
    /// From 1.
    var position: Int

    /// Cuts a text into tokens, an end last.
    static func tokens(of text: String) throws(OpeningHoursError) -> [OpeningHoursToken] {
        let characters = Array(text)
        guard characters.count <= OpeningHours.longestText else {
            throw OpeningHoursError(
                position: OpeningHours.longestText + 1, found: "…",
                advice: "hours have at most \(OpeningHours.longestText) characters")
        }
        var tokens: [OpeningHoursToken] = []
        var next = 0
        while next < characters.count {
            let character = characters[next]
            let start = next
            next += 1
            func run(while holds: (Character) -> Bool) -> String {
                while next < characters.count, holds(characters[next]) { next += 1 }
                return String(characters[start..<next])
            }
            func add(_ kind: Kind) {
                tokens.append(
                    OpeningHoursToken(kind: kind, text: String(characters[start..<next]), position: start + 1))
            }
            if character.isWhitespace { continue }
            if character.isASCII, character.isNumber {
                let digits = run { $0.isASCII && $0.isNumber }
                guard digits.utf8.count <= 4, let number = Int(digits) else {
                    throw OpeningHoursError(
                        position: start + 1, found: digits, advice: "a time is written 08:00, a year 2027")
                }
                add(.number(number, digits: digits.utf8.count))
            } else if character.isLetter {
                add(.word(run { $0.isLetter }.lowercased()))
            } else if let close = OpeningHoursToken.quotes[character] {
                guard let end = characters[next...].firstIndex(where: { close.contains($0) }) else {
                    throw OpeningHoursError(
                        position: start + 1, found: String(character), advice: "close the quotes with \"")
                }
                let comment = String(characters[next..<end])
                next = end + 1
                add(.comment(comment))
            } else {
                switch character {
                case "-", "–", "—", "‐", "−": add(.sign("-"))
                case ",", ";", ":", "+", "[", "]", "/": add(.sign(character))
                case "|" where next < characters.count && characters[next] == "|":
                    next += 1
                    add(.sign("|"))
                default:
                    throw OpeningHoursError(
                        position: start + 1, found: String(character), advice: hint(for: character))
                }
            }
        }
        tokens.append(OpeningHoursToken(kind: .end, text: "", position: characters.count + 1))
        return tokens
    }

    /// Closing quotes by the opening one.
    private static let quotes: [Character: String] = ["\"": "\"", "“": "”\"", "„": "“”\"", "«": "»"]

    private static func hint(for character: Character) -> String {
        switch character {
        case ".": "a time is written with a colon, 08:30"
        case "|": "a fallback rule comes after ||"
        case "&": "several days are written Mo,We, several rules are separated by ;"
        case "(", ")": "comments stand in \"quotes\"; times that follow the sun are not supported"
        case "'": "comments stand in \"double quotes\""
        default: OpeningHoursParser.example
        }
    }
}

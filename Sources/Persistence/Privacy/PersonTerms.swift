import Foundation

/// What somebody can be recognised by in a text: names, numbers, plates, ids.
///
/// Compared letter by letter and figure by figure, whatever stands between them and however large they are, so that
/// `+372 5551-2345` and `123abc` are found too.
struct PersonTerms: Codable, Sendable, Equatable {
    /// What stands where something was.
    static let mark = "[forgotten]"

    /// Folded; must stand alone.
    private(set) var words: [String] = []
    /// Figures of telephone numbers; something may stand before them.
    private(set) var numbers: [String] = []

    /// Adds a name, a plate, an id; one too short to be told from an ordinary word is left out.
    mutating func add(_ word: String?) {
        guard let word else { return }
        let folded = String(PersonTerms.folded(word).map(\.letter))
        let hasLetter = folded.contains { $0.isLetter }
        guard folded.count >= (hasLetter ? 4 : 7), !words.contains(folded) else { return }
        words.append(folded)
    }

    /// Adds a telephone number, with and without its country's code.
    mutating func add(phone: String?) {
        guard let phone, let number = PhoneNumber(phone) else { return }
        var forms = [number.digits]
        for length in 1...3 where CallingCode.isOne(number.digits.prefix(length)) && number.isInternational {
            forms.append(String(number.digits.dropFirst(length)))
        }
        for form in forms where form.count >= 7 && !numbers.contains(form) { numbers.append(form) }
    }

    /// A text without them, or `nil` if none of them is in it.
    func redacted(_ text: String) -> String? {
        let letters = PersonTerms.folded(text)
        guard letters.count >= 4 else { return nil }
        var cuts: [Range<String.Index>] = []
        for word in words { PersonTerms.find(word, in: letters, text, isNumber: false, &cuts) }
        for number in numbers { PersonTerms.find(number, in: letters, text, isNumber: true, &cuts) }
        guard !cuts.isEmpty else { return nil }
        cuts.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        var result = ""
        var end = text.startIndex
        for cut in cuts where cut.upperBound > end {
            if cut.lowerBound >= end { result += text[end..<cut.lowerBound] + PersonTerms.mark }
            end = cut.upperBound
        }
        return result + text[end...]
    }

    /// Whether any of them is in a text.
    func areIn(_ text: String) -> Bool { redacted(text) != nil }

    private struct Folded {
        var letter: Character
        var range: Range<String.Index>
    }

    /// Letters and figures alone, small and without accents, each with its place.
    private static func folded(_ text: String) -> [Folded] {
        var letters: [Folded] = []
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            let character = text[index]
            if let ascii = character.asciiValue {
                switch ascii {
                case 0x30...0x39, 0x61...0x7A: letters.append(Folded(letter: character, range: index..<next))
                case 0x41...0x5A:
                    letters.append(
                        Folded(letter: Character(Unicode.Scalar(ascii | 0x20)), range: index..<next))
                default: break
                }
            } else if character.isLetter || character.isNumber {
                let plain = String(character).folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
                for letter in plain { letters.append(Folded(letter: letter, range: index..<next)) }
            }
            index = next
        }
        return letters
    }

    private static func find(
        _ term: String, in letters: [Folded], _ text: String, isNumber: Bool, _ cuts: inout [Range<String.Index>]
    ) {
        let term = Array(term)
        guard let first = term.first, letters.count >= term.count else { return }
        for start in 0...(letters.count - term.count) where letters[start].letter == first {
            let end = start + term.count
            guard (1..<term.count).allSatisfy({ letters[start + $0].letter == term[$0] }) else { continue }
            let cut = letters[start].range.lowerBound..<letters[end - 1].range.upperBound
            // Touching letters belong to another word.
            if end < letters.count, letters[end].range.lowerBound == cut.upperBound,
                !isNumber || letters[end].letter.isNumber
            {
                continue
            }
            if !isNumber, start > 0, letters[start - 1].range.upperBound == cut.lowerBound { continue }
            cuts.append(cut)
        }
    }
}

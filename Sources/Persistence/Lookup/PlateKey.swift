/// A plate or an id as it is compared: capital Latin letters and digits.
///
/// Letters of other alphabets count as the Latin letter that they look like (Cyrillic, Greek), or that has the same
/// key (Georgian): so it does not matter with which keyboard somebody typed a plate.
package enum PlateKey {
    /// The key of a text as somebody typed it.
    package static func folded(_ text: String) -> String {
        var key = ""
        for character in plain(text) { key.append(latin[character] ?? character) }
        return key
    }

    /// Capitals without separators, in their own alphabet.
    package static func plain(_ text: String) -> String {
        String(text.prefix(64).filter { $0.isLetter || $0.isNumber }).uppercased()
    }

    private static let latin: [Character: Character] = {
        var letters: [Character: Character] = [:]
        for (from, to) in [cyrillic, greek, georgian] {
            for (letter, plain) in zip(from, to) { letters[letter] = plain }
        }
        return letters
    }()

    private static let cyrillic = ("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS")
    private static let greek = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
    /// The letters of the Georgian keyboard's keys, and the capitals that Unicode has for them.
    private static let georgian = (
        "აბცდეფგჰიჯკლმნოპქრსტუვწხყზᲐᲑᲪᲓᲔᲤᲒᲰᲘᲯᲙᲚᲛᲜᲝᲞᲥᲠᲡᲢᲣᲕᲬᲮᲧᲖ",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
}

import Testing

@testable import Persistence

@Suite("Telephone numbers in every writing")
struct PhoneNumberTests {
    @Test(
        "a writing of a number is found as the number",
        arguments: [
            ("+372 5551 2345", "+37255512345", 0), ("00372 5551-2345", "+37255512345", 0),
            ("0372 5551 2345", "+37255512345", 1), ("372 55512345", "+37255512345", 0),
            ("5551 2345", "+37255512345", 2), ("(555) 12.345", "+37255512345", 2),
            ("+372 (0) 5551 2345", "+37255512345", 0), ("tel:+372-5551-2345;ext=4", "+37255512345", 0),
            ("sip:+37255512345@pbx.example", "+37255512345", 0), ("%2B37255512345", "+37255512345", 0),
            ("+372\u{A0}5551\u{2011}2345", "+37255512345", 0), ("\u{202A}+37255512345\u{202C}", "+37255512345", 0),
            ("+٣٧٢٥٥٥١٢٣٤٥", "+37255512345", 0), ("+372 5551 2345 ext. 12", "+37255512345", 0),
            ("040 123 4567", "+358401234567", 2), ("40 123 4567", "+358401234567", 2),
            ("06 1234 5678", "+390612345678", 2), ("8 911 123-45-67", "+79111234567", 2),
            ("8 029 123 45 67", "+375291234567", 2), ("(202) 555-0143", "+12025550143", 2),
            ("011 372 5551 2345", "+37255512345", 1), ("8 10 372 5551 2345", "+37255512345", 1),
            ("0113 496 0000", "+441134960000", 2), ("+37255512345", "5551 2345", 2), ("0555-12345", "55512345", 1),
        ])
    func same(written: String, stored: String, distance: Int) throws {
        let typed = try #require(PhoneNumber(written))
        let known = try #require(PhoneNumber(stored))
        #expect(typed.distance(to: known) == distance)
        #expect(known.distance(to: typed) == distance)
        // Else the index would not find it.
        #expect(typed.tail == known.tail)
    }

    @Test(
        "another number is another number",
        arguments: [
            ("+37255512345", "+37255512346"), ("+37255512345", "+35855512345"), ("5551 2345", "+372555512345"),
            ("512345", "+37255512345"), ("551 2345", "+12025512345"), ("+1 555 512 345", "+37255512345"),
        ])
    func different(written: String, stored: String) throws {
        let typed = try #require(PhoneNumber(written))
        let known = try #require(PhoneNumber(stored))
        #expect(typed.distance(to: known) == nil)
        #expect(known.distance(to: typed) == nil)
    }

    @Test(
        "what is no telephone number is none",
        arguments: [
            "", "12345", "123 ABC", "car-1", "+", "++372555", "37+255512345", "abc", "555-CARS", "x12", "()()()",
        ])
    func none(text: String) {
        #expect(PhoneNumber(text) == nil)
    }

    @Test("any text of any length is read without harm")
    func hostile() {
        for text in [String(repeating: "9", count: 100_000), String(repeating: "(0)", count: 5_000), "+\u{0}372555"] {
            _ = PhoneNumber(text)
        }
        #expect(PhoneNumber(String(repeating: "9", count: 100_000)) == nil)
    }
}

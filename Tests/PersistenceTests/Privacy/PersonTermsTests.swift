import Testing

@testable import Persistence

@Suite("What somebody can be recognised by")
struct PersonTermsTests {
    static var terms: PersonTerms {
        var terms = PersonTerms()
        terms.add("Tõnis Näidis")
        terms.add("123 ABC")
        terms.add("C-100")
        terms.add("Li")
        terms.add(phone: "+372 5551 2345")
        return terms
    }

    @Test(
        "it is found however it is written, and nothing else goes",
        arguments: [
            ("Tõnis Näidis rang", "[forgotten] rang"), ("TONIS  NAIDIS", "[forgotten]"),
            ("car 123-abc, red", "car [forgotten], red"), ("123ABC", "[forgotten]"),
            ("+372 5551-2345!", "+[forgotten]!"), ("ring 55512345 or 0055512345", "ring [forgotten] or 00[forgotten]"),
            ("(C-100)", "([forgotten])"), (#"{"to":"C-100"}"#, #"{"to":"[forgotten]"}"#),
            ("callahead/v1/assets/123ABC/advice", "callahead/v1/assets/[forgotten]/advice"),
            ("123 ABC, 123 ABC", "[forgotten], [forgotten]"),
        ])
    func found(_ text: String, _ cleaned: String) {
        #expect(PersonTermsTests.terms.redacted(text) == cleaned)
    }

    @Test(
        "what only looks like it stays",
        arguments: ["", "Tõnis", "x123 ABC", "123 ABCD", "C-1000", "555123456", "Li", "AC-100", "1 2 3", "🚗"])
    func left(_ text: String) {
        #expect(PersonTermsTests.terms.redacted(text) == nil)
    }

    @Test(
        "the digests are those of the standard",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func sha256(_ text: String, _ digest: String) {
        #expect(SHA256.hexadecimal(Array(text.utf8)) == digest)
    }
}

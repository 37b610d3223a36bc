import Telemetry
import Testing

@Suite("Words of a key")
struct WordsOfKeyTests {
    @Test(
        "are the key with spaces",
        arguments: [
            ("needs_location", "needs location"), ("_a__b_", " a  b "), ("kõrge_tähtsus", "kõrge tähtsus"), ("", ""),
            ("held", "held"),
        ])
    func words(_ key: String, _ words: String) { #expect(key.wordsOfKey == words) }
}

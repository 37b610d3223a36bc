import Outreach
import Testing

@Suite("Words, word for word")
struct SnapshotTests {
    @Test("six situations are said exactly so", arguments: ["en", "et"])
    func exact(language: String) throws {
        let book = try shippedPhrasebook()
        let snapshots = language == "en" ? englishSnapshots : estonianSnapshots
        #expect(snapshots.count == 6)
        for (name, context) in situations(language) {
            let expected = try #require(snapshots[name])
            #expect(book.script(for: context).text == expected.script)
            #expect(book.advice(for: context) == expected.advice)
            #expect(book.message(for: context) == expected.message)
        }
    }

    @Test("rendering a script takes far less than a call can wait for")
    func cost() throws {
        let book = try shippedPhrasebook()
        let context = situations("et")[0].context
        let best = (0..<5).map { _ in
            ContinuousClock().measure {
                for _ in 0..<100 { _ = book.script(for: context).text }
            }
        }.min()
        // 50 µs in a release build; a debug build on a busy machine takes several times as long.
        #expect(try #require(best) / 100 < .milliseconds(1))
    }
}

import Testing

@testable import Verification

@Suite("Shares")
struct ShareTests {
    @Test(
        "A share is told as a count, and is never rounded to all or to nothing",
        arguments: [
            (14_998, 15_000, "14998 of 15000 (99.98 %)"), (15_000, 15_000, "15000 of 15000 (100 %)"),
            (1, 15_000, "1 of 15000 (less than 0.01 %)"), (0, 15_000, "0 of 15000 (0 %)"),
            (999_999, 1_000_000, "999999 of 1000000 (99.99 %)"), (2, 3, "2 of 3 (66.66 %)"), (0, 0, "0 of 0"),
        ])
    func words(count: Int, total: Int, expected: String) {
        #expect(Share(count, of: total).words == expected)
    }
}

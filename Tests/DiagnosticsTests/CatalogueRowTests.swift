import Testing

@testable import Diagnostics

@Suite("Ranges and patterns")
struct CatalogueRowTests {
    @Test("a range without letters has only codes without letters, any other counts in hexadecimal")
    func ranges() throws {
        #expect(try #require(CodeRange("P0308-P0312")).codes == ["P0308", "P0309", "P0310", "P0311", "P0312"])
        #expect(try #require(CodeRange("C0019-C001C")).codes == ["C0019", "C001A", "C001B", "C001C"])
        #expect(try #require(CodeRange("P0A09-P0A10")).codes.count == 8)
        #expect(try #require(CodeRange("B0001-B0001")).codes == ["B0001"])
    }

    @Test(
        "what is no range is refused",
        arguments: [
            "", "P0300", "P0300-", "P0312-P0300", "P0300-C0312", "P030-P0312", "p0300-p0312", "P0300-P0312-P0313",
        ])
    func noRange(text: String) {
        #expect(CodeRange(text) == nil)
    }

    @Test(
        "a star stands for any run of characters",
        arguments: [
            ("SPN100.FMI*", "SPN100.FMI1", true), ("SPN100.FMI*", "SPN1001.FMI1", false), ("*", "", true),
            ("a*b*c", "aXbYc", true), ("a*b*c", "abc", true), ("a*b*c", "acb", false), ("a*a", "a", false),
            ("abc", "abc", true), ("abc", "abcd", false), ("*b*", "abc", true), ("a**c", "abc", true),
        ])
    func patterns(pattern: String, code: String, matches: Bool) {
        #expect(CodePattern(pattern, row: 0).matches(code) == matches)
    }
}

import Testing

@testable import DeviceProfiles

@Suite("Linear patterns")
struct LinearPatternTests {
    private func groups(_ pattern: LinearPattern, _ bytes: [UInt8]) -> [String?]? {
        var ranges: [Range<Int>?] = []
        guard bytes.withUnsafeBytes({ pattern.match($0, groups: &ranges) }) else { return nil }
        return ranges.map { range in range.map { String(decoding: bytes[$0], as: UTF8.self) } }
    }

    @Test(
        "named groups are found anywhere in the text",
        arguments: [
            (#"(?P<code>[A-Z]\d+)\((?P<number>\d+)\)"#, "A2(806) 03.12.2020 07:53", ["A2", "806"]),
            (#"(?P<code>[A-Z]\d+)(?:\((?P<number>\d+)\))?$"#, "last: H72", ["H72", nil]),
            (#"(a)(?P<second>b)(c)(?P<fourth>d)"#, "--abcd--", ["b", "d"]),
            (#"(?i)error (?P<code>\w+)"#, "Übertemperatur ERROR e7", ["e7"]),
            (#"(?P<empty>x*)"#, "", [""]),
            (#"\d+"#, "12", []),
        ] as [(String, String, [String?])])
    func named(text: String, input: String, expected: [String?]) throws {
        let pattern = try LinearPattern(text)
        #expect(groups(pattern, Array(input.utf8)) == expected)
    }

    @Test("names keep the order of the pattern, and unnamed groups have none")
    func names() throws {
        #expect(try LinearPattern("(?P<z>a)(b)(?P<a>c)").groupNames == ["z", "a"])
        #expect(try LinearPattern("(b)").groupNames == [])
    }

    @Test("without a match there are no groups left of an earlier one")
    func noMatch() throws {
        let pattern = try LinearPattern(#"^(?P<n>\d+)$"#)
        var ranges: [Range<Int>?] = [0..<1]
        let found = Array("x1".utf8).withUnsafeBytes { pattern.match($0, groups: &ranges) }
        #expect(!found)
        #expect(ranges.isEmpty)
        #expect(groups(pattern, []) == nil)
        #expect(!pattern.match(UnsafeRawBufferPointer(start: nil, count: 0), groups: &ranges))
    }

    @Test("the place of the whole match is told too")
    func whole() throws {
        let pattern = try LinearPattern(#"\d+"#)
        var ranges: [Range<Int>?] = []
        #expect(Array("ab123c".utf8).withUnsafeBytes { pattern.find($0, groups: &ranges) } == 2..<5)
    }

    @Test("bytes that are not UTF-8 are passed over")
    func invalidUTF8() throws {
        #expect(groups(try LinearPattern("(?P<n>[0-9]+)"), [0xFF, 0xC3, 0x31, 0x32, 0x80]) == ["12"])
    }

    @Test(
        "a pattern that can't be compiled, or would be too large, says why",
        arguments: [
            ("(", "missing"), ("a**", "bad repetition"), (#"(a)\1"#, "invalid escape"), ("(?=a)", "invalid perl"),
            ("((a{100}){100}){100}", "repetition"), ("(?P<n>a)(?P<n>b)", "two groups have the name n"),
            (String(repeating: "(a)", count: 33), "more than 32 groups"),
            (String(repeating: "a", count: 1_025), "more than 1024 bytes"),
            (#"(\pL{500}){2}"#, "too large"),
        ])
    func refused(text: String, reason: String) {
        let error = #expect(throws: LinearPatternError.self) { _ = try LinearPattern(text) }
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    }

    @Test("patterns that make other engines back-track for ever take time in proportion", .timeLimit(.minutes(1)))
    func linear() throws {
        let text = [UInt8](repeating: 0x61, count: 200_000)
        for hostile in ["(a*)*b", "(a+)+$x", "(a|aa)+b", "(?:a?){50}a{50}b", "(.*)(.*)(.*)(.*)b"] {
            let pattern = try LinearPattern(hostile)
            #expect(groups(pattern, text) == nil)
        }
    }

    @Test("a pattern with more states than its memory takes is matched all the same", .timeLimit(.minutes(1)))
    func manyStates() throws {
        let pattern = try LinearPattern("(?P<found>a[ab]{300}c)")
        var random = SeededGenerator(state: 7)
        var text = (0..<100_000).map { _ in UInt8.random(in: 0x61...0x62, using: &random) }
        #expect(groups(pattern, text) == nil)
        text[99_000] = 0x63
        text[99_000 - 301] = 0x61
        #expect(groups(pattern, text)?.first??.utf8.count == 302)
    }

    @Test("threads share a pattern")
    func threads() async throws {
        let pattern = try LinearPattern(#"(?P<n>\d+)x"#)
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<500).allSatisfy { number in
                        var ranges: [Range<Int>?] = []
                        let bytes = Array("\(task)-\(number)x".utf8)
                        return bytes.withUnsafeBytes { pattern.match($0, groups: &ranges) } && ranges.count == 1
                    }
                }
            }
            for await sound in group { #expect(sound) }
        }
    }
}

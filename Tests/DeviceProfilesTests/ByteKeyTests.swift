import Testing

@testable import DeviceProfiles

@Suite("Keys, topics and numbers as bytes")
struct ByteKeyTests {
    /// Texts that differ little: of few letters, of every length around those of words.
    private static func text(_ random: inout SeededGenerator, _ longest: Int) -> [UInt8] {
        let letters: [UInt8] = [0, 0x2F, 0x61, 0x62, 0xFF]
        return (0..<Int.random(in: 0...longest, using: &random)).map { _ in letters.randomElement(using: &random) ?? 0 }
    }

    @Test("two keys are equal if and only if texts of at most sixteen bytes are")
    func keys() {
        var random = SeededGenerator(state: 1)
        for _ in 0..<20_000 {
            let left = ByteKeyTests.text(&random, 16)
            var right = left
            switch Int.random(in: 0..<3, using: &random) {
            case 0: right = ByteKeyTests.text(&random, 16)
            case 1 where !right.isEmpty: right[Int.random(in: right.indices, using: &random)] ^= 1
            default: break
            }
            let areEqual = left.withUnsafeBytes { left in right.withUnsafeBytes { ByteKey(left) == ByteKey($0) } }
            #expect(areEqual == (left == right), "\(left) and \(right)")
        }
    }

    @Test("long texts that differ in one byte anywhere are not equal")
    func longTexts() {
        for count in 0...40 {
            let text = [UInt8](repeating: 0x61, count: count)
            #expect(text.withUnsafeBytes { left in [UInt8](text).withUnsafeBytes { left.isEqual(to: $0) } })
            for place in 0..<count {
                var other = text
                other[place] = 0x62
                #expect(!text.withUnsafeBytes { left in other.withUnsafeBytes { left.isEqual(to: $0) } })
            }
        }
    }

    @Test("members are found by keys of any length, and none by a key that differs in one byte")
    func members() throws {
        let keys = (1...40).map { String(repeating: "k", count: $0) }
        let trie = PathTrie(try keys.enumerated().map { (slot: $0.offset, path: try JSONPath($0.element)) })
        for (slot, key) in keys.enumerated() {
            let found = Array(key.utf8).withUnsafeBytes { trie.child(of: trie.nodes[0], key: $0) }
            #expect(found?.slot == Int32(slot))
            for place in 0..<key.utf8.count {
                var other = Array(key.utf8)
                other[place] = 0x78
                #expect(other.withUnsafeBytes { trie.child(of: trie.nodes[0], key: $0) } == nil)
            }
        }
    }

    @Test("a topic goes to the template that a plain search over all of them finds, with its captures")
    func topics() throws {
        var random = SeededGenerator(state: 2)
        let words = [
            "a", "ab", "A", "", "long-segment-of-a-topic", "long-segment+of-a-topic", "{x}", "p_{x}", "{x}_dtc",
        ]
        .map { $0.replacing("+", with: "_") }
        for _ in 0..<300 {
            var tree = TopicTree()
            var templates: [TopicTemplate] = []
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                var many = 0
                let parts = (0..<Int.random(in: 1...4, using: &random)).map { number in
                    if many == 0, Int.random(in: 0..<8, using: &random) == 0 {
                        many = 1
                        return "{x\(number)...}"
                    }
                    return (words.randomElement(using: &random) ?? "").replacing("{x}", with: "{x\(number)}")
                }
                guard
                    let template = try? TopicTemplate(
                        parts.joined(separator: "/"), ignoringCase: Bool.random(using: &random))
                else { continue }
                if tree.add(template, entry: templates.count) == nil { templates.append(template) }
            }
            let matcher = TopicMatcher(tree)
            for _ in 0..<60 {
                let segments = [
                    "a", "ab", "A", "aB", "", "long-segment-of-a-topic", "long-segment_of-a-topic", "p_7", "7_dtc",
                    "p_7_dtc",
                ]
                let topic = (0..<Int.random(in: 1...5, using: &random))
                    .map { _ in segments.randomElement(using: &random) ?? "" }.joined(separator: "/")
                let bytes = Array(topic.utf8)
                var captures = TopicCaptures()
                let number = bytes.withUnsafeBytes { matcher.match($0, captures: &captures) }
                let ways = templates.indices.filter { PlainMatch(topic).fits(templates[$0]) != nil }
                #expect((number >= 0) == (!ways.isEmpty && !topic.isEmpty), "\(topic)")
                guard number >= 0 else { continue }
                let shown = (0..<captures.count).map { String(decoding: bytes[captures[$0]], as: UTF8.self) }
                #expect(ways.contains(number), "\(topic) as \(templates[number].text)")
                #expect(PlainMatch(topic).fits(templates[number])?.contains(shown) == true, "\(topic): \(shown)")
                #expect(ways.allSatisfy { !PlainMatch.isMoreLiteral(templates[$0], templates[number]) })
            }
        }
    }

    @Test("a text is the number that the standard library reads, or none")
    func numbers() {
        var random = SeededGenerator(state: 3)
        let letters = Array("0123456789..-+e0000".utf8)
        for _ in 0..<50_000 {
            let text = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                letters.randomElement(using: &random) ?? 0x30
            }
            let word = String(decoding: text, as: UTF8.self)
            let number = text.withUnsafeBytes { $0.number }
            let expected = Double(word).flatMap { $0.isFinite ? $0 : nil }
            #expect(number == expected, "\(word)")
        }
    }
}

/// A topic against one template, segment by segment, without a tree.
private struct PlainMatch {
    let segments: [String]

    init(_ topic: String) {
        segments = topic.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    }

    /// Every way in which the topic's segments can be captured; `nil` if there is none.
    func fits(_ template: TopicTemplate) -> [[String]]? {
        let ways = ways(template.segments[...], segments[...], template.ignoresCase)
        return ways.isEmpty ? nil : ways
    }

    private func ways(
        _ wanted: ArraySlice<TopicTemplate.Segment>, _ left: ArraySlice<String>, _ ignoresCase: Bool
    ) -> [[String]] {
        guard let first = wanted.first else { return left.isEmpty ? [[]] : [] }
        guard let segment = left.first else { return [] }
        switch first {
        case .literal(let text):
            let isSame = ignoresCase ? text.lowercased() == segment.lowercased() : text == segment
            return isSame ? ways(wanted.dropFirst(), left.dropFirst(), ignoresCase) : []
        case .capture(let prefix, let suffix):
            guard segment.hasPrefix(prefix), segment.hasSuffix(suffix),
                segment.count > prefix.count + suffix.count
            else { return [] }
            let captured = String(segment.dropFirst(prefix.count).dropLast(suffix.count))
            return ways(wanted.dropFirst(), left.dropFirst(), ignoresCase).map { [captured] + $0 }
        case .many:
            return (1...left.count).filter { _ in !segment.isEmpty }.flatMap { count in
                ways(wanted.dropFirst(), left.dropFirst(count), ignoresCase)
                    .map { [left.prefix(count).joined(separator: "/")] + $0 }
            }
        }
    }

    /// Whether the first segment in which two templates of the same topic differ is more literal in the left one.
    static func isMoreLiteral(_ left: TopicTemplate, _ right: TopicTemplate) -> Bool {
        for (one, other) in zip(left.segments, right.segments) {
            // Literals that are compared in different ways stand side by side.
            if one != other || rank(one) == 0 && left.ignoresCase != right.ignoresCase {
                return rank(one) < rank(other)
            }
            // The shortest capture of several segments comes before what follows it.
            if one == .many { return false }
        }
        return false
    }

    private static func rank(_ segment: TopicTemplate.Segment) -> Int {
        switch segment {
        case .literal: 0
        case .capture(let prefix, let suffix): prefix.isEmpty && suffix.isEmpty ? 2 : 1
        case .many: 3
        }
    }
}

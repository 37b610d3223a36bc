internal import CRE2

/// A regular expression whose matching takes time proportional to the text, whatever pattern and text are.
///
/// The syntax is that of RE2: as in Perl, without what needs back-tracking (back-references, look-around). Named groups
/// are `(?P<name>…)`.
struct LinearPattern: Sendable {
    /// Longest pattern in bytes.
    static let lengthLimit = 1_024
    /// Most groups that capture.
    static let groupLimit = 32
    /// Bytes for the program and the states that matching keeps.
    private static let memoryLimit: Int64 = 1 << 20

    /// Names of the named groups, in the order of the pattern.
    let groupNames: [String]
    /// Number of each named group among all that capture.
    private let groupNumbers: [Int]
    private let compiled: Compiled

    /// - Throws: ``LinearPatternError`` with the engine's reason.
    init(_ text: String) throws(LinearPatternError) {
        guard text.utf8.count <= LinearPattern.lengthLimit else {
            throw LinearPatternError(reason: "it has more than \(LinearPattern.lengthLimit) bytes")
        }
        compiled = try Compiled(text)
        let count = Int(cre_group_count(compiled.raw))
        guard count <= LinearPattern.groupLimit else {
            throw LinearPatternError(reason: "it has more than \(LinearPattern.groupLimit) groups")
        }
        var names: [String] = []
        var numbers: [Int] = []
        for number in 0..<count {
            var start: UnsafePointer<CChar>?
            var length = 0
            guard cre_group_name(compiled.raw, Int32(number + 1), &start, &length) else { continue }
            let name = String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
            if names.contains(name) { throw LinearPatternError(reason: "two groups have the name \(name)") }
            names.append(name)
            numbers.append(number + 1)
        }
        groupNames = names
        groupNumbers = numbers
    }

    /// Looks for the first match anywhere in the bytes.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8; a byte that is none matches nothing but `\C`.
    ///   - groups: After a match the place of each group of `groupNames`, `nil` for one that took no part; empty
    ///     without a match.
    func match(_ bytes: UnsafeRawBufferPointer, groups: inout [Range<Int>?]) -> Bool {
        find(bytes, groups: &groups) != nil
    }

    /// The place of the first match; see `match(_:groups:)`.
    func find(_ bytes: UnsafeRawBufferPointer, groups: inout [Range<Int>?]) -> Range<Int>? {
        groups.removeAll(keepingCapacity: true)
        let count = (groupNumbers.last ?? 0) + 1
        return withUnsafeTemporaryAllocation(of: cre_range.self, capacity: count) { ranges in
            guard cre_match(compiled.raw, bytes.baseAddress, bytes.count, ranges.baseAddress, Int32(count)) else {
                return nil
            }
            for number in groupNumbers {
                let range = ranges[number]
                groups.append(range.start < 0 ? nil : range.start..<range.end)
            }
            return ranges[0].start..<ranges[0].end
        }
    }

    /// Owns the engine's pattern.
    ///
    /// Unchecked: the pattern is never changed, and RE2 guards what matching keeps with locks of its own.
    private final class Compiled: @unchecked Sendable {
        let raw: OpaquePointer

        init(_ text: String) throws(LinearPatternError) {
            var text = text
            var reason = [CChar](repeating: 0, count: 256)
            let made = text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    cre_pattern_create(
                        characters.baseAddress, characters.count, LinearPattern.memoryLimit, &reason, reason.count)
                }
            }
            guard let made else {
                let bytes = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                throw LinearPatternError(reason: String(decoding: bytes, as: UTF8.self))
            }
            raw = made
        }

        deinit {
            cre_pattern_destroy(raw)
        }
    }
}

/// Why a text is not a pattern.
struct LinearPatternError: Error, Equatable {
    let reason: String
}

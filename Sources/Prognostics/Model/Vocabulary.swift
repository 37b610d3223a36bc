/// The names that a model speaks of, each with a small number that stays: codes, parts, models and signals.
///
/// Stored with the model, since its weights and the stored memories use the numbers. Numbers are given in the order in
/// which names are first met, so equal histories give equal vocabularies.
package struct Vocabulary: Equatable, Sendable {
    private var names: [String] = []
    private var ids: [String: UInt16] = [:]

    package init() {}

    package init(_ names: some Sequence<String>) {
        for name in names { _ = id(of: name) }
    }

    /// How many names there are, at most ``limit``.
    package var count: Int { names.count }
    /// More names than this are not taken: a log whose "codes" never repeat has nothing to learn.
    package static let limit = 65_000

    /// The number of a name, given now if it is new.
    ///
    /// - Returns: `nil` if the vocabulary is full.
    package mutating func id(of name: String) -> UInt16? {
        if let known = ids[name] { return known }
        guard names.count < Vocabulary.limit else { return nil }
        let id = UInt16(names.count)
        names.append(name)
        ids[name] = id
        return id
    }

    /// The number of a name that is known.
    package func find(_ name: String) -> UInt16? { ids[name] }

    /// The name of a number, or `nil` if no name has it.
    package subscript(id: UInt16) -> String? { Int(id) < names.count ? names[Int(id)] : nil }
}

extension Vocabulary: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([String].self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(names)
    }
}

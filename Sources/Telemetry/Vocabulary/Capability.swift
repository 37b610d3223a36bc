/// What a unit can do, or a job needs: a set of the words of the units file.
package struct Capabilities: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let flatbed = Capabilities(rawValue: 1 << 0)
    package static let wheelLift = Capabilities(rawValue: 1 << 1)
    package static let dollies = Capabilities(rawValue: 1 << 2)
    package static let heavy = Capabilities(rawValue: 1 << 3)
    package static let airSupply = Capabilities(rawValue: 1 << 4)
    package static let winch = Capabilities(rawValue: 1 << 5)
    package static let jumpStart = Capabilities(rawValue: 1 << 6)
    package static let battery = Capabilities(rawValue: 1 << 7)
    package static let tyre = Capabilities(rawValue: 1 << 8)
    package static let fuel = Capabilities(rawValue: 1 << 9)
    package static let lockout = Capabilities(rawValue: 1 << 10)
    package static let evTrained = Capabilities(rawValue: 1 << 11)
    package static let hvCertified = Capabilities(rawValue: 1 << 12)
    package static let electrician = Capabilities(rawValue: 1 << 13)
    package static let gasCertified = Capabilities(rawValue: 1 << 14)

    /// Every capability with its word, in the order of the words' list.
    package static let words: [(word: String, capability: Capabilities)] = [
        ("flatbed", .flatbed), ("wheel_lift", .wheelLift), ("dollies", .dollies), ("heavy", .heavy),
        ("air_supply", .airSupply), ("winch", .winch), ("jump_start", .jumpStart), ("battery", .battery),
        ("tyre", .tyre), ("fuel", .fuel), ("lockout", .lockout), ("ev_trained", .evTrained),
        ("hv_certified", .hvCertified), ("electrician", .electrician), ("gas_certified", .gasCertified),
    ]

    /// The capability of a word of the list, or `nil`.
    package init?(word: some StringProtocol) {
        guard let known = Capabilities.words.first(where: { $0.word == word }) else { return nil }
        self = known.capability
    }

    /// The words of this set, in the order of the list.
    package var names: [String] { Capabilities.words.filter { contains($0.capability) }.map(\.word) }
}

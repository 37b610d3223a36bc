/// What the data of an asset may be used for; whoever imports it decides.
package struct AssetPurposes: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Help in a breakdown; without it no position is kept.
    package static let assist = AssetPurposes(rawValue: 1)
    /// To tell before a part fails; without it nothing is predicted.
    package static let prevent = AssetPurposes(rawValue: 2)
    /// To make estimates and figures better; without it they are made from others.
    package static let improve = AssetPurposes(rawValue: 4)

    /// All of them: what counts if nothing was imported.
    package static let all: AssetPurposes = [.assist, .prevent, .improve]

    private static let names: [(AssetPurposes, String)] = [
        (.assist, "assist"), (.prevent, "prevent"), (.improve, "improve"),
    ]

    /// Reads words between semicolons; unknown ones are passed over.
    package init(words: String) {
        self = []
        for word in words.split(separator: ";") {
            for (purpose, name) in AssetPurposes.names where name == word { insert(purpose) }
        }
    }

    /// Its words, in this order: assist, prevent, improve.
    package var words: [String] { AssetPurposes.names.filter { contains($0.0) }.map(\.1) }
}

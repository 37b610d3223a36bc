internal import Telemetry

/// What helps with a fault: capabilities of a unit, or a tow, whose capabilities depend on the asset.
struct Help: Sendable, Equatable {
    var capabilities: Capabilities = []
    /// Whether the asset has to be carried away.
    var tow = false

    /// The words that a catalogue may use.
    static let words = ["tow"] + Capabilities.words.map(\.word)

    /// Adds what a word stands for.
    /// - Returns: Whether the word is known.
    mutating func add(_ word: String) -> Bool {
        if word == "tow" {
            tow = true
            return true
        }
        guard let capability = Capabilities(word: word) else { return false }
        capabilities.insert(capability)
        return true
    }

    mutating func formUnion(_ other: Help) {
        capabilities.formUnion(other.capabilities)
        tow = tow || other.tow
    }
}

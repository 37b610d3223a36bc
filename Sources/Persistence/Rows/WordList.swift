import Telemetry

/// Words joined by `;`, as the imported files write them.
enum WordList {
    static func split(_ text: String) -> [String] {
        text.split(separator: ";").map { word in
            String(word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }

    /// The capabilities of a list; words that are not in the list of capabilities are passed over.
    static func capabilities(_ text: String) -> Capabilities {
        var set: Capabilities = []
        for word in split(text) {
            if let one = Capabilities(word: word) { set.formUnion(one) }
        }
        return set
    }

    static func join(_ capabilities: Capabilities) -> String {
        capabilities.isEmpty ? "" : capabilities.names.joined(separator: ";")
    }
}

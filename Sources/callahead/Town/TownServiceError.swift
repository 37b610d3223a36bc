/// Why the demo can't go on, in a sentence for a person.
struct TownServiceError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

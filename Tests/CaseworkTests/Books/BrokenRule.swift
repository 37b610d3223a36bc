/// A rule of the books that does not hold: the sentence that the failing history prints.
struct BrokenRule: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

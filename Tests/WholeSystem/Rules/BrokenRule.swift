/// A rule that must always hold and did not, in words.
package struct BrokenRule: Error, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}

/// A mistake in a file of sentences: where it is, what is wrong and what is allowed.
package struct PhrasebookError: Error, Equatable, CustomStringConvertible {
    package var file: String
    /// Counted from 1; `nil` if the mistake is not in one place.
    package var line: Int?
    package var problem: String

    package var description: String {
        guard let line else { return "\(file): \(problem)" }
        return "\(file):\(line): \(problem)"
    }
}

/// A mistake in the policy file: where it is, what was found, and what to write.
package struct PolicyMistake: Sendable, Equatable, CustomStringConvertible {
    package let file: String
    /// From 1; `nil` if it is not in one place.
    package let line: Int?
    package let problem: String

    package var description: String { line.map { "\(file):\($0): \(problem)" } ?? "\(file): \(problem)" }
}

/// A policy file that can't be used, with every mistake in it.
package struct PolicyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// In the order of the file.
    package let mistakes: [PolicyMistake]

    /// A line for each mistake.
    package var description: String { mistakes.map(\.description).joined(separator: "\n") }
}

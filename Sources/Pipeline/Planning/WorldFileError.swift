/// A mistake in a world file: where it is, what is wrong and what would be right.
package struct WorldFileError: Error, CustomStringConvertible, Equatable {
    /// The way into the document, such as `cases[3].severity`; empty for the whole of it.
    package let path: String
    package let reason: String

    package init(at path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { path.isEmpty ? reason : "\(path): \(reason)" }
}
